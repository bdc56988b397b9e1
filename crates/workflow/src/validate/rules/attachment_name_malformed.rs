//! `attachment.name-malformed`

use crate::change::RawJson;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::Type;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.name-malformed",
    severity: Severity::Warning,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "An attachment's name is text, without `/`, `\\` and control characters: mail programs cut such names off, or refuse them.",
    check: Check::Email(Odd::FILE_NAMES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    for (row, attachment) in context.attachments() {
        let Some(value) = &attachment.file_name else { continue };
        let name = value.as_str();
        if value.kind() == Type::Null || name.is_some_and(|name| !name.contains(is_odd)) {
            continue;
        }
        let at = ["properties", "attachments", &row.to_string(), "fileName"];
        let message = match name {
            Some(name) => words::attachment::name_malformed(name),
            None => words::attachment::not_text("fileName", row, value.describe()),
        };
        let plain = name.map(|name| name.trim().replace(is_odd, "_"));
        let plain = plain.or_else(|| context.stored_name(row).map(str::to_owned));
        let fix = plain.and_then(|name| context.set(words::fix::take(&name), &at, RawJson::string(&name)));
        findings.push(context.finding(&RULE, &at, Field::AttachmentName(row), message).with_fix(fix));
    }
}

fn is_odd(character: char) -> bool {
    matches!(character, '/' | '\\') || character.is_control()
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":2024}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"2024/invoice.pdf"}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"Rechnung März.pdf"}]}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn says_what_stands_there() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileName":true},{"fileName":"a\\b"}]}}"#,
            &[
                "/nodes/1/properties/attachments/0/fileName [AttachmentName(0)] The `fileName` of attachment 1 is a boolean, but has to be text.",
                "/nodes/1/properties/attachments/1/fileName [AttachmentName(1)] The file name `a\\b` contains `/`, `\\` or a control character. Use a plain name like `invoice.pdf`. → Use `a_b`",
            ],
        );
    }
}
