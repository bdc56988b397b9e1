//! `POST /hooks/cxone`: the vendor's webhook deliveries. Whoever signs them needs no other proof, and
//! learns nothing but whether they were taken.

use crate::hooks::{Refusal, Taken, take};
use crate::problem::{Failure, Kind};
use crate::state::AppState;
use crate::upstream::read_body;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, StatusCode};

pub(super) async fn receive(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Failure> {
    let body = read_body(&headers, body, state.config.hooks.bytes, state.config.timeouts.body).await?;
    let taken = take(&state, &headers, &body).await;
    state.metrics.delivery(match &taken {
        Ok(Taken::Accepted) => "accepted",
        Ok(Taken::Duplicate) => "duplicate",
        Ok(Taken::Ignored) => "ignored",
        Err(_) => "refused",
    });
    match taken {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(Refusal::Store(error)) => Err(Failure::new(
            Kind::StoreUnavailable,
            "The proxy's database failed, so the delivery was not taken. Nothing was changed. Deliver it again later.",
        )
        .log(tenant::error_chain(&error))),
        Err(refusal) => Err(Failure::new(
            Kind::DeliveryRefused,
            "The delivery is not signed as it should be, or not now, so it was not taken. Nothing was changed. Look at the webhook's secret and scheme, and at both clocks.",
        )
        .log(refusal.to_string())),
    }
}
