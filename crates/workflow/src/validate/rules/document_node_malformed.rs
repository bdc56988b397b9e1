//! `document.node-malformed`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::describe;
use crate::validate::{Check, Field, Found, Needs, NodeContext, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "document.node-malformed",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "Every node is a JSON object (tutorial, shape of a workflow).",
    check: Check::Node(Odd::MALFORMED, check),
};

fn check(context: &NodeContext<'_>, findings: &mut Vec<Found>) {
    if !context.is_object() {
        let message = words::document::not_an_object(describe(context.node.text));
        findings.push(context.finding(&RULE, &[], Field::Document, message).numbered());
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
