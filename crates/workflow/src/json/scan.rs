//! The strict scanner.

/// Deepest nesting that is accepted.
pub const MAX_DEPTH: usize = 2_000;

/// Why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {kind}")]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: SyntaxErrorKind,
    /// In bytes from the start.
    pub offset: usize,
    /// First is 1.
    pub line: usize,
    /// In characters, first is 1.
    pub column: usize,
}

/// What is wrong with a text that is not JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyntaxErrorKind {
    /// Something else should stand here.
    #[error("expected {0}")]
    Expected(&'static str),
    /// The text stops in the middle.
    #[error("the text ends too early, {0}")]
    Ended(&'static str),
    /// Nested too deeply.
    #[error("nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
    /// Something follows the value.
    #[error("something follows after the end of the JSON")]
    Trailing,
}
