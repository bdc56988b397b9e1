//! Findings about the template.

use super::values::code;

pub(crate) const MISSING: &str = "No template is chosen. Pick the template that the email is made from.";

pub(crate) fn white_space(id: &str) -> String {
    format!("The template's id {} has white space around it. Remove it.", code(id))
}

pub(crate) fn not_text(found: &str) -> String {
    format!("`templateId` is {found}, but has to be text. Pick a template.")
}

pub(crate) fn not_compiling(id: &str, problem: &str) -> String {
    format!("The template {} does not compile: {problem}. Correct the template, or pick another.", code(id))
}

pub(crate) fn unknown(id: &str, near: Option<&str>) -> String {
    let hint = near.map_or("Pick another template, or create it first.".to_owned(), |near| {
        format!("Did you mean {}?", code(near))
    });
    format!("The tenant has no template {}. {hint}", code(id))
}
