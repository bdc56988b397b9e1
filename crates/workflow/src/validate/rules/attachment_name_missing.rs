//! `attachment.name-missing`

use super::is_blank;
use crate::change::RawJson;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, EmailContext, Field, Fix, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.name-missing",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "Every attachment has a `fileName`, which the recipient sees (tutorial, validation section).",
    check: Check::Email(Odd::FILE_NAMES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    for (row, attachment) in context.attachments() {
        if !is_blank(attachment.file_name.as_ref()) {
            continue;
        }
        let at = ["properties", "attachments", &row.to_string(), "fileName"];
        let message = words::attachment::name_missing(row);
        let stored = context.stored_name(row).filter(|name| !name.trim().is_empty());
        let fix = stored.and_then(|name| context.set(words::fix::take(name), &at, RawJson::string(name)));
        let fix = fix.map(Fix::certain);
        findings.push(context.finding(&RULE, &at, Field::AttachmentName(row), message).with_fix(fix));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":" "}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"invoice.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[7]}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_the_name_in_the_tenants_storage() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice"},{"fileId":"att_invoice","fileName":""},{"fileId":"att_nameless"}]}}"#,
            &[
                "/nodes/1/properties/attachments/0/fileName [AttachmentName(0)] Attachment 1 has no file name. Give it the name that the recipient shall see. → Use `invoice.pdf`",
                "/nodes/1/properties/attachments/1/fileName [AttachmentName(1)] Attachment 2 has no file name. Give it the name that the recipient shall see. → Use `invoice.pdf`",
                "/nodes/1/properties/attachments/2/fileName [AttachmentName(2)] Attachment 3 has no file name. Give it the name that the recipient shall see.",
            ],
        );
    }
}
