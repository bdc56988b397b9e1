//! `variable.name-malformed`

use super::rename_variable;
use crate::email::template::is_name;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, EmailContext, Field, Fix, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "variable.name-malformed",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "A variable is named as a placeholder can be: a letter or `_`, then letters, digits, `_` and `.`. No placeholder has another name, nor an empty one.",
    check: Check::Email(Odd::NAMES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    let rows = &context.email.variables;
    for (row, variable) in rows.iter().enumerate() {
        let name = &*variable.name;
        if is_name(name) {
            continue;
        }
        let message = if name.is_empty() {
            words::variable::NAME_EMPTY.to_owned()
        } else {
            words::variable::name_malformed(name)
        };
        let at = ["properties", "variables", name];
        let meant = name.trim_matches(|found: char| matches!(found, '{' | '}') || found.is_whitespace());
        let is_free = || rows.iter().all(|row| row.name != meant);
        let fix = if is_name(meant) && is_free() {
            rename_variable(context, name, meant).map(Fix::certain)
        } else {
            context.remove(words::fix::REMOVE_VARIABLE.to_owned(), &at)
        };
        findings.push(context.finding(&RULE, &at, Field::VariableName(row), message).with_fix(fix));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"":"$contact.email"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"order total":"$workflow.total"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"{{orderTotal}}":"$workflow.total"}}}"#,
    ],
    good: &[r#"{"id":"mail","type":"email","properties":{"variables":{"order.total_1":"$workflow.total"}}}"#],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_row_is_counted_and_the_pointer_escaped() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"variables":{"a":"$contact.a","":"$contact.b","x/y~":""}}}"#,
            &[
                "/nodes/1/properties/variables/ [VariableName(1)] The variable has no name. Give it the name of the placeholder that it fills, or remove it. → Remove the variable",
                "/nodes/1/properties/variables/x~1y~0 [VariableName(2)] `x/y~` is no name that a placeholder can have. Use letters, digits, `_` and `.`, and begin with a letter or `_`. → Remove the variable",
            ],
        );
    }
}
