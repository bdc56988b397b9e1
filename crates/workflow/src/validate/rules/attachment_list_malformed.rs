//! `attachment.list-malformed`

use crate::change::RawJson;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::Type;
use crate::validate::{Check, EmailContext, Field, Fix, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "attachment.list-malformed",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "`attachments`, where present, is an array (tutorial, email node).",
    check: Check::Email(Odd::ATTACHMENTS, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    const AT: &[&str] = &["properties", "attachments"];
    let Some(value) = &context.email.attachments_value else { return };
    if value.kind() == Type::Array {
        return;
    }
    let message = words::attachment::list_malformed(value.describe());
    // Nothing is lost then; anything else holds something that a person should look at.
    let fix = RawJson::parse("[]").ok().filter(|_| value.holds_nothing());
    let fix = fix.and_then(|none| context.set(words::fix::EMPTY_ARRAY.to_owned(), AT, none).map(Fix::certain));
    findings.push(context.finding(&RULE, AT, Field::Attachments, message).with_fix(fix));
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":{"fileId":"att_invoice","fileName":"invoice.pdf"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_plain","attachments":null}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"attachments":[]}}"#,
        r#"{"id":"mail","type":"email","properties":{}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn only_what_holds_nothing_is_replaced() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"attachments":null}}"#,
            &[
                "/nodes/1/properties/attachments [Attachments] `attachments` is null, but has to be an array. → Use an empty array",
            ],
        );
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"attachments":"att_invoice"}}"#,
            &["/nodes/1/properties/attachments [Attachments] `attachments` is a string, but has to be an array."],
        );
    }
}
