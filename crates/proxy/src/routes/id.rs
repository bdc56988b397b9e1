//! An id in our own paths.

use crate::problem::{Failure, Kind};
use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use tenant::Segment;

/// The `{id}` of a route, decoded and checked.
pub(super) struct Id(pub(super) Segment);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let refused = |reason: &str| {
            Failure::new(
                Kind::InvalidId,
                format!("The id cannot be used: {reason}. Nothing was sent, nothing was changed. Check the id."),
            )
        };
        let Path(id) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| refused("it is not UTF-8"))?;
        Segment::parse(&id).map(Self).map_err(|problem| refused(&problem.to_string()))
    }
}
