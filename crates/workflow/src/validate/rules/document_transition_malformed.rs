//! `document.transition-malformed`

use super::{describe, is_object};
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, DocumentContext, Finding, Rule, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    code: "document.transition-malformed",
    severity: Severity::Error,
    #[cfg(test)]
    doc: "Every transition is an object that names, as text, the node it leaves and the node it enters. The two keys are `from` and `to` unless the tenant's dialect is configured otherwise.",
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, findings: &mut Vec<Finding>) {
    let dialect = context.document.dialect();
    for transition in context.transitions() {
        if !is_object(transition.text) {
            let message = format!(
                "Transition {} of the list is {}, but has to be an object.",
                transition.index + 1,
                describe(transition.text)
            );
            findings.push(context.transition_finding(&RULE, &transition, &[], message));
            continue;
        }
        for (key, end) in [(&dialect.transition_from, transition.from), (&dialect.transition_to, transition.to)] {
            if end.is_none() {
                let message = format!(
                    "Transition {} of the list has no node id as `{key}`. If the tenant uses another key, set it in the configuration.",
                    transition.index + 1
                );
                findings.push(context.transition_finding(&RULE, &transition, &[key], message));
            }
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
