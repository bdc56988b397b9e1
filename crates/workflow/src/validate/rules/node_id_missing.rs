//! `node.id-missing`

use super::is_object;
use crate::json::{Kind, Value};
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, DocumentContext, Field, Finding, Rule, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.id-missing",
    severity: Severity::Error,
    #[cfg(test)]
    doc: "Every node has an id; without one no transition can lead to it (tutorial, shape of a workflow).",
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, findings: &mut Vec<Finding>) {
    for node in context.nodes().filter(|node| node.id.is_none_or(str::is_empty) && is_object(node.text)) {
        let Ok(value) = Value::parse(node.text) else { continue };
        let missing = match value.get("id").map(Value::kind) {
            None | Some(Kind::Null) => true,
            Some(Kind::String(id)) => id.is_empty(),
            Some(_) => false,
        };
        if missing {
            let message = format!("Node {} of the list has no id. Give it one that no other node has.", node.index + 1);
            findings.push(context.node_finding(&RULE, node, &["id"], Field::Id, message));
        }
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
