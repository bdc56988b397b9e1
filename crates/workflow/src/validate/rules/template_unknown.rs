//! `template.unknown`

use crate::change::RawJson;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::near::nearest;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity, TemplateFact};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "template.unknown",
    severity: Severity::Error,
    needs: Needs::Template,
    #[cfg(test)]
    doc: "The tenant has the template (tutorial, validation section). Needs the tenant's answer.",
    check: Check::Email(Odd::TEMPLATE, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    const AT: &[&str] = &["properties", "templateId"];
    let (Some(id), Some(TemplateFact::Missing)) = (context.template_id(), context.template) else { return };
    let known = context.facts.templates.iter().filter(|(_, fact)| !matches!(fact, TemplateFact::Missing));
    let near = nearest(id, &mut known.map(|(id, _)| id.as_str()));
    let message = words::template::unknown(id, near);
    let fix = near.and_then(|near| context.set(words::fix::take(near), AT, RawJson::string(near)));
    findings.push(context.finding(&RULE, AT, Field::TemplateId, message).with_fix(fix));
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_gone"}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_plian"}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2024"}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_not_asked_for"}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_a_template_that_is_spelt_nearly_so() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2042"}}"#,
            &[
                "/nodes/1/properties/templateId [TemplateId] The tenant has no template `tmpl_inv_2042`. Did you mean `tmpl_inv_2024`? → Use `tmpl_inv_2024`",
            ],
        );
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_gone"}}"#,
            &[
                "/nodes/1/properties/templateId [TemplateId] The tenant has no template `tmpl_gone`. Pick another template, or create it first.",
            ],
        );
    }
}
