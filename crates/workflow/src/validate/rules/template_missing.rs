//! `template.missing`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::Type;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "template.missing",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "An email node names its template (tutorial, email node).",
    check: Check::Email(Odd::TEMPLATE_ID, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    if !context.has_properties() {
        return;
    }
    let is_missing = match &context.email.template_id {
        None => true,
        Some(value) => value.kind() == Type::Null || value.as_str() == Some(""),
    };
    if is_missing {
        let message = words::template::MISSING.to_owned();
        findings.push(context.finding(&RULE, &["properties", "templateId"], Field::TemplateId, message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":""}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":null}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2024"}}"#,
        r#"{"id":"mail","type":"email","properties":7}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn stands_at_the_field() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{}}"#,
            &[
                "/nodes/1/properties/templateId [TemplateId] No template is chosen. Pick the template that the email is made from.",
            ],
        );
    }
}
