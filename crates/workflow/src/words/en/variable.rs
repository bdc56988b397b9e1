//! Findings about variables and their scope paths.

use super::values::{any_of, code};

pub(crate) const NAME_EMPTY: &str =
    "The variable has no name. Give it the name of the placeholder that it fills, or remove it.";

pub(crate) fn list_malformed(found: &str) -> String {
    format!("`variables` is {found}, but has to be an object from placeholder to scope path.")
}

pub(crate) fn name_duplicate(name: &str) -> String {
    format!("A variable {} is there already. Remove one of the two, or rename it.", code(name))
}

pub(crate) fn name_malformed(name: &str) -> String {
    format!(
        "{} is no name that a placeholder can have. Use letters, digits, `_` and `.`, and begin with a letter or `_`.",
        code(name)
    )
}

pub(crate) fn trailing_dot(path: &str) -> String {
    format!("{} ends in a dot, so it leads to no value. Remove the dot.", code(path))
}

pub(crate) fn empty_segment(path: &str) -> String {
    format!("{} has nothing between two dots, so it leads to no value. Remove one.", code(path))
}

pub(crate) fn path_malformed(path: &str, reason: &str) -> String {
    format!("{} is no scope path: {reason}. Write it like `$interaction.contact.firstName`.", code(path))
}

pub(crate) fn path_missing(name: &str) -> String {
    format!(
        "The variable {} has no scope path. Say where its value comes from, like `$interaction.contact.firstName`.",
        code(name)
    )
}

pub(crate) fn path_near_miss(path: &str, near: &str) -> String {
    format!("{} is not known. Did you mean {}?", code(path), code(near))
}

pub(crate) fn path_not_text(name: &str, found: &str) -> String {
    format!("The scope path of {} is {found}, but has to be text like `$interaction.contact.firstName`.", code(name))
}

pub(crate) fn scope_unknown(path: &str, scope: &str, known: &[String]) -> String {
    format!("{} begins with {}, which is no scope. Use {}.", code(path), code(scope), any_of(known))
}

pub(crate) fn placeholder_unset(placeholder: &str, near: Option<&str>) -> String {
    let hint = match near {
        Some(near) => format!("Was the variable {} meant?", code(near)),
        None => "Add a variable that fills it.".to_owned(),
    };
    format!("The template's placeholder {} has no variable. {hint}", code(placeholder))
}

pub(crate) fn unused(name: &str, near: Option<&str>) -> String {
    let hint = match near {
        Some(near) => format!("Did you mean {}?", code(near)),
        None => "Remove it, or use it in the template.".to_owned(),
    };
    format!("No placeholder of the template uses {}. {hint}", code(name))
}

/// Why something is no scope path, in words that go on from "…: ".
pub(crate) mod reason {
    pub(crate) const BEGINS_WITH_SPACE: &str = "it begins with white space";
    pub(crate) const NO_DOLLAR: &str = "it does not begin with `$`";
    pub(crate) const WHITE_SPACE: &str = "it contains white space";
    pub(crate) const NO_SCOPE: &str = "it names no scope behind the `$`";
    pub(crate) const NO_VALUE: &str = "it names no value inside the scope";

    pub(crate) fn odd_character(odd: char) -> String {
        format!("`{}` cannot stand in a path", odd.escape_debug())
    }
}
