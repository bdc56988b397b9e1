//! The version that is being edited, with what is worked out once per version.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};
use workflow::document::{Document, NodeId};
use workflow::email::EMAIL_NODE_TYPE;

/// A node's id and type, as the outline shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeInfo {
    /// The id; empty where the node has none.
    pub id: NodeId,
    /// The type; empty where the node has none.
    pub kind: Arc<str>,
}

impl NodeInfo {
    /// Whether this is an email node.
    #[must_use]
    pub fn is_email(&self) -> bool {
        &*self.kind == EMAIL_NODE_TYPE
    }
}

/// The base document and its derivations.
#[derive(Debug)]
pub struct Base {
    /// The document, as the vendor sent it.
    pub document: Document,
    /// Its nodes in order.
    pub nodes: Vec<NodeInfo>,
    scope_paths: OnceLock<Vec<String>>,
}

impl Base {
    /// Reads the nodes of `document`.
    #[must_use]
    pub fn new(document: Document) -> Self {
        let mut kinds: BTreeSet<Arc<str>> = BTreeSet::new();
        let nodes = document
            .nodes()
            .map(|node| {
                let kind = node.kind.unwrap_or_default();
                let kind = kinds.get(kind).cloned().unwrap_or_else(|| {
                    let kind: Arc<str> = Arc::from(kind);
                    kinds.insert(Arc::clone(&kind));
                    kind
                });
                NodeInfo { id: NodeId::from(node.id.unwrap_or_default()), kind }
            })
            .collect();
        Self { document, nodes, scope_paths: OnceLock::new() }
    }

    /// The base before anything is loaded: an empty object.
    #[must_use]
    pub fn empty() -> Self {
        #[allow(clippy::expect_used, reason = "an empty object is always a document")]
        Self::new(Document::parse("{}").expect("an empty object is a document"))
    }

    /// The scope paths that nodes of this workflow use already, sorted. Worked out on first use.
    #[must_use]
    pub fn scope_paths(&self) -> &[String] {
        self.scope_paths.get_or_init(|| {
            let mut paths = BTreeSet::new();
            for node in self.document.nodes() {
                collect_scope_paths(node.text, &mut paths);
            }
            paths.into_iter().map(str::to_owned).collect()
        })
    }

    /// Whether a node with this id is in the document.
    #[must_use]
    pub fn has(&self, id: &NodeId) -> bool {
        self.nodes.iter().any(|node| node.id == *id)
    }

    /// The type of the first node with this id.
    #[must_use]
    pub fn kind(&self, id: &NodeId) -> Option<&str> {
        self.nodes.iter().find(|node| node.id == *id).map(|node| &*node.kind)
    }
}

/// Finds JSON strings that look like scope paths. A path holds no character that JSON escapes, so the
/// text can be searched as it is.
fn collect_scope_paths<'a>(text: &'a str, paths: &mut BTreeSet<&'a str>) {
    for (start, _) in text.match_indices("\"$") {
        let rest = &text[start + 1..];
        let Some(path) = rest.find('"').map(|end| &rest[..end]) else { return };
        let Some((scope, name)) = path[1..].split_once('.') else { continue };
        if matches!(scope, "interaction" | "workflow" | "contact" | "system")
            && !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'_')
        {
            paths.insert(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_scope_paths_in_use() {
        let document = Document::parse(
            r#"{"nodes":[{"id":"a","properties":{"x":"$contact.email","y":"$5.00","z":"$nobody.x"}},{"id":"b","p":["$contact.email","$workflow.data.total"]}]}"#,
        )
        .expect("parses");
        let base = Base::new(document);
        assert_eq!(base.scope_paths(), ["$contact.email", "$workflow.data.total"]);
    }
}
