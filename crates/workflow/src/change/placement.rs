//! Where a node goes.

use crate::document::{Document, NodeId, TransitionId, TransitionRef};
use serde::{Deserialize, Serialize};

/// Where a new or moved node goes, and so which transitions are rewired.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Placement {
    /// Directly behind a node, before all that follows it. One transition out of `node` is led
    /// through the new node and keeps its condition; where `node` branches, its branches leave
    /// from the new node instead.
    After {
        /// The node before.
        node: NodeId,
    },
    /// On one transition: it keeps its condition and leads to the new node, which leads on.
    /// The transition is named by its ends, and by its id where it has one (two transitions
    /// may join the same nodes under different conditions).
    On {
        /// The node that the transition leaves.
        from: NodeId,
        /// The node that the transition enters.
        to: NodeId,
        /// The transition's id, where the tenant gives one.
        transition: Option<TransitionId>,
    },
}

impl Placement {
    /// The node before the new one.
    #[must_use]
    pub fn predecessor(&self) -> &NodeId {
        match self {
            Self::After { node } => node,
            Self::On { from, .. } => from,
        }
    }

    /// The nodes that the place is named by.
    #[must_use]
    pub fn nodes(&self) -> Vec<&NodeId> {
        match self {
            Self::After { node } => vec![node],
            Self::On { from, to, .. } => vec![from, to],
        }
    }

    /// The same place with its nodes under other names.
    #[must_use]
    pub fn map(&self, name: impl Fn(&NodeId) -> NodeId) -> Self {
        match self {
            Self::After { node } => Self::After { node: name(node) },
            Self::On { from, to, transition } => {
                Self::On { from: name(from), to: name(to), transition: transition.clone() }
            }
        }
    }

    /// The transition that the node goes on; `None` for [`Placement::After`], and where it is not there.
    pub(crate) fn transition<'d>(&self, document: &'d Document) -> Option<TransitionRef<'d>> {
        let Self::On { from, to, transition } = self else { return None };
        document.transitions().find(|found| {
            found.from == Some(from.as_str())
                && found.to == Some(to.as_str())
                && transition.as_ref().is_none_or(|id| found.id == Some(id.as_str()))
        })
    }
}
