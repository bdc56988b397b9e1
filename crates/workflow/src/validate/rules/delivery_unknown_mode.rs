//! `delivery.unknown-mode`

use crate::change::RawJson;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::near::nearest;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "delivery.unknown-mode",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "`deliveryMode`, where present, is one that the tenant knows; `standard` unless more are configured (tutorial, email node).",
    check: Check::Email(Odd::MODE, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    const AT: &[&str] = &["properties", "deliveryMode"];
    let Some(value) = &context.email.delivery_mode else { return };
    let modes = &context.limits.delivery_modes;
    let mode = value.as_str();
    if mode.is_some_and(|mode| modes.iter().any(|known| known == mode)) {
        return;
    }
    let message = match mode {
        Some(mode) if mode.trim().is_empty() => words::delivery::mode_empty(modes),
        Some(mode) => words::delivery::mode_unknown(mode, modes),
        None => words::delivery::mode_not_text(value.describe(), modes),
    };
    let known = || modes.iter().map(String::as_str);
    let meant = mode.map(str::trim).filter(|mode| !mode.is_empty());
    let near = meant.and_then(|mode| known().find(|known| *known == mode).or_else(|| nearest(mode, &mut known())));
    let near = near.or_else(|| known().next().filter(|_| modes.len() == 1));
    let fix = near.and_then(|near| context.set(words::fix::take(near), AT, RawJson::string(near)));

    findings.push(context.finding(&RULE, AT, Field::DeliveryMode, message).with_fix(fix));
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"deliveryMode":"express"}}"#,
        r#"{"id":"mail","type":"email","properties":{"deliveryMode":"Standard"}}"#,
        r#"{"id":"mail","type":"email","properties":{"deliveryMode":1}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"deliveryMode":"standard"}}"#,
        r#"{"id":"mail","type":"email","properties":{}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::NodeId;
    use crate::validate::fixture::{expect, in_workflow};
    use crate::validate::{Facts, Limits, validate_node};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_the_only_mode_there_is() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"deliveryMode":"express"}}"#,
            &[
                "/nodes/1/properties/deliveryMode [DeliveryMode] The delivery mode `express` is not known. Use `standard`. → Use `standard`",
            ],
        );
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"deliveryMode":null}}"#,
            &[
                "/nodes/1/properties/deliveryMode [DeliveryMode] `deliveryMode` is null, but has to be text. Use `standard`. → Use `standard`",
            ],
        );
    }

    #[test]
    fn of_several_modes_the_one_that_was_meant() {
        let modes = ["standard", "priority"].map(str::to_owned).into();
        let limits = Limits { delivery_modes: modes, ..Limits::default() };
        let fixes = |mode: &str| -> Vec<Option<String>> {
            let node =
                format!(r#"{{"id":"mail","type":"email","properties":{{"templateId":"t","deliveryMode":"{mode}"}}}}"#);
            validate_node(&in_workflow(&node), &NodeId::from("mail"), &Facts::default(), &limits)
                .into_iter()
                .map(|finding| finding.fix.map(|fix| fix.label))
                .collect()
        };
        assert_eq!(fixes("priorty"), [Some("Use `priority`".to_owned())]);
        assert_eq!(fixes(" standard"), [Some("Use `standard`".to_owned())]);
        assert_eq!(fixes("express"), [None]);
        assert!(fixes("priority").is_empty());
    }
}
