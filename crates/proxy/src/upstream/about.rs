//! What a response tells the log.

use tenant::Segment;

/// How long the tenant took for the head of its answer, in ms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UpstreamTime(pub(crate) u64);

/// The workflow that a request is about.
#[derive(Clone, Debug)]
pub(crate) struct AboutWorkflow(pub(crate) String);

impl From<&Segment> for AboutWorkflow {
    fn from(id: &Segment) -> Self {
        Self(id.plain().to_owned())
    }
}
