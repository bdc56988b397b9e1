//! `attachment.name-malformed`

use super::objects;
use crate::json::Kind;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::words::code;
use crate::validate::{Check, EmailContext, Field, Finding, Rule, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.name-malformed",
    severity: Severity::Warning,
    #[cfg(test)]
    doc: "An attachment's name is text, without `/`, `\\` and control characters: mail programs cut such names off, or refuse them.",
    check: Check::Email(check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Finding>) {
    for (row, attachment) in objects(context) {
        let Some(value) = &attachment.file_name else { continue };
        let message = match value.kind() {
            Kind::Null => continue,
            Kind::String(name) if !name.contains(|c: char| matches!(c, '/' | '\\') || c.is_control()) => continue,
            Kind::String(name) => {
                format!(
                    "The file name {} contains `/`, `\\` or a control character. Use a plain name like `invoice.pdf`.",
                    code(name)
                )
            }
            _ => format!("The `fileName` of attachment {} is {}, but has to be text.", row + 1, value.describe()),
        };
        let at = ["properties", "attachments", &row.to_string(), "fileName"];
        findings.push(context.finding(&RULE, &at, Field::AttachmentName(row), message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":2024}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"2024/invoice.pdf"}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"Rechnung März.pdf"}]}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn says_what_stands_there() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileName":true},{"fileName":"a\\b"}]}}"#,
            &[
                "/nodes/1/properties/attachments/0/fileName [AttachmentName(0)] The `fileName` of attachment 1 is a boolean, but has to be text.",
                "/nodes/1/properties/attachments/1/fileName [AttachmentName(1)] The file name `a\\b` contains `/`, `\\` or a control character. Use a plain name like `invoice.pdf`.",
            ],
        );
    }
}
