//! `attachment.too-large`

use super::attachment_name;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.too-large",
    severity: Severity::Error,
    needs: Needs::Attachments,
    #[cfg(test)]
    doc: "No attachment is larger than the tenant allows, 10 MiB by default (tutorial, validation section). Needs the file's size.",
    check: Check::Email(Odd::FILES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    let limit = context.limits.attachment_bytes;
    for (row, attachment) in context.attachments() {
        let Some(bytes) = context.attachment_size(row).filter(|bytes| *bytes > limit) else { continue };
        let message = words::attachment::too_large(attachment_name(attachment), bytes, limit);
        let at = ["properties", "attachments", &row.to_string(), "fileId"];
        findings.push(context.finding(&RULE, &at, Field::AttachmentId(row), message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_huge","fileName":"video.mp4"}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_larger","fileName":"photos.zip"}]}}"#,
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
            r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice"},{"fileId":"att_huge"}]}}"#,
            &[
                "/nodes/1/properties/attachments/1/fileId [AttachmentId(1)] `att_huge` is 11 MiB, but an attachment may have 10 MiB at most. Attach a smaller file, or link to it.",
            ],
        );
    }
}
