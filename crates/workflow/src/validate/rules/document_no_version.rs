//! `document.no-version`

#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::describe;
use crate::validate::{Check, DocumentContext, Found, Needs, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "document.no-version",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "A workflow carries its version as a number: the vendor compares it when saving, so that nobody's edit is overwritten (tutorial, saving a workflow).",
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, findings: &mut Vec<Found>) {
    let key = &context.document.dialect().version;
    if context.document.version().is_some() || context.stands_twice(key) {
        return;
    }
    let message = match context.document.member(key) {
        None => words::document::no_version(key),
        Some(text) => words::document::version_not_a_number(key, describe(text)),
    };
    findings.push(context.finding(&RULE, key, message));
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[r#"{"nodes":[]}"#, r#"{"version":"3","nodes":[]}"#, r#"{"version":null,"nodes":[]}"#],
    good: &[r#"{"version":3,"nodes":[]}"#, r#"{"version":36893488147419103232,"nodes":[]}"#],
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
            r#"{"nodes":[]}"#,
            &[
                "/version [Document] The workflow has no `version`, so it cannot be saved without risk of overwriting somebody's edit. Load it again from the tenant.",
            ],
        );
        expect(
            &RULE,
            r#"{"version":"3"}"#,
            &[
                "/version [Document] `version` is a string, but has to be a number. Load the workflow again from the tenant.",
            ],
        );
    }
}
