//! The builder and the few assertions that carry the tests.

mod logs;
mod raw;
mod stub;
mod world;

pub use logs::Logs;
pub use raw::{raw_request, raw_tenant};
pub use stub::{Reply, Stub, json};
pub use world::{CLIENT_ID, CLIENT_SECRET, World, problem, scratch};
