//! `variable.path-malformed`

use super::path_findings;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::scope_path::PathProblem;
use crate::validate::{Check, EmailContext, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "variable.path-malformed",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "A scope path is `$`, a scope, and at least one name behind a dot, of letters, digits and `_`: `$interaction.contact.firstName` (tutorial, validation section).",
    check: Check::Email(Odd::PATHS, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    path_findings(context, &RULE, findings, &|path, problem| {
        let PathProblem::Malformed(reason) = problem else { return None };
        Some(words::variable::path_malformed(path, reason))
    });
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":"workflow.total"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":"$workflow"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":"$workflow.order-total"}}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":"$workflow.data.order_total"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":""}}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn says_what_is_wrong_and_offers_what_was_meant() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"variables":{"a":"contact.id","b":"total"}}}"#,
            &[
                "/nodes/1/properties/variables/a [VariablePath(0)] `contact.id` is no scope path: it does not begin with `$`. Write it like `$interaction.contact.firstName`. → Use `$contact.id`",
                "/nodes/1/properties/variables/b [VariablePath(1)] `total` is no scope path: it does not begin with `$`. Write it like `$interaction.contact.firstName`.",
            ],
        );
    }

    #[test]
    fn a_fix_is_offered_only_where_the_node_can_be_edited_safely() {
        expect(
            &RULE,
            r#"{"id":"start_node","type":"email","properties":{"variables":{"a":"contact.id"}}}"#,
            &[
                "/nodes/1/properties/variables/a [VariablePath(0)] `contact.id` is no scope path: it does not begin with `$`. Write it like `$interaction.contact.firstName`.",
            ],
        );
    }
}
