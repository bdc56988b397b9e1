//! The memory of writes: what is about to be sent to the tenant, what became of it, and every version
//! that was deployed.

mod packed;
mod versions;

pub(crate) use packed::{Damaged, Packed};
pub(crate) use versions::{bytes_of as kept_bytes, list as kept_versions};
