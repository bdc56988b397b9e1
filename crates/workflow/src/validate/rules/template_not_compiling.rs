//! `template.not-compiling`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity, TemplateFact};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "template.not-compiling",
    severity: Severity::Error,
    needs: Needs::Template,
    #[cfg(test)]
    doc: "The template compiles; the vendor refuses a workflow whose template does not (tutorial, answer 400). Needs the template's text.",
    check: Check::Email(Odd::TEMPLATE, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    let (Some(id), Some(TemplateFact::Known { problems, .. })) = (context.template_id(), context.template) else {
        return;
    };
    for problem in problems {
        let message = words::template::not_compiling(id, &problem.to_string());
        findings.push(context.finding(&RULE, &["properties", "templateId"], Field::TemplateId, message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_broken"}}"#],
    good: &[r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2024"}}"#],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn says_where_in_the_template() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_broken"}}"#,
            &[
                "/nodes/1/properties/templateId [TemplateId] The template `tmpl_broken` does not compile: line 1, column 4: `{{` is never closed. Correct the template, or pick another.",
            ],
        );
    }
}
