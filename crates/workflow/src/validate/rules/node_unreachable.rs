//! `node.unreachable`

use crate::email::EMAIL_NODE_TYPE;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, Field, Found, Needs, NodeContext, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.unreachable",
    severity: Severity::Warning,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "Transitions lead from the start (the nodes of type `start`, else the first node) to every email node; one that is not reached never sends.",
    check: Check::Node(Odd::WAY, check),
};

fn check(context: &NodeContext<'_>, findings: &mut Vec<Found>) {
    let Some(id) = context.node.id.filter(|_| context.node.kind == Some(EMAIL_NODE_TYPE)) else { return };
    if context.is_reached || context.shape.alone {
        return;
    }
    let message = words::node::unreachable(id, context.shape.unconnected);
    findings.push(context.finding(&RULE, &[], Field::Placement, message));
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
