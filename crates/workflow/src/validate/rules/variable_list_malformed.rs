//! `variable.list-malformed`

use crate::change::RawJson;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::Type;
use crate::validate::{Check, EmailContext, Field, Fix, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "variable.list-malformed",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "`variables`, where present, is an object from placeholder to scope path (tutorial, email node).",
    check: Check::Email(Odd::VARIABLES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    const AT: &[&str] = &["properties", "variables"];
    let Some(value) = &context.email.variables_value else { return };
    if value.kind() == Type::Object {
        return;
    }
    let message = words::variable::list_malformed(value.describe());
    // Nothing is lost then; anything else holds something that a person should look at.
    let fix = RawJson::parse("{}").ok().filter(|_| value.holds_nothing());
    let fix = fix.and_then(|none| context.set(words::fix::EMPTY_OBJECT.to_owned(), AT, none).map(Fix::certain));
    findings.push(context.finding(&RULE, AT, Field::Variables, message).with_fix(fix));
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"variables":["orderTotal"]}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":null}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{}}}"#,
        r#"{"id":"mail","type":"email","properties":{}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn only_what_holds_nothing_is_replaced() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"variables":[]}}"#,
            &[
                "/nodes/1/properties/variables [Variables] `variables` is an array, but has to be an object from placeholder to scope path. → Use an empty object",
            ],
        );
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"variables":["x"]}}"#,
            &[
                "/nodes/1/properties/variables [Variables] `variables` is an array, but has to be an object from placeholder to scope path.",
            ],
        );
    }
}
