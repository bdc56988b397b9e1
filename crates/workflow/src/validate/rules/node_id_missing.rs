//! `node.id-missing`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, Field, Found, Needs, NodeContext, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.id-missing",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "Every node has an id; without one no transition can lead to it (tutorial, shape of a workflow).",
    check: Check::Node(Odd::ID, check),
};

fn check(context: &NodeContext<'_>, findings: &mut Vec<Found>) {
    let is_missing = match context.node.id {
        Some(id) => id.is_empty(),
        None => context.is_object() && context.value("id").is_none_or(|value| value.text() == "null"),
    };
    if is_missing {
        let message = words::node::ID_MISSING.to_owned();
        findings.push(context.finding(&RULE, &["id"], Field::Id, message).numbered());
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"version":3,"nodes":[{"type":"email"}]}"#,
        r#"{"version":3,"nodes":[{"id":"","type":"email"}]}"#,
        r#"{"version":3,"nodes":[{"id":null,"type":"email"}]}"#,
    ],
    good: &[r#"{"version":3,"nodes":[{"id":"email_send_01","type":"email"}]}"#, r#"{"version":3,"nodes":[7]}"#],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn nodes_of_every_type_are_looked_at() {
        expect(
            &RULE,
            r#"{"nodes":[{"id":"s"},{"type":"end"},{"id":7}]}"#,
            &["/nodes/1/id [Id] Node 2 of the list has no id. Give it one that no other node has."],
        );
    }
}
