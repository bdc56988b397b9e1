//! `variable.path-empty-segment`

use super::path_findings;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::scope_path::PathProblem;
use crate::validate::{Check, EmailContext, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "variable.path-empty-segment",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "No segment of a scope path is empty. The vendor's pattern lets `..` and a dot at the end pass, but such a path leads to no value, and the email goes out with a gap.",
    check: Check::Email(Odd::PATHS, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    path_findings(context, &RULE, findings, &|path, problem| match problem {
        PathProblem::TrailingDot => Some(words::variable::trailing_dot(path)),
        PathProblem::EmptySegment => Some(words::variable::empty_segment(path)),
        _ => None,
    });
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":"$workflow..total"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":"$workflow.total."}}}"#,
    ],
    good: &[r#"{"id":"mail","type":"email","properties":{"variables":{"orderTotal":"$workflow.data.total"}}}"#],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_the_path_without_the_dots_that_are_too_many() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"variables":{"a":"$contact.id.","b":"$contact..id","c":"$contact.."}}}"#,
            &[
                "/nodes/1/properties/variables/a [VariablePath(0)] `$contact.id.` ends in a dot, so it leads to no value. Remove the dot. → Use `$contact.id`",
                "/nodes/1/properties/variables/b [VariablePath(1)] `$contact..id` has nothing between two dots, so it leads to no value. Remove one. → Use `$contact.id`",
                "/nodes/1/properties/variables/c [VariablePath(2)] `$contact..` has nothing between two dots, so it leads to no value. Remove one.",
            ],
        );
    }
}
