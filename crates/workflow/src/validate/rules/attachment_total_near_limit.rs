//! `attachment.total-near-limit`

use super::is_near;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.total-near-limit",
    severity: Severity::Hint,
    needs: Needs::Attachments,
    #[cfg(test)]
    doc: "All attachments of a node together stay below 80 % of what the tenant allows; a file that is replaced by a slightly larger one is refused at the next save. Needs the files' sizes.",
    check: Check::Email(Odd::FILES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    let limit = context.limits.attachments_total_bytes;
    let total = context.total_size;
    if is_near(total, limit) {
        let message = words::attachment::total_near_limit(total, limit);
        findings.push(context.finding(&RULE, &["properties", "attachments"], Field::Attachments, message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_terms","fileName":"a.pdf"},{"fileId":"att_terms","fileName":"b.pdf"},{"fileId":"att_terms","fileName":"c.pdf"}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_large","fileName":"a.pdf"},{"fileId":"att_large","fileName":"b.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_large","fileName":"a.pdf"},{"fileId":"att_large","fileName":"b.pdf"},{"fileId":"att_large","fileName":"c.pdf"}]}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn names_both_sizes() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_larger"},{"fileId":"att_larger"},{"fileId":"att_invoice"}]}}"#,
            &[
                "/nodes/1/properties/attachments [Attachments] The attachments are 21 MiB in all of the 25 MiB that they may have.",
            ],
        );
    }
}
