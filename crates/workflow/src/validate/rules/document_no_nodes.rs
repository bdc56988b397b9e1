//! `document.no-nodes`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::describe;
use crate::validate::{Check, DocumentContext, Found, Needs, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "document.no-nodes",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "A workflow has an array of nodes; without it there is nowhere to put an email node (tutorial, shape of a workflow).",
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, findings: &mut Vec<Found>) {
    let key = &context.document.dialect().nodes;
    if context.document.has_nodes() || context.stands_twice(key) {
        return;
    }
    let message = match context.document.member(key) {
        None => words::document::no_nodes(key),
        Some(text) => words::document::not_an_array(key, describe(text)),
    };
    findings.push(context.finding(&RULE, key, message));
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[r#"{"id":"wf_12345","version":3}"#, r#"{"version":3,"nodes":{}}"#],
    good: &[r#"{"version":3,"nodes":[]}"#],
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
            "{}",
            &[
                "/nodes [Document] The workflow has no `nodes`. Is this a workflow, and does the tenant call its nodes `nodes`?",
            ],
        );
        expect(&RULE, r#"{"nodes":{}}"#, &["/nodes [Document] `nodes` is an object, but has to be an array."]);
    }
}
