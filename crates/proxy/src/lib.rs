//! The small proxy between the configurator in the browser and a CXone tenant. It alone holds the
//! credentials.
//!
//! A request runs through `observe` (id, log line, words of failures), the guard (`Host`,
//! cross-site) and the route table; what concerns the tenant is rebuilt from typed parts and sent by
//! [`tenant::Tenant`], which adds the token.
//!
//! Deliberately absent: no header, query or path of the browser reaches the tenant unless it is named
//! in the allow-list, and no redirect is followed.

mod access;
mod assets;
mod audit;
pub mod commands;
pub mod config;
mod events;
mod features;
mod guard;
mod hooks;
mod journal;
mod log;
mod metrics;
mod observe;
mod preview;
mod private_file;
mod problem;
mod routes;
mod server;
mod state;
mod store;
mod target;
mod upstream;

pub use access::{OperatorsError, PasswordError};
pub use assets::AssetsError;
pub use config::{Config, ConfigErrors};
pub use log::{LogWriter, announce_start_link, start_log};
pub use server::{Proxy, Running, StartError};
pub use store::StoreError;
pub use tenant::Secret;
