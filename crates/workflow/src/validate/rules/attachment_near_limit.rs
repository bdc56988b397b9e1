//! `attachment.near-limit`

use super::{attachment_name, is_near};
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.near-limit",
    severity: Severity::Hint,
    needs: Needs::Attachments,
    #[cfg(test)]
    doc: "An attachment stays below 80 % of what the tenant allows; a file that is replaced by a slightly larger one is refused at the next save. Needs the file's size.",
    check: Check::Email(Odd::FILES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    let limit = context.limits.attachment_bytes;
    for (row, attachment) in context.attachments() {
        let Some(bytes) = context.attachment_size(row).filter(|bytes| is_near(*bytes, limit)) else { continue };
        let message = words::attachment::near_limit(attachment_name(attachment), bytes, limit);
        let at = ["properties", "attachments", &row.to_string(), "fileId"];
        findings.push(context.finding(&RULE, &at, Field::AttachmentId(row), message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_large","fileName":"catalogue.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_larger","fileName":"photos.zip"}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_terms","fileName":"terms.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_huge","fileName":"video.mp4"}]}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn names_the_file_and_both_sizes() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_large","fileName":"c.pdf"}]}}"#,
            &[
                "/nodes/1/properties/attachments/0/fileId [AttachmentId(0)] `c.pdf` is 9 MiB of the 10 MiB that an attachment may have.",
            ],
        );
    }

    #[test]
    fn near_begins_at_80_percent_and_ends_at_the_limit() {
        for (bytes, near) in [(79, false), (80, true), (100, true), (101, false), (u64::MAX, false)] {
            assert_eq!(is_near(bytes, 100), near, "{bytes}");
        }
        assert!(is_near(u64::MAX, u64::MAX));
    }
}
