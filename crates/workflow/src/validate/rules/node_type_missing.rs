//! `node.type-missing`

use super::is_object;
use crate::json::{Kind, Value};
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, DocumentContext, Field, Finding, Rule, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.type-missing",
    severity: Severity::Error,
    #[cfg(test)]
    doc: "Every node has a type, as text; an email node's is `email` (tutorial, shape of a workflow).",
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, findings: &mut Vec<Finding>) {
    for node in context.nodes().filter(|node| node.kind.is_none_or(str::is_empty) && is_object(node.text)) {
        let Ok(value) = Value::parse(node.text) else { continue };
        let place = node.index + 1;
        let message = match value.get("type") {
            Some(kind) if !matches!(kind.kind(), Kind::Null | Kind::String(_)) => {
                format!("The type of node {place} of the list is {}, but has to be text.", kind.describe())
            }
            _ => format!("Node {place} of the list has no type. For an email node it is `email`."),
        };
        findings.push(context.node_finding(&RULE, node, &["type"], Field::Type, message));
    }
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
                "/nodes/0/type [Type] The type of node 1 of the list is an object, but has to be text.",
                "/nodes/1/type [Type] Node 2 of the list has no type. For an email node it is `email`.",
            ],
        );
    }
}
