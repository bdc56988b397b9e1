//! Between the browser and the tenant: what passes each way, how bodies are bounded, and what the
//! tenant's failures mean in plain words.

mod about;
mod ask;
mod body;
mod headers;
mod relay;
mod words;

pub(crate) use about::{AboutWorkflow, UpstreamTime};
pub(crate) use ask::ask;
pub(crate) use body::{feed, read_body};
pub(crate) use headers::{request_headers, response_headers};
pub(crate) use relay::{read, relay};
pub(crate) use words::no_answer;
