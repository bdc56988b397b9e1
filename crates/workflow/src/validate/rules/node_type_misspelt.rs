//! `node.type-misspelt`

use crate::change::RawJson;
use crate::email::EMAIL_NODE_TYPE;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::near::nearest;
use crate::validate::{Check, Field, Found, Needs, NodeContext, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.type-misspelt",
    severity: Severity::Warning,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "The type of an email node is `email`, in this spelling (tutorial, email node). A node whose type only looks like it is not sent as an email, and not checked as one.",
    check: Check::Node(Odd::NEARLY_EMAIL, check),
};

fn check(context: &NodeContext<'_>, findings: &mut Vec<Found>) {
    let kind = context.node.kind.filter(|kind| *kind != EMAIL_NODE_TYPE);
    let Some(kind) = kind.filter(|kind| nearest(kind, &mut [EMAIL_NODE_TYPE].into_iter()).is_some()) else { return };
    let message = words::node::type_misspelt(kind, EMAIL_NODE_TYPE);
    let fix = context.set(words::fix::take(EMAIL_NODE_TYPE), &["type"], RawJson::string(EMAIL_NODE_TYPE));
    findings.push(context.finding(&RULE, &["type"], Field::Type, message).with_fix(fix));
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"version":3,"nodes":[{"id":"email_send_01","type":"Email"}]}"#,
        r#"{"version":3,"nodes":[{"id":"email_send_01","type":"e-mail"}]}"#,
        r#"{"version":3,"nodes":[{"id":"email_send_01","type":"emial"}]}"#,
        r#"{"version":3,"nodes":[{"id":"email_send_01","type":"EMAIL","properties":{"templateId":"tmpl_plain"}}]}"#,
    ],
    good: &[
        r#"{"version":3,"nodes":[{"id":"email_send_01","type":"email"}]}"#,
        r#"{"version":3,"nodes":[{"id":"a","type":"voicemail"},{"id":"b","type":"email_reply"}]}"#,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn offers_the_right_spelling_where_the_node_is_certain() {
        expect(
            &RULE,
            r#"{"nodes":[{"id":"a","type":" EMAIL"},{"id":"b","type":"mail"},{"id":"b","type":"end"}]}"#,
            &[
                "/nodes/0/type [Type] The type is ` EMAIL`, so the node is not treated as an email node. Did you mean `email`? → Use `email`",
                "/nodes/1/type [Type] The type is `mail`, so the node is not treated as an email node. Did you mean `email`?",
            ],
        );
    }
}
