//! `variable.path-near-miss`

use crate::change::RawJson;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::near::one_letter_apart;
use crate::validate::scope_path::judge;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "variable.path-near-miss",
    severity: Severity::Warning,
    needs: Needs::ScopePaths,
    #[cfg(test)]
    doc: "A scope path that differs from a known one by a single letter, or in case only, is probably a slip, and leads to no value. Needs the paths that are known.",
    check: Check::Email(Odd::KNOWN_PATHS, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    let known = &context.facts.scope_paths;
    for (row, variable) in context.email.variables.iter().enumerate() {
        let path = variable.value.as_str().filter(|path| !known.contains(*path) && judge(path).is_ok());
        let Some(path) = path else { continue };
        let Some(near) = known.iter().find(|known| one_letter_apart(path, known)) else { continue };
        let message = words::variable::path_near_miss(path, near);
        let at = ["properties", "variables", &variable.name];
        let fix = context.set(words::fix::take(near), &at, RawJson::string(near));
        findings.push(context.finding(&RULE, &at, Field::VariablePath(row), message).with_fix(fix));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"customerName":"$interaction.contact.fristName"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"customerName":"$interaction.contact.firstname"}}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"variables":{"customerName":"$interaction.contact.firstName"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"item":"$workflow.data.item2"}}}"#,
        r#"{"id":"mail","type":"email","properties":{"variables":{"own":"$workflow.data.shipping"}}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_the_known_path() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"variables":{"a":"$interaction.contact.firstNam"}}}"#,
            &[
                "/nodes/1/properties/variables/a [VariablePath(0)] `$interaction.contact.firstNam` is not known. Did you mean `$interaction.contact.firstName`? → Use `$interaction.contact.firstName`",
            ],
        );
    }
}
