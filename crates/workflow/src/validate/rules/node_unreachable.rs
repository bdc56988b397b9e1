//! `node.unreachable`

use crate::email::EMAIL_NODE_TYPE;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::words::code;
use crate::validate::{Check, DocumentContext, Field, Finding, Rule, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.unreachable",
    severity: Severity::Warning,
    #[cfg(test)]
    doc: "Transitions lead from the start (the nodes of type `start`, else the first node) to every email node; one that is not reached never sends.",
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, findings: &mut Vec<Finding>) {
    let transitions = context.document.transitions().len();
    if transitions == 0 && context.document.nodes().len() < 2 {
        return;
    }
    for node in context.nodes().filter(|node| node.kind == Some(EMAIL_NODE_TYPE)) {
        let Some(id) = node.id.filter(|id| !context.graph.is_reached(id)) else { continue };
        let why = if transitions == 0 {
            "The workflow has no transitions, so it"
        } else {
            "No transition leads from the start to it, so it"
        };
        let message =
            format!("{} is never reached. {why} never sends. Place it after a node that is reached.", code(id));
        findings.push(context.node_finding(&RULE, node, &[], Field::Placement, message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"version":3,"nodes":[{"id":"s","type":"start"},{"id":"m","type":"email"}],"transitions":[]}"#,
        r#"{"version":3,"nodes":[{"id":"s","type":"start"},{"id":"m","type":"email"}],"transitions":[{"from":"m","to":"s"}]}"#,
    ],
    good: &[
        r#"{"version":3,"nodes":[{"id":"s","type":"start"},{"id":"m","type":"email"}],"transitions":[{"from":"s","to":"m"}]}"#,
        r#"{"version":3,"nodes":[{"id":"m","type":"email"}]}"#,
        r#"{"version":3,"nodes":[{"id":"s","type":"start"},{"id":"e","type":"end"}],"transitions":[]}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn says_why() {
        expect(
            &RULE,
            r#"{"nodes":[{"id":"s"},{"id":"m","type":"email"}]}"#,
            &[
                "/nodes/1 [Placement] `m` is never reached. The workflow has no transitions, so it never sends. Place it after a node that is reached.",
            ],
        );
        expect(
            &RULE,
            r#"{"nodes":[{"id":"s"},{"id":"m","type":"email"},{"id":"o"}],"transitions":[{"from":"o","to":"m"}]}"#,
            &[
                "/nodes/1 [Placement] `m` is never reached. No transition leads from the start to it, so it never sends. Place it after a node that is reached.",
            ],
        );
    }
}
