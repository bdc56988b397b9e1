//! `document.key-duplicate`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, DocumentContext, Found, Needs, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "document.key-duplicate",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "The keys of a workflow that a save depends on (nodes, transitions, version, time of the last save) stand once. Readers disagree on which one counts (RFC 8259, section 4), so such a workflow cannot be edited safely.",
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, findings: &mut Vec<Found>) {
    let dialect = context.document.dialect();
    for key in [&dialect.nodes, &dialect.transitions, &dialect.version, &dialect.last_updated] {
        if context.stands_twice(key) {
            let message = words::document::key_duplicate(key);
            findings.push(context.finding(&RULE, key, message));
        }
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[r#"{"version":3,"nodes":[],"nodes":[]}"#, r#"{"version":3,"version":4,"nodes":[]}"#],
    good: &[r#"{"version":3,"nodes":[],"note":1,"note":2}"#],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn each_key_is_told_once() {
        expect(
            &RULE,
            r#"{"transitions":[],"nodes":[],"transitions":1,"nodes":[],"nodes":[]}"#,
            &[
                "/nodes [Document] The key `nodes` stands more than once, so it is not clear which one counts. Nothing can be edited until only one is left.",
                "/transitions [Document] The key `transitions` stands more than once, so it is not clear which one counts. Nothing can be edited until only one is left.",
            ],
        );
    }
}
