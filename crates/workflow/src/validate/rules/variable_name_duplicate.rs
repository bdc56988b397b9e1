//! `variable.name-duplicate`

use super::repeated;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, EmailContext, Field, Fix, Found, Needs, Odd, Rule, Severity, fixes};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "variable.name-duplicate",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "Each placeholder is filled by one variable. Where a key stands twice, readers disagree on which one counts (RFC 8259, section 4).",
    check: Check::Email(Odd::REPEATED_NAMES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    let rows = &context.email.variables;
    for (row, first) in repeated(rows.len(), &|row| Some(&*rows[row].name)) {
        let name = &*rows[row].name;
        let message = words::variable::name_duplicate(name);
        let at = ["properties", "variables", name];
        // Where both say the same, it does not matter which one goes.
        let same = rows[row].value.text() == rows[first].value.text();
        let fix = same.then(|| without_row(context, row, name)).flatten().map(Fix::certain);
        findings.push(context.finding(&RULE, &at, Field::VariableName(row), message).with_fix(fix));
    }
}

fn without_row(context: &EmailContext<'_>, row: usize, name: &str) -> Option<Fix> {
    let variables = context.root()?.get("properties")?.get("variables")?;
    let without = fixes::without_item(variables, row)?;
    context.set(words::fix::remove_repeated(name), &["properties", "variables"], without)
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"total":"$workflow.total","total":"$workflow.net"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"total":"$workflow.total","total":"$workflow.total"}}}"#,
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
                "/nodes/1/properties/variables/a [VariableName(2)] A variable `a` is there already. Remove one of the two, or rename it. → Remove the repeated `a`",
                "/nodes/1/properties/variables/a [VariableName(3)] A variable `a` is there already. Remove one of the two, or rename it. → Remove the repeated `a`",
            ],
        );
    }

    #[test]
    fn which_of_two_values_is_right_only_a_person_knows() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"variables":{"a":"$contact.a","a":"$contact.b"}}}"#,
            &[
                "/nodes/1/properties/variables/a [VariableName(1)] A variable `a` is there already. Remove one of the two, or rename it.",
            ],
        );
    }
}
