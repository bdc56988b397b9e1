//! What changed: by meaning ([`diff`]), as text ([`unified`], [`side_by_side`]) and as an RFC 6902
//! patch ([`json_patch`]).
//!
//! All of them stand on one pairing of nodes and transitions (`align`), so they never disagree about
//! what is new, gone, moved or merely edited. None of them fails, and none lays out or parses an
//! element whose text is the same on both sides.

pub(crate) mod align;
pub(crate) mod fields;
mod json_patch;
mod layout;
mod pretty;
mod semantic;
mod side_by_side;
mod summary;
mod take_back;
mod unified;

pub use json_patch::{PatchOp, json_patch, to_json_patch_text};
pub use pretty::Pretty;
pub use semantic::{Diff, DiffEntry, FieldChange, diff};
pub use side_by_side::{Row, side_by_side};
pub use summary::Summary;
pub use take_back::taken_back;
pub use unified::{Hunk, Line, LineKind, to_unified_text, unified};
