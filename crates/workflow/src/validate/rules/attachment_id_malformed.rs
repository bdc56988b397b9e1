//! `attachment.id-malformed`

use crate::change::RawJson;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::Type;
use crate::validate::{Check, EmailContext, Field, Fix, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// What every file id begins with.
const PREFIX: &str = "att_";

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.id-malformed",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "A file's id is text that begins with `att_` (tutorial, validation section), without white space.",
    check: Check::Email(Odd::FILE_IDS, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    for (row, attachment) in context.attachments() {
        let Some(value) = &attachment.file_id else { continue };
        let id = value.as_str();
        if value.kind() == Type::Null || id.is_some_and(|id| id.is_empty() || is_file_id(id)) {
            continue;
        }
        let at = ["properties", "attachments", &row.to_string(), "fileId"];
        let message = match id {
            Some(id) => words::attachment::id_malformed(id, PREFIX),
            None => words::attachment::not_text("fileId", row, value.describe()),
        };
        let meant = id.map(str::trim).filter(|id| is_file_id(id));
        let fix = meant.and_then(|id| context.set(words::fix::take(id), &at, RawJson::string(id)));
        let fix = fix.map(Fix::certain);
        findings.push(context.finding(&RULE, &at, Field::AttachmentId(row), message).with_fix(fix));
    }
}

fn is_file_id(text: &str) -> bool {
    text.strip_prefix(PREFIX).is_some_and(|rest| !rest.is_empty()) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"file_1","fileName":"invoice.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_","fileName":"invoice.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":1,"fileName":"invoice.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_plain","attachments":[{"fileId":" att_invoice","fileName":"invoice.pdf"}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"invoice.pdf"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"","fileName":"invoice.pdf"}]}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_the_id_without_white_space() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":" att_a "},{"fileId":"Att_a"},{"fileId":[]}]}}"#,
            &[
                "/nodes/1/properties/attachments/0/fileId [AttachmentId(0)] ` att_a ` is no file id: it has to be `att_` and more, without white space. Pick a file. → Use `att_a`",
                "/nodes/1/properties/attachments/1/fileId [AttachmentId(1)] `Att_a` is no file id: it has to be `att_` and more, without white space. Pick a file.",
                "/nodes/1/properties/attachments/2/fileId [AttachmentId(2)] The `fileId` of attachment 3 is an array, but has to be text.",
            ],
        );
    }
}
