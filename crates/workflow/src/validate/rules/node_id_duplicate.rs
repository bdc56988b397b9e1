//! `node.id-duplicate`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, Field, Found, Needs, NodeContext, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.id-duplicate",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "No two nodes have the same id (tutorial, validation section): transitions and edits would not know which one is meant.",
    check: Check::Node(Odd::TAKEN, check),
};

fn check(context: &NodeContext<'_>, findings: &mut Vec<Found>) {
    let Some(id) = context.node.id.filter(|id| context.count > 1 && !id.is_empty()) else { return };
    let message = words::node::id_duplicate(id, context.count);
    findings.push(context.finding(&RULE, &["id"], Field::Id, message));
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[r#"{"version":3,"nodes":[{"id":"email_send_01","type":"email"},{"id":"email_send_01","type":"email"}]}"#],
    good: &[r#"{"version":3,"nodes":[{"id":"email_send_01","type":"email"},{"id":"email_send_02","type":"email"}]}"#],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_holder_of_the_id_is_named() {
        expect(
            &RULE,
            r#"{"nodes":[{"id":"a"},{"id":"b"},{"id":"\u0061"},{},{}]}"#,
            &[
                "/nodes/0/id [Id] The id `a` is taken: 2 nodes have it. Give each node an id of its own.",
                "/nodes/2/id [Id] The id `a` is taken: 2 nodes have it. Give each node an id of its own.",
            ],
        );
    }
}
