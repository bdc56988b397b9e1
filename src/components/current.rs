//! The workflow that the top bar names.

use super::Status;
use leptos::prelude::*;

/// What the top bar says about the open workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentWorkflow {
    /// Its id.
    pub id: String,
    /// Its name; empty where it has none.
    pub name: String,
    /// Its version's number text; empty where it has none.
    pub version: String,
    /// How things stand.
    pub status: Status,
    /// The same in words: "up to date", "3 changes", "version 5 is newer".
    pub words: String,
}

type Slot = RwSignal<Option<CurrentWorkflow>>;

/// Makes the slot available to everything below.
pub fn provide_current_workflow() -> Slot {
    let slot = Slot::new(None);
    provide_context(slot);
    slot
}

/// The slot in the top bar. A workflow's page fills it, and empties it when it is left.
///
/// # Panics
/// Outside of the app, which provides it.
#[must_use]
pub fn use_current_workflow() -> Slot {
    expect_context()
}
