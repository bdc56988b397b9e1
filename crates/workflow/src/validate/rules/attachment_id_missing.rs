//! `attachment.id-missing`

use super::is_blank;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.id-missing",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "Every attachment names its file by `fileId` (tutorial, validation section).",
    check: Check::Email(Odd::FILE_IDS, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    for (row, attachment) in context.attachments() {
        if is_blank(attachment.file_id.as_ref()) {
            let message = words::attachment::id_missing(row);
            let at = ["properties", "attachments", &row.to_string(), "fileId"];
            findings.push(context.finding(&RULE, &at, Field::AttachmentId(row), message));
        }
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileName":"invoice.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"","fileName":"invoice.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":null,"fileName":"invoice.pdf"}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"invoice.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":["att_invoice"]}}"#,
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
            r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice"},{}]}}"#,
            &["/nodes/1/properties/attachments/1/fileId [AttachmentId(1)] Attachment 2 names no file. Pick one."],
        );
    }
}
