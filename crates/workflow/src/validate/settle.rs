//! Applying the fixes of a node that need no decision.

use super::{Facts, Finding, Fix, Limits, validate};
use crate::change::Change;
use crate::document::{Dialect, Document};
use crate::json::quote;

/// Fixes applied to one node at most. Each settles a finding, so a node has to be very wrong to need as many.
const MOST: usize = 200;

/// A node after its certain fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Its text.
    pub text: String,
    /// What was applied, in order.
    pub fixes: Vec<Fix>,
}

/// Applies a node's certain fixes, each to what the one before has left and only where it is still offered
/// there. `node` is the node's text; it is judged by itself, so whether its id is its own is for the caller to know.
#[must_use]
pub fn settle(node: &str, dialect: &Dialect, facts: &Facts, limits: &Limits) -> Settled {
    let mut settled = Settled { text: node.to_owned(), fixes: Vec::new() };
    let (nodes, transitions) = (quote(&dialect.nodes), quote(&dialect.transitions));
    while settled.fixes.len() < MOST {
        let alone = format!("{{{nodes}:[{}],{transitions}:[]}}", settled.text);
        let Ok(alone) = Document::parse_with(&alone, dialect) else { break };
        let Some(fix) = validate(&alone, facts, limits).into_iter().find_map(certain) else { break };
        let fixed = Change::of(fix.edit.clone()).apply(&alone).ok();
        let fixed = fixed.and_then(|applied| applied.document.nodes().next().map(|node| node.text.to_owned()));
        let Some(fixed) = fixed.filter(|fixed| *fixed != settled.text) else { break };
        settled.text = fixed;
        settled.fixes.push(fix);
    }
    settled
}

fn certain(finding: Finding) -> Option<Fix> {
    finding.fix.filter(|fix| fix.certain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Severity;
    use crate::validate::fixture::facts;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn settled(properties: &str) -> Settled {
        let node = format!(r#"{{"id":"mail","type":"email","properties":{{{properties}}}}}"#);
        settle(&node, &Dialect::default(), &facts(), &Limits::default())
    }

    #[test]
    fn slips_that_can_mean_one_thing_are_mended_one_after_another() {
        let settled = settled(
            r#""templateId":" tmpl_plain ","variables":{"{{a}}":" contact.firstName"},"attachments":null,"trackOpens":"true","x":1E5"#,
        );
        assert_eq!(
            settled.text,
            r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_plain","variables":{"a":"$contact.firstName"},"attachments":[],"trackOpens":true,"x":1E5}}"#
        );
        assert_eq!(settled.fixes.len(), 5);
        assert!(settled.fixes.iter().all(|fix| fix.certain));
    }

    #[test]
    fn guesses_are_left_to_people() {
        for properties in [
            r#""templateId":"tmpl_plian""#,
            r#""variables":{"a":"$contcat.firstName"}"#,
            r#""variables":{"total":"$workflow.total","total":"$workflow.net"}"#,
            r#""attachments":[{"fileId":"att_invioce","fileName":"a.pdf"}]"#,
            r#""deliveryMode":"standart""#,
        ] {
            assert_eq!(settled(properties).fixes, [], "{properties}");
        }
    }

    #[test]
    fn nothing_gets_worse_and_a_second_time_there_is_nothing_left_to_do() {
        let node = r#"{"id":"mail","type":"email","properties":{"templateId":"tmpl_inv_2024 ","variables":{"a ":"b","customerName":"{$contact..name}","customerName":"{$contact..name}"},"attachments":[{"fileId":" att_invoice"}],"trackClicks":null}}"#;
        let errors = |text: &str| {
            let alone = Document::parse(&format!(r#"{{"nodes":[{text}],"transitions":[]}}"#)).unwrap();
            let found = validate(&alone, &facts(), &Limits::default());
            found.iter().filter(|finding| finding.severity == Severity::Error).count()
        };
        let once = settle(node, &Dialect::default(), &facts(), &Limits::default());
        assert!(!once.fixes.is_empty());
        assert!(errors(&once.text) < errors(node));
        assert_eq!(settle(&once.text, &Dialect::default(), &facts(), &Limits::default()).fixes, []);
    }
}
