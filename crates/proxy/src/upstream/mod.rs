//! Talking to the tenant: requests are rebuilt from typed parts, never passed along.

mod body;
mod client;
mod exchange;
mod frames;
mod headers;
mod relay;
mod segment;

pub(crate) use body::read_body;
pub(crate) use client::{Client, TransportFailure, send};
pub(crate) use exchange::{AboutWorkflow, Answer, Call, Upstream, UpstreamTime};
pub(crate) use frames::Frames;
pub(crate) use headers::{IDEMPOTENCY_KEY, request_headers};
pub use segment::{InvalidSegment, Segment};
