//! `attachment.total-too-large`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.total-too-large",
    severity: Severity::Error,
    needs: Needs::Attachments,
    #[cfg(test)]
    doc: "All attachments of a node together are no larger than the tenant allows, 25 MiB by default (tutorial, validation section). Needs the files' sizes.",
    check: Check::Email(Odd::FILES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    let limit = context.limits.attachments_total_bytes;
    let total = context.total_size;
    if total > limit {
        let message = words::attachment::total_too_large(total, limit);
        findings.push(context.finding(&RULE, &["properties", "attachments"], Field::Attachments, message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_larger","fileName":"a.zip"},{"fileId":"att_large","fileName":"b.pdf"},{"fileId":"att_terms","fileName":"c.pdf"}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_large","fileName":"a.pdf"},{"fileId":"att_large","fileName":"b.pdf"},{"fileId":"att_terms","fileName":"c.pdf"}]}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_file_counts_as_often_as_it_is_attached() {
        let row = r#"{"fileId":"att_large"}"#;
        expect(
            &RULE,
            &format!(
                r#"{{"id":"mail","type":"email","properties":{{"attachments":[{row},{row},{row},{{"fileId":"att_gone"}}]}}}}"#
            ),
            &[
                "/nodes/1/properties/attachments [Attachments] The attachments are 27 MiB in all, but may have 25 MiB at most. Remove some, or link to them.",
            ],
        );
    }
}
