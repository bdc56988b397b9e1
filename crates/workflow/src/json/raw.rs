//! A JSON value that is carried as text.

use crate::json::{SyntaxError, Value};
use serde::{Deserialize, Serialize};

/// A JSON value as text, known to be well formed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RawJson(String);

impl RawJson {
    /// Checks that `text` is one JSON value.
    ///
    /// # Errors
    /// Where and why it is not.
    pub fn parse(text: impl Into<String>) -> Result<Self, SyntaxError> {
        let text = text.into();
        Value::parse(&text)?;
        Ok(Self(text))
    }

    /// A value out of a document, which was scanned with it.
    pub(crate) fn scanned(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The JSON string that stands for `text`.
    #[must_use]
    pub fn string(text: &str) -> Self {
        Self(crate::json::quote(text))
    }

    /// `true` or `false`.
    #[must_use]
    pub fn bool(value: bool) -> Self {
        Self(value.to_string())
    }

    /// The text, taken out.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RawJson {
    type Error = SyntaxError;

    fn try_from(text: String) -> Result<Self, SyntaxError> {
        Self::parse(text)
    }
}

impl From<RawJson> for String {
    fn from(json: RawJson) -> Self {
        json.0
    }
}
