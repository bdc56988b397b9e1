//! `attachment.unknown`

use crate::change::RawJson;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::near::nearest;
use crate::validate::reader::Part;
use crate::validate::{AttachmentFact, Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.unknown",
    severity: Severity::Error,
    needs: Needs::Attachments,
    #[cfg(test)]
    doc: "The tenant has the file (tutorial, validation section). Needs the tenant's answer.",
    check: Check::Email(Odd::FILES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    for (row, attachment) in context.attachments() {
        let Some(AttachmentFact::Missing) = context.attachment_fact(row) else { continue };
        let Some(id) = attachment.file_id.as_ref().and_then(Part::as_str) else { continue };
        let known = context.facts.attachments.iter().filter(|(_, fact)| !matches!(fact, AttachmentFact::Missing));
        let near = nearest(id, &mut known.map(|(id, _)| id.as_str()));
        let message = words::attachment::unknown(id, near);
        let at = ["properties", "attachments", &row.to_string(), "fileId"];
        let fix = near.and_then(|near| context.set(words::fix::take(near), &at, RawJson::string(near)));
        findings.push(context.finding(&RULE, &at, Field::AttachmentId(row), message).with_fix(fix));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_gone","fileName":"invoice.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_plain","attachments":[{"fileId":"att_invioce","fileName":"invoice.pdf"}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"invoice.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_not_asked_for","fileName":"a.pdf"}]}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_a_file_that_is_spelt_nearly_so() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_gone"},{"fileId":"att_invioce"}]}}"#,
            &[
                "/nodes/1/properties/attachments/0/fileId [AttachmentId(0)] The tenant has no file `att_gone`. Pick another file, or upload it first.",
                "/nodes/1/properties/attachments/1/fileId [AttachmentId(1)] The tenant has no file `att_invioce`. Did you mean `att_invoice`? → Use `att_invoice`",
            ],
        );
    }
}
