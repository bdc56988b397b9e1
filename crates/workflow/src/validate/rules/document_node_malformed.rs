//! `document.node-malformed`

use super::{describe, is_object};
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, DocumentContext, Field, Finding, Rule, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    code: "document.node-malformed",
    severity: Severity::Error,
    #[cfg(test)]
    doc: "Every node is a JSON object (tutorial, shape of a workflow).",
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, findings: &mut Vec<Finding>) {
    for node in context.nodes().filter(|node| !is_object(node.text)) {
        let message =
            format!("Node {} of the list is {}, but has to be an object.", node.index + 1, describe(node.text));
        findings.push(context.node_finding(&RULE, node, &[], Field::Document, message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[r#"{"version":3,"nodes":["start_node"]}"#, r#"{"version":3,"nodes":[[]]}"#],
    good: &[r#"{"version":3,"nodes":[{"id":"start_node","type":"start"}]}"#],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn each_is_named_by_its_place() {
        expect(
            &RULE,
            r#"{"nodes":[null,{},3]}"#,
            &[
                "/nodes/0 [Document] Node 1 of the list is null, but has to be an object.",
                "/nodes/2 [Document] Node 3 of the list is a number, but has to be an object.",
            ],
        );
    }
}
