//! `node.properties-malformed`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.properties-malformed",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "An email node has an object `properties`, which holds everything about the email (tutorial, email node).",
    check: Check::Email(Odd::PROPERTIES, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    if context.has_properties() {
        return;
    }
    let message = match &context.email.properties {
        None => words::node::PROPERTIES_MISSING.to_owned(),
        Some(value) => words::node::properties_malformed(value.describe()),
    };
    findings.push(context.finding(&RULE, &["properties"], Field::TemplateId, message));
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[r#"{"id":"mail","type":"email"}"#, r#"{"id":"mail","type":"email","properties":[]}"#],
    good: &[r#"{"id":"mail","type":"email","properties":{}}"#],
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
            r#"{"id":"mail","type":"email"}"#,
            &[
                "/nodes/1/properties [TemplateId] The email node has no `properties`, so there is nothing to send. Pick a template.",
            ],
        );
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":"x"}"#,
            &["/nodes/1/properties [TemplateId] `properties` is a string, but has to be an object."],
        );
    }
}
