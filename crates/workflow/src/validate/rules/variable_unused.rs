//! `variable.unused`

use super::rename_variable;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::placeholders::Unmatched;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "variable.unused",
    severity: Severity::Warning,
    needs: Needs::Template,
    #[cfg(test)]
    doc: "Every variable fills a placeholder of the template; one that does not is left over, or misspelt. Needs the template's text.",
    check: Check::Email(Odd::TEMPLATE, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    let Some(unmatched) = Unmatched::of(context) else { return };
    for (row, name) in &unmatched.variables {
        let at = ["properties", "variables", name];
        let near = unmatched.placeholder_near(name);
        let fix = match near {
            Some(near) => rename_variable(context, name, near),
            None => context.remove(words::fix::remove(name), &at),
        };
        let message = words::variable::unused(name, near);
        findings.push(context.finding(&RULE, &at, Field::VariableName(*row), message).with_fix(fix));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2024","variables":{"orderTotl":"$workflow.total"}}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2024","variables":{"orderTotal":"$workflow.total"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_not_asked_for","variables":{"orderTotl":"$workflow.total"}}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_to_rename_it_or_else_to_remove_it() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2024","variables":{"customerName":"$contact.name","orderTotl":"$workflow.total","shipping":1}}}"#,
            &[
                "/nodes/1/properties/variables/orderTotl [VariableName(1)] No placeholder of the template uses `orderTotl`. Did you mean `orderTotal`? → Rename `orderTotl` to `orderTotal`",
                "/nodes/1/properties/variables/shipping [VariableName(2)] No placeholder of the template uses `shipping`. Remove it, or use it in the template. → Remove `shipping`",
            ],
        );
    }

    #[test]
    fn a_name_that_stands_twice_has_no_safe_fix() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_plain","variables":{"a":"$contact.a","a":"$contact.b"}}}"#,
            &[
                "/nodes/1/properties/variables/a [VariableName(0)] No placeholder of the template uses `a`. Remove it, or use it in the template.",
                "/nodes/1/properties/variables/a [VariableName(1)] No placeholder of the template uses `a`. Remove it, or use it in the template.",
            ],
        );
    }
}
