//! `document.transitions-malformed`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::describe;
use crate::validate::{Check, DocumentContext, Found, Needs, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "document.transitions-malformed",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "`transitions`, where present, is an array; otherwise no node can be connected.",
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, findings: &mut Vec<Found>) {
    let key = &context.document.dialect().transitions;
    if let Some(text) = context.document.member(key)
        && !context.document.has_transitions()
        && !context.stands_twice(key)
    {
        findings.push(context.finding(&RULE, key, words::document::transitions_malformed(key, describe(text))));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[r#"{"version":3,"nodes":[],"transitions":{}}"#, r#"{"version":3,"nodes":[],"transitions":null}"#],
    good: &[r#"{"version":3,"nodes":[],"transitions":[]}"#, r#"{"version":3,"nodes":[]}"#],
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
            r#"{"transitions":"t1"}"#,
            &[
                "/transitions [Document] `transitions` is a string, but has to be an array. No node can be connected until it is.",
            ],
        );
    }
}
