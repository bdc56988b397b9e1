//! Findings about how an email is delivered.

use super::values::{any_of, code};

pub(crate) fn flag_malformed(key: &str, found: &str) -> String {
    format!("`{key}` is {found}, but has to be `true` or `false`.")
}

pub(crate) fn mode_empty(modes: &[String]) -> String {
    format!("The delivery mode is empty. Use {}.", any_of(modes))
}

pub(crate) fn mode_unknown(mode: &str, modes: &[String]) -> String {
    format!("The delivery mode {} is not known. Use {}.", code(mode), any_of(modes))
}

pub(crate) fn mode_not_text(found: &str, modes: &[String]) -> String {
    format!("`deliveryMode` is {found}, but has to be text. Use {}.", any_of(modes))
}
