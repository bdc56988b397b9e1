//! The placeholder engine: what `{{name}}` means, for the checks and the preview alike.

/// A placeholder in a template's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The name between the braces, without the white space around it.
    pub name: String,
    /// First line is 1.
    pub line: u32,
    /// In characters, first is 1.
    pub column: u32,
}

/// Why a template's text is no template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// `{{` without its `}}`.
    #[error("line {line}, column {column}: `{{{{` is never closed")]
    Unclosed {
        /// First line is 1.
        line: u32,
        /// In characters, first is 1.
        column: u32,
    },
    /// Something between the braces that is no name.
    #[error("line {line}, column {column}: `{text}` is not a placeholder name")]
    BadName {
        /// What stands between the braces.
        text: String,
        /// First line is 1.
        line: u32,
        /// In characters, first is 1.
        column: u32,
    },
}

/// A part of a rendered text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text of the template, to be used as it is.
    Text(&'a str),
    /// A placeholder by name; the caller decides what fills it and how it is escaped.
    Placeholder(&'a str),
}

/// Splits a template's text. A malformed placeholder stays text, so a preview always shows something.
#[must_use]
pub fn parts(text: &str) -> Vec<Part<'_>> {
    todo!()
}

/// Every placeholder of a template's text in order of appearance, repeats included, and every
/// problem, each with its place.
#[must_use]
pub fn scan(text: &str) -> (Vec<Placeholder>, Vec<TemplateError>) {
    todo!()
}

/// The distinct placeholder names over all parts of a template (subject, HTML, plain text), in
/// order of first appearance.
#[must_use]
pub fn names<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    todo!()
}

/// Fills a template. `value` answers a placeholder's text, already escaped for the place it goes to;
/// a `None` leaves the placeholder standing.
#[must_use]
pub fn render(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    todo!()
}

/// Escapes text for use in HTML content and attribute values.
#[must_use]
pub fn escape_html(text: &str) -> String {
    todo!()
}
