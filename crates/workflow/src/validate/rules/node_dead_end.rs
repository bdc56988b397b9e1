//! `node.dead-end`

use crate::email::EMAIL_NODE_TYPE;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, Field, Found, Needs, NodeContext, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.dead-end",
    severity: Severity::Hint,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "In a workflow that has nodes of type `end`, an email node that is reached leads on; otherwise the contact stops at the email, and nothing closes the interaction.",
    check: Check::Node(Odd::WAY, check),
};

fn check(context: &NodeContext<'_>, findings: &mut Vec<Found>) {
    let Some(id) = context.node.id.filter(|_| context.node.kind == Some(EMAIL_NODE_TYPE)) else { return };
    if context.shape.has_end && context.is_reached && !context.leads_on {
        let message = words::node::dead_end(id);
        findings.push(context.finding(&RULE, &[], Field::Placement, message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"version":3,"nodes":[{"id":"s","type":"start"},{"id":"m","type":"email"},{"id":"e","type":"end"}],"transitions":[{"from":"s","to":"m"}]}"#,
        r#"{"version":3,"nodes":[{"id":"m","type":"email"},{"id":"e","type":"end"}],"transitions":[{"from":"m","to":"gone"}]}"#,
    ],
    good: &[
        r#"{"version":3,"nodes":[{"id":"m","type":"email"},{"id":"e","type":"end"}],"transitions":[{"from":"m","to":"e"}]}"#,
        r#"{"version":3,"nodes":[{"id":"s","type":"start"},{"id":"m","type":"email"}],"transitions":[{"from":"s","to":"m"}]}"#,
        r#"{"version":3,"nodes":[{"id":"s","type":"start"},{"id":"m","type":"email"},{"id":"e","type":"end"}],"transitions":[]}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn only_email_nodes_are_looked_at() {
        expect(
            &RULE,
            r#"{"nodes":[{"id":"s"},{"id":"m","type":"email"},{"id":"x","type":"menu"},{"id":"e","type":"end"}],"transitions":[{"from":"s","to":"m"},{"from":"s","to":"x"}]}"#,
            &["/nodes/1 [Placement] No transition leads on from `m`, so the workflow stops there without an end."],
        );
    }
}
