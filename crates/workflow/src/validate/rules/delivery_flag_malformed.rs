//! `delivery.flag-malformed`

use crate::change::RawJson;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::reader::{Part, Type};
use crate::validate::{Check, EmailContext, Field, Fix, Found, Needs, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "delivery.flag-malformed",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "`trackOpens` and `trackClicks`, where present, are `true` or `false` (tutorial, email node).",
    check: Check::Email(Odd::FLAGS, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    for (key, value, field) in [
        ("trackOpens", &context.email.track_opens, Field::TrackOpens),
        ("trackClicks", &context.email.track_clicks, Field::TrackClicks),
    ] {
        let Some(value) = value.as_ref().filter(|value| value.kind() != Type::Bool) else { continue };
        let at = ["properties", key];
        let message = words::delivery::flag_malformed(key, value.describe());
        let fix = match meant(value) {
            Some(flag) => context.set(words::fix::take(&flag.to_string()), &at, RawJson::bool(flag)),
            None if value.kind() == Type::Null => context.remove(words::fix::remove(key), &at),
            None => None,
        };
        let fix = fix.map(Fix::certain);
        findings.push(context.finding(&RULE, &at, field, message).with_fix(fix));
    }
}

fn meant(value: &Part<'_>) -> Option<bool> {
    let text = value.as_str().map_or(value.text(), str::trim);
    if text == "1" || text.eq_ignore_ascii_case("true") {
        return Some(true);
    }
    (text == "0" || text.eq_ignore_ascii_case("false")).then_some(false)
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"id":"mail","type":"email","properties":{"trackOpens":"true"}}"#,
        r#"{"id":"mail","type":"email","properties":{"trackClicks":null}}"#,
    ],
    good: &[
        r#"{"id":"mail","type":"email","properties":{"trackOpens":true,"trackClicks":false}}"#,
        r#"{"id":"mail","type":"email","properties":{}}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_the_boolean_that_was_meant() {
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"trackOpens":"False","trackClicks":1}}"#,
            &[
                "/nodes/1/properties/trackOpens [TrackOpens] `trackOpens` is a string, but has to be `true` or `false`. → Use `false`",
                "/nodes/1/properties/trackClicks [TrackClicks] `trackClicks` is a number, but has to be `true` or `false`. → Use `true`",
            ],
        );
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","properties":{"trackOpens":"yes"}}"#,
            &["/nodes/1/properties/trackOpens [TrackOpens] `trackOpens` is a string, but has to be `true` or `false`."],
        );
    }
}
