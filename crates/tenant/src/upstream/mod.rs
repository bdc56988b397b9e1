//! Talking to the tenant: requests are built from typed parts, never passed along.

mod client;
mod exchange;
mod frames;
mod pool;
mod route;
mod segment;
mod web;

pub use client::TransportFailure;
pub(crate) use client::{Client, send};
pub use exchange::{Answer, AnswerError, Bounds, Call, IDEMPOTENCY_KEY, Tenant, TenantError};
pub use frames::{BrokenOff, Feeder, Frames};
pub use route::Route;
pub use segment::{InvalidSegment, Segment};
pub use web::{Web, WebError};
