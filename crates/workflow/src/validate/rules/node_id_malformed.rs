//! `node.id-malformed`

use crate::email::EMAIL_NODE_TYPE;
use crate::json::{Kind, Value};
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::words::code;
use crate::validate::{Check, DocumentContext, Field, Finding, Rule, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.id-malformed",
    severity: Severity::Error,
    #[cfg(test)]
    doc: "A node's id is text. The id of an email node has no white space and no control characters: such ids are not found again when they are typed.",
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, findings: &mut Vec<Finding>) {
    for node in context.nodes() {
        let message = match node.id {
            None => {
                let Ok(value) = Value::parse(node.text) else { continue };
                match value.get("id") {
                    None => continue,
                    Some(id) if matches!(id.kind(), Kind::Null) => continue,
                    Some(id) => format!(
                        "The id of node {} of the list is {}, but has to be text.",
                        node.index + 1,
                        id.describe()
                    ),
                }
            }
            Some(id)
                if node.kind == Some(EMAIL_NODE_TYPE) && id.chars().any(|c| c.is_whitespace() || c.is_control()) =>
            {
                format!(
                    "The id {} contains white space or control characters. Use letters, digits, `_` and `-`, like `email_send_01`.",
                    code(id)
                )
            }
            Some(_) => continue,
        };
        findings.push(context.node_finding(&RULE, node, &["id"], Field::Id, message));
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[
        r#"{"version":3,"nodes":[{"id":7,"type":"start"}]}"#,
        r#"{"version":3,"nodes":[{"id":"send mail","type":"email"}]}"#,
    ],
    good: &[
        r#"{"version":3,"nodes":[{"id":"email_send_01","type":"email"}]}"#,
        r#"{"version":3,"nodes":[{"id":"Ask for name","type":"menu"}]}"#,
        r#"{"version":3,"nodes":[{"type":"email"}]}"#,
    ],
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
            r#"{"nodes":[{"id":[1]},{"id":"a\u0000b","type":"email"}]}"#,
            &[
                "/nodes/0/id [Id] The id of node 1 of the list is an array, but has to be text.",
                "/nodes/1/id [Id] The id `a\0b` contains white space or control characters. Use letters, digits, `_` and `-`, like `email_send_01`.",
            ],
        );
    }
}
