//! The one place that puts an outcome into words: what happened, whether anything was changed, and
//! what to do next.

use crate::change::Conflict;
use crate::deploy::{Doubt, Evidence, Outcome, own_words};
use crate::document::Version;

/// `version 4`, or that there is none.
pub(crate) fn version_words(version: Option<&Version>) -> String {
    match version {
        Some(version) => format!("version {version}"),
        None => "a version without a number".to_owned(),
    }
}

/// The outcome in a few sentences.
pub(crate) fn message(outcome: &Outcome, doubt: Doubt, attempts: u32) -> String {
    match outcome {
        Outcome::Deployed { version, evidence } => {
            let place = version.as_ref().map(|version| format!(", as version {version}")).unwrap_or_default();
            format!("The change is in the workflow{place}.{}", evidence_words(*evidence))
        }
        Outcome::AlreadyThere { version } => format!(
            "The workflow already has what the change asks for, in {}. {}There is nothing left to do.",
            version_words(version.as_ref()),
            if doubt == Doubt::None { "Nothing was written. " } else { "" }
        ),
        Outcome::Conflicts(conflicts) => format!(
            "Someone else has changed the same things: {}. {} Decide what shall hold, then deploy again.",
            conflict_words(conflicts),
            doubt_words(doubt)
        ),
        Outcome::Refused { status, body } => format!(
            "The tenant refuses this with {status}{}. {} {}",
            own_words(body).map(|words| format!(": {words}")).unwrap_or_default(),
            doubt_words(doubt),
            advice(*status)
        ),
        Outcome::GaveUp { last } => {
            let after = match attempts {
                0 => "before the first attempt to write".to_owned(),
                1 => "after one attempt".to_owned(),
                more => format!("after {more} attempts"),
            };
            format!("Gave up {after}; the last problem: {last}. {} Deploy again later.", doubt_words(doubt))
        }
        Outcome::Cancelled => format!("Cancelled. {}", doubt_words(doubt)),
        Outcome::Unknown { last } => format!(
            "It is not known whether the change is in the workflow: a request got no clear answer, and reading \
             back did not work ({last}). Deploy again when the tenant can be reached: what is there already is \
             found and not written twice."
        ),
        Outcome::Unusable { reason } => {
            format!("This cannot be deployed: {reason}. {} Reload the workflow and look again.", doubt_words(doubt))
        }
    }
}

fn conflict_words(conflicts: &[Conflict]) -> String {
    let messages: Vec<_> = conflicts.iter().map(|conflict| conflict.message.trim_end_matches('.')).collect();
    messages.join("; ")
}

fn evidence_words(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Answer => "",
        Evidence::Content => " Reading back has found it there, exactly as this deploy was to write it.",
        Evidence::Found => {
            " Reading back has found it there, after a request without a clear answer: it is this deploy's, or \
             someone else has made the very same change."
        }
    }
}

fn doubt_words(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::None => "Nothing was written.",
        Doubt::Overtaken => {
            "The change was not in the workflow when it was last read; one of the requests may have been carried \
             out all the same, and have been changed by someone since."
        }
        Doubt::Open => {
            "The change was not in the workflow when it was last read, but one of the requests got no clear answer \
             and may still be carried out: look at the workflow before you go on."
        }
    }
}

fn advice(status: u16) -> &'static str {
    match status {
        400 | 422 => "Correct what it names, then deploy again.",
        401 => "Ask whoever runs the proxy to check its credentials.",
        403 => "Ask for the scopes workflow:view and workflow:edit.",
        404 => "Check that the workflow still exists in this organisation.",
        413 => "Make the workflow or the node smaller, then deploy again.",
        _ => "It would be refused again as it is, so it was not tried again.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deploy::{changed, name};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn every_outcome() -> Vec<Outcome> {
        vec![
            Outcome::Deployed { version: None, evidence: Evidence::Answer },
            Outcome::Deployed { version: None, evidence: Evidence::Found },
            Outcome::AlreadyThere { version: None },
            Outcome::Conflicts(Vec::new()),
            Outcome::Refused { status: 400, body: String::new() },
            Outcome::GaveUp { last: "503: an outage".into() },
            Outcome::Cancelled,
            Outcome::Unknown { last: "no answer came in time".into() },
            Outcome::Unusable { reason: "there is no node `x` in the workflow".into() },
        ]
    }

    #[test]
    fn an_outcome_claims_that_nothing_was_written_only_where_that_is_certain() {
        for outcome in every_outcome() {
            for doubt in [Doubt::None, Doubt::Overtaken, Doubt::Open] {
                let claims = message(&outcome, doubt, 1).contains("Nothing was written");
                assert_eq!(claims, changed(&outcome, doubt) == Some(false), "{outcome:?} with {doubt:?}");
            }
        }
    }

    #[test]
    fn names_are_distinct() {
        let mut names: Vec<_> = every_outcome().iter().map(name).collect();
        names.dedup();
        let told = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), told);
    }

    #[test]
    fn a_refusal_carries_the_tenants_words_and_advice() {
        let body = r#"{"error":"TEMPLATE_COMPILE_ERROR","message":"Unresolved macro orderTotl."}"#;
        assert_eq!(
            message(&Outcome::Refused { status: 400, body: body.into() }, Doubt::None, 1),
            "The tenant refuses this with 400: Unresolved macro orderTotl. Nothing was written. Correct what it \
             names, then deploy again."
        );
    }
}
