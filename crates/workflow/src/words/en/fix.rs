//! What a fix does, for its button.

use super::values::code;

pub(crate) const EMPTY_ARRAY: &str = "Use an empty array";
pub(crate) const EMPTY_OBJECT: &str = "Use an empty object";
pub(crate) const REMOVE_VARIABLE: &str = "Remove the variable";

pub(crate) fn take(value: &str) -> String {
    format!("Use {}", code(value))
}

pub(crate) fn remove(name: &str) -> String {
    format!("Remove {}", code(name))
}

pub(crate) fn remove_attachment(row: usize) -> String {
    format!("Remove attachment {}", row + 1)
}

pub(crate) fn remove_repeated(name: &str) -> String {
    format!("Remove the repeated {}", code(name))
}

pub(crate) fn rename(from: &str, to: &str) -> String {
    format!("Rename {} to {}", code(from), code(to))
}
