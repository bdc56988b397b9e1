//! What two sides changed and not alike, and the words for it.

use crate::document::{NodeId, TransitionId};
use crate::json::RawJson;
use crate::merge::plan::Site;
use crate::words;
use serde::Serialize;

/// Why two sides cannot both have their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ConflictKind {
    /// Both gave a value another value, and not the same one.
    BothChanged,
    /// One side removed what the other changed.
    RemovedAndChanged,
    /// Both added something under the same name, and not the same.
    BothAdded,
}

/// What a conflict is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "in", rename_all = "camelCase")]
pub enum Subject {
    /// A top-level value of the workflow.
    Workflow,
    /// A node; the id is empty where it has none.
    Node {
        /// Its id, in the base where it is there.
        id: NodeId,
    },
    /// A transition.
    Transition {
        /// Its own id, where it has one.
        id: Option<TransitionId>,
        /// The node it leaves, in the base where it is there.
        from: Option<NodeId>,
        /// The node it enters, in the base where it is there.
        to: Option<NodeId>,
    },
}

/// A value that both sides changed, and not alike: somebody must decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// Why it is one.
    pub kind: ConflictKind,
    /// What it is about.
    #[serde(flatten)]
    pub subject: Subject,
    /// RFC 6901 pointer from the node or transition, or from the document; empty for a whole node
    /// or transition. Inside an array it counts places of the merged one.
    pub pointer: String,
    /// The value on the base, as JSON text; `None` where there was none.
    pub base: Option<RawJson>,
    /// Our value; `None` where it is not there.
    pub ours: Option<RawJson>,
    /// Their value; `None` where it is not there.
    pub theirs: Option<RawJson>,
    /// What happened, in plain words.
    pub message: String,
    #[serde(skip)]
    pub(super) site: Site,
}

/// The values of a conflict as JSON text.
pub(crate) struct Sides<'a> {
    pub(crate) base: Option<&'a str>,
    pub(crate) ours: Option<&'a str>,
    pub(crate) theirs: Option<&'a str>,
}

impl Conflict {
    pub(super) fn new(subject: Subject, pointer: String, sides: &Sides<'_>, site: Site) -> Self {
        let raw = |text: Option<&str>| text.map(RawJson::scanned);
        Self {
            kind: sides.kind(),
            message: words::change::sides(sides, &subject, &pointer),
            subject,
            pointer,
            base: raw(sides.base),
            ours: raw(sides.ours),
            theirs: raw(sides.theirs),
            site,
        }
    }
}

impl Sides<'_> {
    fn kind(&self) -> ConflictKind {
        match (self.base, self.ours, self.theirs) {
            (None, _, _) => ConflictKind::BothAdded,
            (_, Some(_), Some(_)) => ConflictKind::BothChanged,
            _ => ConflictKind::RemovedAndChanged,
        }
    }
}
