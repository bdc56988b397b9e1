//! `attachment.mail-too-large`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.mail-too-large",
    severity: Severity::Warning,
    needs: Needs::Attachments,
    #[cfg(test)]
    doc: "All attachments together fit into a mail that recipients' servers take, 25 MiB by default. In a mail they are base64 text, a third larger than the files (RFC 2045, section 6.8). Needs the files' sizes.",
    check: Check::Email(Odd::FILES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    let (total, limit) = (context.total_size, context.limits.mail_bytes);
    let encoded = total.div_ceil(3).saturating_mul(4);
    if encoded > limit {
        let message = words::attachment::mail_too_large(total, encoded, limit);
        findings.push(context.finding(&RULE, &["properties", "attachments"], Field::Attachments, message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_larger","fileName":"a.zip"},{"fileId":"att_large","fileName":"b.pdf"}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_large","fileName":"a.pdf"},{"fileId":"att_large","fileName":"b.pdf"}]}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn names_the_size_in_the_mail() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_larger"},{"fileId":"att_larger"}]}}"#,
            &[
                "/nodes/1/properties/attachments [Attachments] The attachments are 20 MiB in all, and 26.7 MiB as a mail carries them; many mail servers take 25 MiB at most. Remove some, or link to them.",
            ],
        );
    }
}
