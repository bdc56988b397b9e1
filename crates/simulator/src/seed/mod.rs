//! The tenant as it is at the start: the customer care of an outfitter's shop.

mod attachments;
mod large;
mod templates;
mod workflows;

pub(crate) use attachments::attachments;
pub(crate) use templates::{DELETED_TEMPLATE, templates};
pub(crate) use workflows::workflows;
