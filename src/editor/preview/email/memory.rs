//! How the administrator looks at emails, remembered until the page is closed, so that going to another
//! tab or node and coming back changes nothing.

use super::{Colours, Device};
use std::cell::RefCell;
use std::collections::BTreeSet;
use workflow::document::TemplateId;

/// What is remembered.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// The chosen contact, as its list names it.
    pub(super) contact: Option<String>,
    pub(super) device: Device,
    pub(super) colours: Colours,
    /// The templates whose remote pictures may be loaded.
    pub(super) with_pictures: BTreeSet<TemplateId>,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// What is remembered.
pub(super) fn recall() -> Memory {
    MEMORY.with_borrow(Memory::clone)
}

/// Changes what is remembered.
pub(super) fn remember(change: impl FnOnce(&mut Memory)) {
    MEMORY.with_borrow_mut(change);
}
