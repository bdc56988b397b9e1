//! `variable.placeholder-unset`

use super::rename_variable;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::placeholders::Unmatched;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "variable.placeholder-unset",
    severity: Severity::Error,
    needs: Needs::Template,
    #[cfg(test)]
    doc: "Every placeholder of the template has a variable; the vendor refuses an unresolved macro (tutorial, answer 400), and a customer would read \"Hello, undefined\". Needs the template's text.",
    check: Check::Email(Odd::TEMPLATE, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    let Some(unmatched) = Unmatched::of(context) else { return };
    for placeholder in &unmatched.placeholders {
        let near = unmatched.variable_near(placeholder);
        let message = words::variable::placeholder_unset(placeholder, near);
        let fix = near.and_then(|near| rename_variable(context, near, placeholder));
        findings.push(context.finding(&RULE, &["properties", "variables"], Field::Variables, message).with_fix(fix));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2024","variables":{"customerName":"$contact.name"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2024"}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2024","variables":{"customerName":"$contact.name","orderTotl":"$workflow.total"}}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2024","variables":{"customerName":"$contact.name","orderTotal":"$workflow.total"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_plain"}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_gone"}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_to_rename_the_variable_that_was_meant() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2024","variables":{"orderTotl":"$workflow.total"}}}"#,
            &[
                "/nodes/1/properties/variables [Variables] The template's placeholder `customerName` has no variable. Add a variable that fills it.",
                "/nodes/1/properties/variables [Variables] The template's placeholder `orderTotal` has no variable. Was the variable `orderTotl` meant? → Rename `orderTotl` to `orderTotal`",
            ],
        );
    }
}
