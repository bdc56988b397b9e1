//! `node.type-missing`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, Field, Found, Needs, NodeContext, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.type-missing",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "Every node has a type, as text; an email node's is `email` (tutorial, shape of a workflow).",
    check: Check::Node(Odd::TYPE, check),
};

fn check(context: &NodeContext<'_>, findings: &mut Vec<Found>) {
    if context.node.kind.is_some_and(|kind| !kind.is_empty()) || !context.is_object() {
        return;
    }
    let message = match context.value("type") {
        Some(value) if value.as_str().is_none() && value.text() != "null" => {
            words::node::type_not_text(value.describe())
        }
        _ => words::node::TYPE_MISSING.to_owned(),
    };
    findings.push(context.finding(&RULE, &["type"], Field::Type, message).numbered());
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"version":3,"nodes":[{"id":"email_send_01"}]}"#,
        r#"{"version":3,"nodes":[{"id":"email_send_01","type":1}]}"#,
        r#"{"version":3,"nodes":[{"id":"email_send_01","type":""}]}"#,
    ],
    good: &[r#"{"version":3,"nodes":[{"id":"email_send_01","type":"email"}]}"#, r#"{"version":3,"nodes":[null]}"#],
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
            r#"{"nodes":[{"type":{}},{"type":null}]}"#,
            &[
                "/nodes/0/type [Type] Node 1 of the list has an object as its type, but a type has to be text.",
                "/nodes/1/type [Type] Node 2 of the list has no type. For an email node it is `email`.",
            ],
        );
    }
}
