//! Laying JSON out, without touching a single value's text.

use crate::json::Value;

/// The value over several lines, indented by two spaces. Strings and numbers keep their spelling;
/// empty objects and arrays stay on one line.
#[must_use]
pub fn pretty(value: &Value<'_>) -> String {
    todo!()
}

/// The value without white space. Strings and numbers keep their spelling.
#[must_use]
pub fn compact(value: &Value<'_>) -> String {
    todo!()
}

/// The JSON string that stands for `text`, with the shortest escapes.
#[must_use]
pub fn quote(text: &str) -> String {
    todo!()
}
