//! English.

pub(crate) mod attachment;
pub(crate) mod change;
pub(crate) mod delivery;
pub(crate) mod deploy;
pub(crate) mod diff;
pub(crate) mod document;
pub(crate) mod fix;
pub(crate) mod node;
pub(crate) mod template;
pub(crate) mod values;
pub(crate) mod variable;
