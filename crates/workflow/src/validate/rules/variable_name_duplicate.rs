//! `variable.name-duplicate`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::words::code;
use crate::validate::{Check, EmailContext, Field, Finding, Rule, Severity};
use std::collections::HashSet;

/// The rule.
pub const RULE: Rule = Rule {
    code: "variable.name-duplicate",
    severity: Severity::Error,
    #[cfg(test)]
    doc: "Each placeholder is filled by one variable. Where a key stands twice, readers disagree on which one counts (RFC 8259, section 4).",
    check: Check::Email(check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    for (row, variable) in context.email.variables.iter().enumerate() {
        let name = &*variable.name;
        if !seen.insert(name) {
            let message = format!("A variable {} is there already. Remove one of the two, or rename it.", code(name));
            let at = ["properties", "variables", name];
            findings.push(context.finding(&RULE, &at, Field::VariableName(row), message));
        }
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"total":"$workflow.total","total":"$workflow.net"}}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"total":"$workflow.total","Total":"$workflow.total"}}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_later_row_is_told() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"variables":{"a":"","b":"","\u0061":"","a":""}}}"#,
            &[
                "/nodes/1/properties/variables/a [VariableName(2)] A variable `a` is there already. Remove one of the two, or rename it.",
                "/nodes/1/properties/variables/a [VariableName(3)] A variable `a` is there already. Remove one of the two, or rename it.",
            ],
        );
    }
}
