//! `attachment.malformed`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::Type;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.malformed",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "Every attachment is an object with `fileId` and `fileName` (tutorial, email node).",
    check: Check::Email(Odd::ATTACHMENTS, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    for (row, attachment) in context.email.attachments.iter().enumerate() {
        if attachment.value.kind() == Type::Object {
            continue;
        }
        let message = words::attachment::malformed(row, attachment.value.describe());
        let at = ["properties", "attachments", &row.to_string()];
        findings.push(context.finding(&RULE, &at, Field::AttachmentId(row), message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[r#"{"id":"mail","type":"email","properties":{"attachments":["att_invoice"]}}"#],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"invoice.pdf"}]}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_row_is_counted() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"attachments":[{},null]}}"#,
            &[
                "/nodes/1/properties/attachments/1 [AttachmentId(1)] Attachment 2 is null, but has to be an object with `fileId` and `fileName`.",
            ],
        );
    }
}
