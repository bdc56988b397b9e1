//! The builder and the few assertions that carry the tests.

#[cfg(unix)]
mod balancer;
#[cfg(unix)]
mod databases;
mod logs;
mod news;
mod raw;
#[cfg(unix)]
mod running;
mod stub;
mod tenanted;
mod world;

#[cfg(unix)]
pub use balancer::Balancer;
#[cfg(unix)]
pub(crate) use databases::on_both;
#[cfg(unix)]
pub use databases::{postgres, raw, sqlite};
pub use logs::Logs;
pub use news::Listening;
pub use raw::{raw_request, raw_tenant};
#[cfg(unix)]
pub use running::{Locked, Program, Setting};
pub use stub::{Reply, Stub, json};
pub use tenanted::{SOON, Tenanted, WORKFLOW, named, simulated, until, version};
pub use world::{CLIENT_ID, CLIENT_SECRET, World, problem, scratch};
