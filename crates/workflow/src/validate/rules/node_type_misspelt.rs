//! `node.type-misspelt`

use crate::change::RawJson;
use crate::email::EMAIL_NODE_TYPE;
use crate::json::Value;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::near::nearest;
use crate::validate::words::code;
use crate::validate::{Check, DocumentContext, Field, Finding, Fix, Rule, Severity, fixes};

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.type-misspelt",
    severity: Severity::Warning,
    #[cfg(test)]
    doc: "The type of an email node is `email`, in this spelling (tutorial, email node). A node whose type only looks like it is not sent as an email, and not checked as one.",
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, findings: &mut Vec<Finding>) {
    for node in context.nodes() {
        let Some(kind) = node.kind.filter(|kind| nearest(kind, [EMAIL_NODE_TYPE]).is_some()) else { continue };
        let message = format!(
            "The type is {}, so the node is not treated as an email node. Did you mean `{EMAIL_NODE_TYPE}`?",
            code(kind)
        );
        let fix = node.id.filter(|_| context.graph.can_edit(node)).and_then(|id| {
            let value = Value::parse(node.text).ok()?;
            let edit = fixes::edit_node(id, &value, &[(&["type"], Some(RawJson::string(EMAIL_NODE_TYPE)))])?;
            Some(Fix { label: format!("Use `{EMAIL_NODE_TYPE}`"), edit })
        });
        findings.push(context.node_finding(&RULE, node, &["type"], Field::Type, message).with_fix(fix));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"version":3,"nodes":[{"id":"email_send_01","type":"Email"}]}"#,
        r#"{"version":3,"nodes":[{"id":"email_send_01","type":"e-mail"}]}"#,
        r#"{"version":3,"nodes":[{"id":"email_send_01","type":"emial"}]}"#,
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
