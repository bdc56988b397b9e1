//! `node.id-malformed`

use crate::email::EMAIL_NODE_TYPE;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, Field, Found, Needs, NodeContext, Odd, Rule, Severity};
use crate::words;

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.id-malformed",
    severity: Severity::Error,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "A node's id is text. The id of an email node has no white space and no control characters: such ids are not found again when they are typed.",
    check: Check::Node(Odd::ID, check),
};

fn check(context: &NodeContext<'_>, findings: &mut Vec<Found>) {
    match context.node.id {
        Some(id) if context.node.kind == Some(EMAIL_NODE_TYPE) && id.contains(is_odd) => {
            let message = words::node::id_odd(id);
            findings.push(context.finding(&RULE, &["id"], Field::Id, message));
        }
        Some(_) => {}
        None => {
            let Some(value) = context.value("id").filter(|value| value.text() != "null") else { return };
            let message = words::node::id_not_text(value.describe());
            findings.push(context.finding(&RULE, &["id"], Field::Id, message).numbered());
        }
    }
}

fn is_odd(character: char) -> bool {
    character.is_whitespace() || character.is_control()
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
                "/nodes/0/id [Id] Node 1 of the list has an array as its id, but an id has to be text.",
                "/nodes/1/id [Id] The id `a\0b` contains white space or control characters. Use letters, digits, `_` and `-`, like `email_send_01`.",
            ],
        );
    }
}
