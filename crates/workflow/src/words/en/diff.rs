//! Differences in plain words, ids and values in backticks.

use crate::diff::{DiffEntry, FieldChange};
use crate::document::{NodeId, TransitionId};
use crate::email::EMAIL_NODE_TYPE;
use crate::json::{Pointer, Value, compact};

/// Longest value that is quoted in full, in characters.
const MAX_SHOWN: usize = 60;

/// The sentences of one entry: one for each field of what was changed, else a single one.
pub(crate) fn sentences(entry: &DiffEntry) -> Vec<String> {
    let sentences = match entry {
        DiffEntry::NodeAdded { id, index, kind, after, .. } => {
            let after = listed(after);
            vec![format!(
                "{} added{}",
                node(id, *index, kind.as_deref()),
                if after.is_empty() { after } else { format!(" after {after}") }
            )]
        }
        DiffEntry::NodeRemoved { id, index, kind, .. } => {
            vec![format!("{} removed", node(id, *index, kind.as_deref()))]
        }
        DiffEntry::NodeChanged { id, index, kind, fields, .. } => {
            let owner = node(id, *index, kind.as_deref());
            let is_email = kind.as_deref() == Some(EMAIL_NODE_TYPE);
            fields
                .iter()
                .map(|field| if is_email { email_field(field, &owner) } else { plain_field(field, &owner) })
                .collect()
        }
        DiffEntry::NodeMoved { id, kind, from, to } => {
            vec![format!("{} {}", node(id, *to, kind.as_deref()), places(*from, *to))]
        }
        DiffEntry::TransitionAdded { id, from, to, .. } => vec![format!("{} added", transition(id, from, to))],
        DiffEntry::TransitionRemoved { id, from, to, .. } => vec![format!("{} removed", transition(id, from, to))],
        DiffEntry::TransitionChanged { id, from_before, to_before, from, to, fields } => {
            let mut sentences = rewired(id, (from_before, to_before), (from, to));
            let owner = transition(id, from, to);
            sentences.extend(fields.iter().map(|field| plain_field(field, &owner)));
            sentences
        }
        DiffEntry::TransitionMoved { id, from_node, to_node, from, to } => {
            vec![format!("{} {}", transition(id, from_node, to_node), places(*from, *to))]
        }
        DiffEntry::DocumentChanged { field, .. } => vec![plain_field(field, "the workflow")],
    };
    sentences.into_iter().map(capitalised).collect()
}

fn node(id: &NodeId, index: usize, kind: Option<&str>) -> String {
    let kind = kind.map(|kind| format!("{} ", shortened(kind))).unwrap_or_default();
    if id.as_str().is_empty() {
        format!("{kind}node {} (without an id)", index + 1)
    } else {
        format!("{kind}node {}", tick(id.as_str()))
    }
}

fn transition(id: &Option<TransitionId>, from: &Option<NodeId>, to: &Option<NodeId>) -> String {
    match (id, from, to) {
        (Some(id), None, None) => format!("transition {}", tick(id.as_str())),
        (None, None, None) => "transition without ends".to_owned(),
        _ => format!("transition {} → {}", end(from), end(to)),
    }
}

fn end(id: &Option<NodeId>) -> String {
    id.as_ref().map_or_else(|| "nowhere".to_owned(), |id| tick(id.as_str()))
}

fn rewired(
    id: &Option<TransitionId>,
    before: (&Option<NodeId>, &Option<NodeId>),
    after: (&Option<NodeId>, &Option<NodeId>),
) -> Vec<String> {
    let was = transition(id, before.0, before.1);
    match (before.0 == after.0, before.1 == after.1) {
        (true, true) => Vec::new(),
        (true, false) => vec![format!("{was} now leads to {}", end(after.1))],
        (false, true) => vec![format!("{was} now leaves from {}", end(after.0))],
        (false, false) => vec![format!("{was} now leads from {} to {}", end(after.0), end(after.1))],
    }
}

fn places(from: usize, to: usize) -> String {
    format!("moved from place {} to place {}", from + 1, to + 1)
}

fn plain_field(field: &FieldChange, owner: &str) -> String {
    let path = tokens(field).join(".");
    property(&if path.is_empty() { "value".to_owned() } else { tick(&path) }, owner, field)
}

fn email_field(field: &FieldChange, owner: &str) -> String {
    let tokens = tokens(field);
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match tokens.as_slice() {
        ["properties", "templateId"] => property("template", owner, field),
        ["properties", "deliveryMode"] => property("delivery mode", owner, field),
        ["properties", "trackOpens"] => switch("open tracking", owner, field),
        ["properties", "trackClicks"] => switch("click tracking", owner, field),
        ["properties", "variables", name] => match (&field.before, &field.after) {
            (None, Some(path)) => format!("variable {} added to {owner}, filled from {}", tick(name), shown(path)),
            (Some(_), None) => format!("variable {} removed from {owner}", tick(name)),
            _ => property(&format!("variable {}", tick(name)), owner, field),
        },
        ["properties", "attachments", _] => match (&field.before, &field.after) {
            (None, Some(new)) => format!("attachment {} added to {owner}", file(new)),
            (Some(old), None) => format!("attachment {} removed from {owner}", file(old)),
            (Some(old), Some(new)) => format!("attachment {} of {owner} replaced by {}", file(old), file(new)),
            (None, None) => plain_field(field, owner),
        },
        ["properties", "attachments", at, "fileName"] => {
            let number = at.parse::<usize>().map_or_else(|_| (*at).to_owned(), |at| (at + 1).to_string());
            property(&format!("name of attachment {number}"), owner, field)
        }
        _ => plain_field(field, owner),
    }
}

fn property(what: &str, owner: &str, field: &FieldChange) -> String {
    match (&field.before, &field.after) {
        (Some(before), Some(after)) => format!("{what} of {owner} changed from {} to {}", shown(before), shown(after)),
        (None, Some(after)) => format!("{what} of {owner} set to {}", shown(after)),
        (Some(before), None) => format!("{what} of {owner} removed, it was {}", shown(before)),
        (None, None) => format!("{what} of {owner} changed"),
    }
}

fn switch(what: &str, owner: &str, field: &FieldChange) -> String {
    match field.after.as_deref() {
        Some("true") => format!("{what} of {owner} switched on"),
        Some("false") => format!("{what} of {owner} switched off"),
        _ => property(what, owner, field),
    }
}

/// What a file goes by: the name that its recipient sees, or its id.
fn file(json: &str) -> String {
    let named = Value::parse(json).ok().and_then(|value| {
        let name = |key: &str| value.get(key).and_then(Value::as_str).filter(|name| !name.is_empty()).map(tick);
        name("fileName").or_else(|| name("fileId"))
    });
    named.unwrap_or_else(|| shown(json))
}

fn tokens(field: &FieldChange) -> Vec<String> {
    Pointer::parse(&field.pointer).map(|pointer| pointer.tokens().collect()).unwrap_or_default()
}

/// A JSON value as people write it: a string without its quotes, all else on one line.
pub(crate) fn shown(json: &str) -> String {
    match Value::parse(json) {
        Ok(value) => match value.as_str() {
            Some("") => "an empty text".to_owned(),
            Some(text) => tick(text),
            None => tick(&compact(&value)),
        },
        Err(_) => tick(json),
    }
}

pub(crate) fn tick(text: &str) -> String {
    format!("`{}`", shortened(text))
}

fn shortened(text: &str) -> String {
    let mut characters = text.chars().map(|found| if found.is_control() { ' ' } else { found });
    let mut short: String = characters.by_ref().take(MAX_SHOWN).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

fn listed(ids: &[NodeId]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| tick(id.as_str())).collect();
    match ids.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// Every sentence begins with a word of ours, or with a backtick.
pub(crate) fn capitalised(mut sentence: String) -> String {
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}

#[cfg(test)]
mod tests {
    use crate::diff::diff;
    use crate::document::Document;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[track_caller]
    fn check(before: &str, after: &str, expected: &[&str]) {
        let found = diff(&Document::parse(before).unwrap(), &Document::parse(after).unwrap());
        assert_eq!(found.sentences(), expected);
    }

    fn email(properties: &str) -> String {
        format!(r#"{{"nodes":[{{"id":"x","type":"email","properties":{{{properties}}}}}]}}"#)
    }

    #[test]
    fn the_main_job_in_words() {
        check(
            r#"{"version":1,"nodes":[{"id":"start_node","type":"start"},{"id":"end","type":"end"}],
                "transitions":[{"id":"t1","from":"start_node","to":"end"}]}"#,
            r#"{"version":2,"nodes":[{"id":"start_node","type":"start"},{"id":"end","type":"end"},{"id":"email_send_01","type":"email"}],
                "transitions":[{"id":"t1","from":"start_node","to":"email_send_01"},{"id":"t2","from":"email_send_01","to":"end"}]}"#,
            &[
                "Email node `email_send_01` added after `start_node`",
                "Transition `start_node` → `end` now leads to `email_send_01`",
                "Transition `email_send_01` → `end` added",
            ],
        );
    }

    #[test]
    fn the_email_nodes_fields_have_names() {
        for (before, after, expected) in [
            (r#""templateId":"a""#, r#""templateId":"b""#, "Template of email node `x` changed from `a` to `b`"),
            (
                r#""variables":{}"#,
                r#""variables":{"n":"$s.p"}"#,
                "Variable `n` added to email node `x`, filled from `$s.p`",
            ),
            (r#""variables":{"n":1}"#, r#""variables":{}"#, "Variable `n` removed from email node `x`"),
            (
                r#""variables":{"n":"$a.b"}"#,
                r#""variables":{"n":""}"#,
                "Variable `n` of email node `x` changed from `$a.b` to an empty text",
            ),
            (
                r#""attachments":[]"#,
                r#""attachments":[{"fileId":"att_1","fileName":"a.pdf"}]"#,
                "Attachment `a.pdf` added to email node `x`",
            ),
            (
                r#""attachments":[{"fileId":"att_1"}]"#,
                r#""attachments":[]"#,
                "Attachment `att_1` removed from email node `x`",
            ),
            (
                r#""attachments":[{"fileId":"att_1"}]"#,
                r#""attachments":[{"fileId":"att_2"}]"#,
                "Attachment `att_1` of email node `x` replaced by `att_2`",
            ),
            (
                r#""attachments":[{"fileId":"att_1","fileName":"a"}]"#,
                r#""attachments":[{"fileId":"att_1","fileName":"b"}]"#,
                "Name of attachment 1 of email node `x` changed from `a` to `b`",
            ),
            (r#""deliveryMode":"standard""#, "", "Delivery mode of email node `x` removed, it was `standard`"),
            ("", r#""deliveryMode":"bulk""#, "Delivery mode of email node `x` set to `bulk`"),
            (r#""trackOpens":true"#, r#""trackOpens":false"#, "Open tracking of email node `x` switched off"),
            ("", r#""trackClicks":true"#, "Click tracking of email node `x` switched on"),
            (
                r#""trackOpens":true"#,
                r#""trackOpens":"yes""#,
                "Open tracking of email node `x` changed from `true` to `yes`",
            ),
            (
                r#""retry":{"max":1}"#,
                r#""retry":{"max":2}"#,
                "`properties.retry.max` of email node `x` changed from `1` to `2`",
            ),
        ] {
            check(&email(before), &email(after), &[expected]);
        }
    }

    #[test]
    fn other_nodes_keep_their_own_names() {
        check(
            r#"{"nodes":[{"id":"x","properties":{"templateId":"a"}},{"type":"menu"}]}"#,
            r#"{"nodes":[{"id":"x","properties":{"templateId":"b"}}]}"#,
            &["`properties.templateId` of node `x` changed from `a` to `b`", "Menu node 2 (without an id) removed"],
        );
    }

    #[test]
    fn transitions_by_their_ends() {
        let document = |transitions: &str| format!(r#"{{"transitions":[{transitions}]}}"#);
        for (before, after, expected) in [
            (r#"{"id":"t","from":"a","to":"b"}"#, "", "Transition `a` → `b` removed"),
            (
                r#"{"id":"t","from":"a","to":"b"}"#,
                r#"{"id":"t","from":"c","to":"b"}"#,
                "Transition `a` → `b` now leaves from `c`",
            ),
            (
                r#"{"id":"t","from":"a","to":"b"}"#,
                r#"{"id":"t","from":"c"}"#,
                "Transition `a` → `b` now leads from `c` to nowhere",
            ),
            (
                r#"{"from":"a","to":"b","condition":"yes"}"#,
                r#"{"from":"a","to":"b","condition":"no"}"#,
                "`condition` of transition `a` → `b` changed from `yes` to `no`",
            ),
            (r#"{"id":"t"}"#, "", "Transition `t` removed"),
            ("{}", "", "Transition without ends removed"),
            (
                r#"{"id":"t","from":"a","to":"b"},{"id":"u","from":"b","to":"c"}"#,
                r#"{"id":"u","from":"b","to":"c"},{"id":"t","from":"a","to":"b"}"#,
                "Transition `a` → `b` moved from place 1 to place 2",
            ),
        ] {
            check(&document(before), &document(after), &[expected]);
        }
    }

    #[test]
    fn the_workflow_itself() {
        check(
            r#"{"name":"a","nodes":[]}"#,
            r#"{"name":"b","nodes":[],"tags":["x", 1]}"#,
            &["`name` of the workflow changed from `a` to `b`", r#"`tags` of the workflow set to `["x",1]`"#],
        );
    }

    #[test]
    fn long_values_and_line_ends_stay_on_one_short_line() {
        let long = "é".repeat(61);
        check(
            r#"{"name":"a\nb"}"#,
            &format!(r#"{{"name":"{long}"}}"#),
            &[&format!("`name` of the workflow changed from `a b` to `{}…`", "é".repeat(60))],
        );
    }

    #[test]
    fn a_node_that_several_lead_to() {
        check(
            r#"{"nodes":[]}"#,
            r#"{"nodes":[{"id":"n"}],"transitions":[{"from":"a","to":"n"},{"from":"b","to":"n"},{"from":"a","to":"n"},{"from":"c","to":"n"}]}"#,
            &[
                "Node `n` added after `a`, `b` and `c`",
                "Transition `a` → `n` added",
                "Transition `b` → `n` added",
                "Transition `a` → `n` added",
                "Transition `c` → `n` added",
                "`transitions` of the workflow set to `[]`",
            ],
        );
    }
}
