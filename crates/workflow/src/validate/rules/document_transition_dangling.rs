//! `document.transition-dangling`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, Found, Needs, Rule, Severity, TransitionContext};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "document.transition-dangling",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "Both ends of a transition are nodes of the workflow; a contact that takes a transition to nowhere is stuck.",
    check: Check::Transition(check),
};

fn check(context: &TransitionContext<'_>, findings: &mut Vec<Found>) {
    let (dialect, transition) = (context.dialect, &context.transition);
    for (key, end, is_there, leaves) in [
        (&dialect.transition_from, transition.from, context.leaves_node, true),
        (&dialect.transition_to, transition.to, context.enters_node, false),
    ] {
        let Some(id) = end.filter(|_| !is_there) else { continue };

        findings.push(match transition.id {
            Some(own) => context.finding(&RULE, &[key], words::document::named_transition_dangling(own, leaves, id)),
            None => context.finding(&RULE, &[key], words::document::transition_dangling(leaves, id)).numbered(),
        });
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"version":3,"nodes":[{"id":"a"}],"transitions":[{"id":"t1","from":"a","to":"gone"}]}"#,
        r#"{"version":3,"nodes":[{"id":"a"}],"transitions":[{"from":"gone","to":"a"}]}"#,
    ],
    good: &[
        r#"{"version":3,"nodes":[{"id":"a"},{"id":"b"}],"transitions":[{"from":"a","to":"b"}]}"#,
        r#"{"version":3,"nodes":[{"id":"a"}],"transitions":[{"from":"a"}]}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::NodeId;
    use crate::validate::fixture::{expect, findings, subject};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const EXAMPLE: &str = r#"{"nodes":[{"id":"a"}],"transitions":[{"id":"t1","from":"a","to":"x"},{"from":"y","to":"a"},{"from":"x","to":"y"}]}"#;

    #[test]
    fn each_end_is_told() {
        expect(
            &RULE,
            EXAMPLE,
            &[
                "/transitions/0/to [Placement] Transition `t1` leads to `x`, but no node has this id. Correct the id or remove the transition.",
                "/transitions/1/from [Placement] Transition 2 of the list leaves `y`, but no node has this id. Correct the id or remove the transition.",
                "/transitions/2/from [Document] Transition 3 of the list leaves `x`, but no node has this id. Correct the id or remove the transition.",
                "/transitions/2/to [Document] Transition 3 of the list leads to `y`, but no node has this id. Correct the id or remove the transition.",
            ],
        );
    }

    #[test]
    fn it_belongs_to_the_end_that_exists() {
        let nodes: Vec<_> = findings(&RULE, &subject(&RULE, EXAMPLE)).into_iter().map(|finding| finding.node).collect();
        let a = Some(NodeId::from("a"));
        assert_eq!(nodes, [a.clone(), a, None, None]);
    }
}
