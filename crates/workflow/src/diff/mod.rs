//! What changed: by meaning ([`diff`]), as text ([`unified`]) and as data.

mod semantic;
mod summary;
mod unified;

pub use semantic::{Diff, DiffEntry, FieldChange, diff};
pub use summary::Summary;
pub use unified::{Hunk, Line, LineKind, to_unified_text, unified};
