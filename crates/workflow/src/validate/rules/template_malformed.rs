//! `template.malformed`

use crate::change::RawJson;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::Type;
use crate::validate::{Check, EmailContext, Field, Fix, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "template.malformed",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "A template's id is text without white space around it (tutorial, email node); anything else names no template.",
    check: Check::Email(Odd::TEMPLATE_ID, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    const AT: &[&str] = &["properties", "templateId"];
    let Some(value) = &context.email.template_id else { return };
    let id = value.as_str();
    let meant = id.map(str::trim);
    if value.kind() == Type::Null || (id.is_some() && meant == id) {
        return;
    }
    let message = match id {
        Some(id) => words::template::white_space(id),
        None => words::template::not_text(value.describe()),
    };
    let meant = meant.filter(|meant| !meant.is_empty());
    let fix = meant.and_then(|meant| context.set(words::fix::take(meant), AT, RawJson::string(meant)));
    let fix = fix.map(Fix::certain);
    findings.push(context.finding(&RULE, AT, Field::TemplateId, message).with_fix(fix));
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"templateId":2024}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":" tmpl_inv_2024"}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":" tmpl_plain "}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2024"}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":""}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_the_id_without_the_white_space() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_a\n"}}"#,
            &[
                "/nodes/1/properties/templateId [TemplateId] The template's id `tmpl_a\n` has white space around it. Remove it. → Use `tmpl_a`",
            ],
        );
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"templateId":" "}}"#,
            &[
                "/nodes/1/properties/templateId [TemplateId] The template's id ` ` has white space around it. Remove it.",
            ],
        );
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"templateId":["x"]}}"#,
            &[
                "/nodes/1/properties/templateId [TemplateId] `templateId` is an array, but has to be text. Pick a template.",
            ],
        );
    }
}
