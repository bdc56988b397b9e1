//! `attachment.duplicate`

use super::repeated;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::Part;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity, fixes};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.duplicate",
    severity: Severity::Warning,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "No file is attached twice: the recipient would get it twice, and it counts twice against the limits.",
    check: Check::Email(Odd::REPEATED_FILES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    const LIST: &[&str] = &["properties", "attachments"];
    let rows = &context.email.attachments;
    let id = |row: usize| rows[row].file_id.as_ref().and_then(Part::as_str).filter(|id| !id.is_empty());
    for (row, first) in repeated(rows.len(), &id) {
        let Some(id) = id(row) else { continue };
        let message = words::attachment::duplicate(id, first);
        let list = context.root().and_then(|root| root.get("properties")?.get("attachments"));
        let without = list.and_then(|list| fixes::without_item(list, row));
        let fix = without.and_then(|without| context.set(words::fix::remove_attachment(row), LIST, without));
        let at = ["properties", "attachments", &row.to_string(), "fileId"];
        findings.push(context.finding(&RULE, &at, Field::AttachmentId(row), message).with_fix(fix));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"a.pdf"},{"fileId":"att_invoice","fileName":"b.pdf"}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"a.pdf"},{"fileId":"att_terms","fileName":"a.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":""},{"fileId":""},{},{}]}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Edit;
    use crate::validate::fixture::{expect, findings, subject};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const EXAMPLE: &str = r#"{"id":"mail","type":"email","properties":{"attachments":[ {"fileId":"att_a"},{"fileId":"att_b"} , {"fileId":"att_a","n":1.0} ]}}"#;

    #[test]
    fn the_first_row_is_named_and_the_later_one_can_be_removed() {
        expect(
            &RULE,
            EXAMPLE,
            &[
                "/nodes/1/properties/attachments/2/fileId [AttachmentId(2)] The file `att_a` is attached already, as attachment 1. Remove one of the two. → Remove attachment 3",
            ],
        );
    }

    #[test]
    fn the_other_attachments_keep_their_bytes() {
        let fix = findings(&RULE, &subject(&RULE, EXAMPLE)).remove(0).fix.unwrap();
        let Edit::EditNode { fields, .. } = fix.edit else { panic!("another edit") };
        let after = fields[0].after.as_ref().unwrap();
        assert_eq!(after.as_str(), r#"[ {"fileId":"att_a"},{"fileId":"att_b"} ]"#);
    }
}
