//! `document.transition-malformed`

use crate::validate::context::is_object;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::describe;
use crate::validate::{Check, Found, Needs, Rule, Severity, TransitionContext};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "document.transition-malformed",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "Every transition is an object that names, as text, the node it leaves and the node it enters. The two keys are `from` and `to` unless the tenant's dialect is configured otherwise.",
    check: Check::Transition(check),
};

fn check(context: &TransitionContext<'_>, findings: &mut Vec<Found>) {
    let transition = &context.transition;
    if !is_object(transition.text) {
        let message = words::document::not_an_object(describe(transition.text));
        findings.push(context.finding(&RULE, &[], message).numbered());
        return;
    }
    let dialect = context.dialect;
    for (key, end) in [(&dialect.transition_from, transition.from), (&dialect.transition_to, transition.to)] {
        if end.is_none() {
            let message = words::document::transition_end_missing(key);
            findings.push(context.finding(&RULE, &[key], message).numbered());
        }
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"version":3,"nodes":[],"transitions":["start_node"]}"#,
        r#"{"version":3,"nodes":[],"transitions":[{"from":"start_node"}]}"#,
    ],
    good: &[r#"{"version":3,"nodes":[{"id":"a"},{"id":"b"}],"transitions":[{"from":"a","to":"b"}]}"#],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn each_end_is_told() {
        expect(
            &RULE,
            r#"{"nodes":[{"id":"a"}],"transitions":[7,{"from":"a","to":8},{}]}"#,
            &[
                "/transitions/0 [Document] Transition 1 of the list is a number, but has to be an object.",
                "/transitions/1/to [Placement] Transition 2 of the list has no node id as `to`. If the tenant uses another key, set it in the configuration.",
                "/transitions/2/from [Document] Transition 3 of the list has no node id as `from`. If the tenant uses another key, set it in the configuration.",
                "/transitions/2/to [Document] Transition 3 of the list has no node id as `to`. If the tenant uses another key, set it in the configuration.",
            ],
        );
    }
}
