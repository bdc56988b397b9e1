//! `attachment.name-misleading`

use super::extension;
use crate::change::RawJson;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::Part;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// Extensions of one and the same kind of file.
const SAME: [&[&str]; 4] = [&["jpg", "jpeg"], &["htm", "html"], &["tif", "tiff"], &["txt", "text"]];

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.name-misleading",
    severity: Severity::Warning,
    needs: Needs::Attachments,
    #[cfg(test)]
    doc: "An attachment's name ends in the extension that the file has in the tenant's storage; with another one it opens in the wrong program, and mail filters distrust it. Needs the file's stored name.",
    check: Check::Email(Odd::FILES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    for (row, attachment) in context.attachments() {
        let Some(stored) = context.stored_name(row).and_then(extension) else { continue };
        let Some(name) = attachment.file_name.as_ref().and_then(Part::as_str).map(str::trim_end) else { continue };
        let Some(shown) = extension(name).filter(|shown| !is_same(shown, stored)) else { continue };
        let message = words::attachment::name_misleading(name, shown, stored);
        let at = ["properties", "attachments", &row.to_string(), "fileName"];
        let whole = format!("{}{stored}", &name[..name.len() - shown.len()]);
        let fix = context.set(words::fix::take(&whole), &at, RawJson::string(&whole));
        findings.push(context.finding(&RULE, &at, Field::AttachmentName(row), message).with_fix(fix));
    }
}

fn is_same(a: &str, b: &str) -> bool {
    let among = |kind: &[&str], text: &str| kind.iter().any(|extension| extension.eq_ignore_ascii_case(text));
    a.eq_ignore_ascii_case(b) || SAME.iter().any(|kind| among(kind, a) && among(kind, b))
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"invoice.docx"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"invoice.pdf.exe"}]}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"Rechnung.PDF"}]}}"#,
        r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_nameless","fileName":"invoice.docx"}]}}"#,
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
            r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"Ihre Rechnung.zip"}]}}"#,
            &[
                "/nodes/1/properties/attachments/0/fileName [AttachmentName(0)] `Ihre Rechnung.zip` is shown as a `.zip` file, but the file is `.pdf`. Use the file's own extension. → Use `Ihre Rechnung.pdf`",
            ],
        );
    }

    #[test]
    fn white_space_at_the_end_is_no_extension() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"attachments":[{"fileId":"att_invoice","fileName":"ä.zip \n"}]}}"#,
            &[
                "/nodes/1/properties/attachments/0/fileName [AttachmentName(0)] `ä.zip` is shown as a `.zip` file, but the file is `.pdf`. Use the file's own extension. → Use `ä.pdf`",
            ],
        );
    }

    #[test]
    fn two_spellings_of_one_kind_are_the_same() {
        for (a, b, same) in
            [("jpg", "JPEG", true), ("htm", "html", true), ("jpg", "html", false), ("pdf", "zip", false)]
        {
            assert_eq!(is_same(a, b), same, "{a} {b}");
        }
    }
}
