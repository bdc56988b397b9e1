//! `attachment.name-no-extension`

use super::extension;
use crate::change::RawJson;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::Part;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.name-no-extension",
    severity: Severity::Warning,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "An attachment's name ends in an extension, like `.pdf`; without one the recipient's computer does not know how to open the file.",
    check: Check::Email(Odd::FILE_NAMES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    for (row, attachment) in context.attachments() {
        let name = attachment.file_name.as_ref().and_then(Part::as_str);
        let Some(name) = name.filter(|name| extension(name).is_none() && !name.trim().is_empty()) else { continue };
        let at = ["properties", "attachments", &row.to_string(), "fileName"];
        let whole = context
            .stored_name(row)
            .and_then(extension)
            .map(|extension| format!("{}.{extension}", name.trim().trim_end_matches('.')));
        let fix = whole.and_then(|whole| context.set(words::fix::take(&whole), &at, RawJson::string(&whole)));
        let message = words::attachment::name_no_extension(name);
        findings.push(context.finding(&RULE, &at, Field::AttachmentName(row), message).with_fix(fix));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"invoice"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"Invoice No. 7"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":".pdf"}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"backup.tar.gz"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":""}]}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_the_extension_of_the_file() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"Your bill."},{"fileId":"att_nameless","fileName":"x"}]}}"#,
            &[
                "/nodes/1/properties/attachments/0/fileName [AttachmentName(0)] The file name `Your bill.` has no extension. Add the one of the file, like `.pdf`. → Use `Your bill.pdf`",
                "/nodes/1/properties/attachments/1/fileName [AttachmentName(1)] The file name `x` has no extension. Add the one of the file, like `.pdf`.",
            ],
        );
    }
}
