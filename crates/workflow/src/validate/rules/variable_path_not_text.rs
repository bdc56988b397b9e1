//! `variable.path-not-text`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::Type;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "variable.path-not-text",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "A scope path is text; numbers, flags, lists and objects are no paths (tutorial, email node).",
    check: Check::Email(Odd::PATHS, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    for (row, variable) in context.email.variables.iter().enumerate() {
        if matches!(variable.value.kind(), Type::Null | Type::String) {
            continue;
        }
        let message = words::variable::path_not_text(&variable.name, variable.value.describe());
        let at = ["properties", "variables", &variable.name];
        findings.push(context.finding(&RULE, &at, Field::VariablePath(row), message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":99.5}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":{"path":"$workflow.total"}}}}"#,
    ],
    good: &[r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":"$workflow.total"}}}"#],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn says_what_stands_there() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"variables":{"a":true}}}"#,
            &[
                "/nodes/1/properties/variables/a [VariablePath(0)] The scope path of `a` is a boolean, but has to be text like `$interaction.contact.firstName`.",
            ],
        );
    }
}
