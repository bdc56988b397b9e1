//! Where an email node can go, next to a given node.

use workflow::change::Placement;
use workflow::document::{Document, NodeId, TransitionId, TransitionRef};
use workflow::json::{Value, compact};

/// A transition as the placement picker shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The node it leaves.
    pub from: NodeId,
    /// The node it enters.
    pub to: NodeId,
    /// Its id, where it has one.
    pub transition: Option<TransitionId>,
    /// Its condition in words; empty where it has none.
    pub condition: String,
}

impl Branch {
    fn read(transition: TransitionRef<'_>) -> Option<Self> {
        Some(Self {
            from: NodeId::from(transition.from?),
            to: NodeId::from(transition.to?),
            transition: transition.id.map(TransitionId::from),
            condition: transition.condition.map(condition_words).unwrap_or_default(),
        })
    }

    /// The place on this branch.
    #[must_use]
    pub fn placement(&self) -> Placement {
        Placement::On { from: self.from.clone(), to: self.to.clone(), transition: self.transition.clone() }
    }

    /// The condition as a suffix: " when total > 100".
    #[must_use]
    pub fn when(&self) -> String {
        crate::words::nodes::when(&self.condition)
    }
}

/// The transitions that leave and that enter a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbourhood {
    /// Transitions out of the node.
    pub outgoing: Vec<Branch>,
    /// Transitions into the node.
    pub incoming: Vec<Branch>,
}

impl Neighbourhood {
    /// Reads the transitions around `node`.
    #[must_use]
    pub fn of(document: &Document, node: &NodeId) -> Self {
        let mut found = Self::default();
        for (transition, leaves, enters) in document.transitions_of(node) {
            let Some(branch) = Branch::read(transition) else { continue };
            if enters {
                found.incoming.push(branch.clone());
            }
            if leaves {
                found.outgoing.push(branch);
            }
        }
        found
    }
}

/// A condition in words: a string as it is, a comparison as one reads it, anything else as JSON.
#[must_use]
pub fn condition_words(json: &str) -> String {
    let Ok(value) = Value::parse(json) else { return json.to_owned() };
    let part = |key: &str| value.get(key).map(|part| part.as_str().map_or_else(|| compact(part), str::to_owned));
    match (part("variable"), part("operator"), part("value")) {
        (Some(variable), Some(operator), Some(against)) if value.members().len() == 3 => {
            format!("{variable} {operator} {against}")
        }
        _ => value.as_str().map_or_else(|| compact(&value), str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_keep_their_conditions() {
        let document = Document::parse(
            r#"{"nodes":[],"transitions":[{"id":"t1","from":"a","to":"b","condition":"total > 100"},{"from":"a","to":"c","condition":{"else":true}},{"from":"a","to":"d","condition":{ "variable":"$workflow.total","operator":">","value":10 }},{"from":"c","to":"a"}]}"#,
        )
        .expect("parses");
        let around = Neighbourhood::of(&document, &NodeId::from("a"));
        let words: Vec<_> = around.outgoing.iter().map(|branch| format!("{}{}", branch.to, branch.when())).collect();
        assert_eq!(words, ["b when total > 100", r#"c when {"else":true}"#, "d when $workflow.total > 10"]);
        assert_eq!(around.incoming.len(), 1);
        assert_eq!(around.outgoing[0].transition, Some(TransitionId::from("t1")));
    }
}
