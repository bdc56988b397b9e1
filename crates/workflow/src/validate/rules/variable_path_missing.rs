//! `variable.path-missing`

use super::is_blank;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "variable.path-missing",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "Every variable has a scope path to take its value from (tutorial, email node).",
    check: Check::Email(Odd::PATHS, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    for (row, variable) in context.email.variables.iter().enumerate() {
        if !is_blank(Some(&variable.value)) {
            continue;
        }
        let message = words::variable::path_missing(&variable.name);
        let at = ["properties", "variables", &variable.name];
        findings.push(context.finding(&RULE, &at, Field::VariablePath(row), message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":""}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":null}}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":"$workflow.total"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":7}}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_row_is_counted() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"variables":{"a":"$contact.a","b":" "}}}"#,
            &[
                "/nodes/1/properties/variables/b [VariablePath(1)] The variable `b` has no scope path. Say where its value comes from, like `$interaction.contact.firstName`.",
            ],
        );
    }
}
