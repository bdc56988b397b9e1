//! `variable.path-scope-unknown`

use super::path_findings;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::scope_path::PathProblem;
use crate::validate::{Check, EmailContext, Found, Needs, Odd, Rule, SCOPES, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "variable.path-scope-unknown",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "A scope path begins with one of the vendor's scopes: `$interaction`, `$workflow`, `$contact` or `$system` (tutorial, validation section).",
    check: Check::Email(Odd::PATHS, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    path_findings(context, &RULE, findings, &|path, problem| {
        let PathProblem::UnknownScope(scope) = problem else { return None };
        let known = SCOPES.map(|scope| format!("${scope}"));
        Some(words::variable::scope_unknown(path, &format!("${scope}"), &known))
    });
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":"$order.total"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":"$Workflow.total"}}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"a":"$interaction.a","b":"$workflow.b","c":"$contact.c","d":"$system.d"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":"order total"}}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_the_scope_that_was_meant() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"variables":{"a":"$order.id","b":"$contct.id"}}}"#,
            &[
                "/nodes/1/properties/variables/a [VariablePath(0)] `$order.id` begins with `$order`, which is no scope. Use `$interaction`, `$workflow`, `$contact` or `$system`.",
                "/nodes/1/properties/variables/b [VariablePath(1)] `$contct.id` begins with `$contct`, which is no scope. Use `$interaction`, `$workflow`, `$contact` or `$system`. → Use `$contact.id`",
            ],
        );
    }
}
