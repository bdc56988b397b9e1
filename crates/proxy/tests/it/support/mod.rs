//! The builder and the few assertions that carry the tests.

#[cfg(unix)]
mod databases;
mod logs;
mod news;
mod raw;
mod stub;
mod world;

#[cfg(unix)]
pub(crate) use databases::on_both;
#[cfg(unix)]
pub use databases::{postgres, raw, sqlite};
pub use logs::Logs;
pub use news::Listening;
pub use raw::{raw_request, raw_tenant};
pub use stub::{Reply, Stub, json};
pub use world::{CLIENT_ID, CLIENT_SECRET, World, problem, scratch};
