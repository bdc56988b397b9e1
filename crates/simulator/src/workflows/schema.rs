//! The shape that a workflow must have to be stored. Everything wrong is reported at once.

use crate::error::SchemaProblem;
use crate::json::{self, Members};
use crate::speech::Speech;
use std::collections::HashSet;

/// A document that has the right shape.
#[derive(Debug)]
pub(super) struct Checked<'a> {
    pub(super) version: u64,
    pub(super) emails: Vec<EmailNode<'a>>,
}

/// What an email node refers to.
#[derive(Debug)]
pub(super) struct EmailNode<'a> {
    pub(super) id: String,
    /// The node's own text.
    pub(super) text: &'a str,
    pub(super) template_id: String,
    /// The names of its variables.
    pub(super) variables: HashSet<String>,
    /// Its file ids.
    pub(super) attachments: Vec<String>,
}

/// Checks a document's shape.
pub(super) fn check<'a>(speech: &Speech, id: &str, members: &Members<'a>) -> Result<Checked<'a>, Vec<SchemaProblem>> {
    let mut check = Check::default();
    match check.text(members, "", "id") {
        Some(found) if found != id => check.report("/id", format!("must be {id}, as in the path")),
        _ => {}
    }
    check.text(members, "", "name");
    let version = members.get(&speech.version).and_then(json::integer);
    if version.is_none() {
        check.report(format!("/{}", speech.version), "must be the whole number that was read");
    }
    if members.get(&speech.last_updated).and_then(json::integer).is_none() {
        check.report(format!("/{}", speech.last_updated), "must be a time in milliseconds since 1970");
    }
    let nodes = check.list(members, "nodes");
    let emails = check.nodes(&nodes);
    let transitions = check.list(members, &speech.transitions);
    check.transitions(speech, &transitions);
    match version {
        Some(version) if check.problems.is_empty() => Ok(Checked { version, emails }),
        _ => Err(check.problems),
    }
}

#[derive(Default)]
struct Check {
    problems: Vec<SchemaProblem>,
    node_ids: HashSet<String>,
    transition_ids: HashSet<String>,
}

impl Check {
    fn report(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        self.problems.push(SchemaProblem { pointer: pointer.into(), message: message.into() });
    }

    /// A member that must be a text that is not empty.
    fn text(&mut self, members: &Members<'_>, at: &str, key: &str) -> Option<String> {
        let text = members.get(key).and_then(json::string).filter(|text| !text.is_empty());
        if text.is_none() {
            self.report(format!("{at}/{key}"), "must be a text that is not empty");
        }
        text
    }

    fn list<'a>(&mut self, members: &Members<'a>, key: &str) -> Vec<&'a str> {
        let list = members.get(key).and_then(json::array);
        if list.is_none() {
            self.report(format!("/{key}"), "must be a list");
        }
        list.unwrap_or_default()
    }

    fn nodes<'a>(&mut self, nodes: &[&'a str]) -> Vec<EmailNode<'a>> {
        let mut emails = Vec::new();
        for (index, &text) in nodes.iter().enumerate() {
            let at = format!("/nodes/{index}");
            let Some(node) = json::object(text) else {
                self.report(at, "must be an object");
                continue;
            };
            let id = self.text(&node, &at, "id");
            if let Some(id) = &id
                && !self.node_ids.insert(id.clone())
            {
                self.report(format!("{at}/id"), format!("another node has the id {id} too"));
            }
            let kind = self.text(&node, &at, "type");
            let properties = node.get("properties").map(json::object);
            match properties {
                Some(Some(properties)) if kind.as_deref() == Some("email") => {
                    let email = self.email(&format!("{at}/properties"), &properties);
                    if let (Some(id), Some((template_id, variables, attachments))) = (id, email) {
                        emails.push(EmailNode { id, text, template_id, variables, attachments });
                    }
                }
                Some(None) => self.report(format!("{at}/properties"), "must be an object"),
                None if kind.as_deref() == Some("email") => {
                    self.report(format!("{at}/properties"), "an email node must have properties");
                }
                _ => {}
            }
        }
        emails
    }

    fn email(&mut self, at: &str, properties: &Members<'_>) -> Option<(String, HashSet<String>, Vec<String>)> {
        let template_id = self.text(properties, at, "templateId");
        let variables = self.variables(&format!("{at}/variables"), properties);
        let attachments = self.attachments(&format!("{at}/attachments"), properties);
        if let Some(mode) = properties.get("deliveryMode")
            && json::string(mode).is_none()
        {
            self.report(format!("{at}/deliveryMode"), "must be a text");
        }
        for key in ["trackOpens", "trackClicks"] {
            if properties.get(key).is_some_and(|value| value != "true" && value != "false") {
                self.report(format!("{at}/{key}"), "must be true or false");
            }
        }
        template_id.map(|template_id| (template_id, variables, attachments))
    }

    fn variables(&mut self, at: &str, properties: &Members<'_>) -> HashSet<String> {
        let Some(text) = properties.get("variables") else { return HashSet::new() };
        let Some(variables) = json::object(text) else {
            self.report(at, "must be an object of scope paths");
            return HashSet::new();
        };
        let mut names = HashSet::new();
        for (name, path) in variables.iter() {
            if !json::string(path).is_some_and(|path| is_scope_path(&path)) {
                let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                self.report(pointer, "must be a scope path such as $interaction.contact.firstName");
            }
            names.insert(name.to_owned());
        }
        names
    }

    fn attachments(&mut self, at: &str, properties: &Members<'_>) -> Vec<String> {
        let Some(text) = properties.get("attachments") else { return Vec::new() };
        let Some(list) = json::array(text) else {
            self.report(at, "must be a list");
            return Vec::new();
        };
        let mut files = Vec::new();
        for (index, text) in list.into_iter().enumerate() {
            let at = format!("{at}/{index}");
            let Some(attachment) = json::object(text) else {
                self.report(at, "must be an object with fileId and fileName");
                continue;
            };
            self.text(&attachment, &at, "fileName");
            match self.text(&attachment, &at, "fileId") {
                Some(file) if !file.starts_with("att_") => {
                    self.report(format!("{at}/fileId"), "must begin with att_");
                }
                Some(file) => files.push(file),
                None => {}
            }
        }
        files
    }

    fn transitions(&mut self, speech: &Speech, transitions: &[&str]) {
        for (index, text) in transitions.iter().enumerate() {
            let at = format!("/{}/{index}", speech.transitions);
            let Some(transition) = json::object(text) else {
                self.report(at, "must be an object");
                continue;
            };
            for key in [&speech.transition_from, &speech.transition_to] {
                match self.text(&transition, &at, key) {
                    Some(node) if !self.node_ids.contains(&node) => {
                        self.report(format!("{at}/{key}"), format!("there is no node {node}"));
                    }
                    _ => {}
                }
            }
            if let Some(id) = transition.get(&speech.transition_id) {
                match json::string(id) {
                    Some(id) if self.transition_ids.insert(id.clone()) => {}
                    Some(id) => self.report(
                        format!("{at}/{}", speech.transition_id),
                        format!("another transition has the id {id} too"),
                    ),
                    None => self.report(format!("{at}/{}", speech.transition_id), "must be a text"),
                }
            }
        }
    }
}

/// Whether a text is `$`, a root and a path: `^\$(interaction|workflow|contact|system)\.[a-zA-Z0-9._]+$`.
fn is_scope_path(text: &str) -> bool {
    let Some((root, path)) = text.strip_prefix('$').and_then(|rest| rest.split_once('.')) else { return false };
    ["interaction", "workflow", "contact", "system"].contains(&root)
        && !path.is_empty()
        && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn problems(text: &str) -> Vec<String> {
        match check(&Speech::default(), "wf", &json::object(text).unwrap()) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.into_iter().map(|problem| problem.pointer).collect(),
        }
    }

    fn with(nodes: &str, transitions: &str) -> String {
        format!(
            r#"{{"id":"wf","name":"n","version":1,"nodes":[{nodes}],"transitions":[{transitions}],"lastUpdatedTimestamp":1}}"#
        )
    }

    #[test]
    fn a_sound_document_passes() {
        let nodes = r#"{"id":"a","type":"start"},{"id":"b","type":"email","properties":{"templateId":"t","variables":{"x":"$contact.a_b.c9"},"attachments":[{"fileId":"att_1","fileName":"a.pdf"}],"deliveryMode":"standard","trackOpens":true}}"#;
        let transitions = r#"{"id":"t1","from":"a","to":"b","condition":{"any":1E400}},{"from":"b","to":"a"}"#;
        assert_eq!(problems(&with(nodes, transitions)), [] as [&str; 0]);
    }

    #[test]
    fn everything_wrong_at_the_top_is_reported() {
        assert_eq!(
            problems(r#"{"id":"other","name":1,"version":"3","nodes":{}}"#),
            ["/id", "/name", "/version", "/lastUpdatedTimestamp", "/nodes", "/transitions"]
        );
    }

    #[test]
    fn wrong_nodes_and_transitions_are_pointed_at() {
        let cases = [
            (r#"1"#, "", vec!["/nodes/0"]),
            (r#"{"type":"start"}"#, "", vec!["/nodes/0/id"]),
            (r#"{"id":"a"}"#, "", vec!["/nodes/0/type"]),
            (r#"{"id":"a","type":"x"},{"id":"a","type":"x"}"#, "", vec!["/nodes/1/id"]),
            (r#"{"id":"a","type":"email"}"#, "", vec!["/nodes/0/properties"]),
            (r#"{"id":"a","type":"wait","properties":[]}"#, "", vec!["/nodes/0/properties"]),
            (
                r#"{"id":"a","type":"email","properties":{"variables":{"x/y":"contact.a","z":"$contact.a-b","q":"$other.a"},"attachments":[{"fileId":"1","fileName":"a"},{"fileId":"att_1"}],"trackOpens":"yes","deliveryMode":1}}"#,
                "",
                vec![
                    "/nodes/0/properties/templateId",
                    "/nodes/0/properties/variables/x~1y",
                    "/nodes/0/properties/variables/z",
                    "/nodes/0/properties/variables/q",
                    "/nodes/0/properties/attachments/0/fileId",
                    "/nodes/0/properties/attachments/1/fileName",
                    "/nodes/0/properties/deliveryMode",
                    "/nodes/0/properties/trackOpens",
                ],
            ),
            (r#"{"id":"a","type":"x"}"#, r#"{"from":"a","to":"b"}"#, vec!["/transitions/0/to"]),
            (
                r#"{"id":"a","type":"x"}"#,
                r#"{"id":"t","from":"a","to":"a"},{"id":"t","from":"a","to":"a"},{"id":1,"from":"a","to":"a"},{}"#,
                vec!["/transitions/1/id", "/transitions/2/id", "/transitions/3/from", "/transitions/3/to"],
            ),
        ];
        for (nodes, transitions, expected) in cases {
            assert_eq!(problems(&with(nodes, transitions)), expected, "{nodes} {transitions}");
        }
    }
}
