//! Every request of ours to the tenant passes here, so that what it teaches is learned in one place:
//! what the tenant offers, how it does, and how long it takes.

use super::no_answer;
use crate::problem::Failure;
use crate::state::AppState;
use http::StatusCode;
use tenant::{Answer, Call, TenantError};
use tokio::time::Instant;

/// Asks the tenant. Every status is an answer.
///
/// # Errors
/// Where there is no token or no answer.
pub(crate) async fn ask(state: &AppState, call: &Call) -> Result<Answer, Failure> {
    let started = Instant::now();
    let answer = state.tenant.exchange(call).await;
    state.metrics.upstream(&call.method, &call.route, answer.as_ref().ok().map(Answer::status), started.elapsed());
    match answer {
        Ok(answer) => {
            state.offers.learn(&call.method, &call.route, answer.status());
            tell(state, answer.status());
            Ok(answer)
        }
        Err(error) => {
            let failure = no_answer(&call.method, &error);
            if error != TenantError::Address {
                state.news.tenant_in_trouble(failure.kind_uri(), None);
            }
            Err(failure)
        }
    }
}

fn tell(state: &AppState, status: StatusCode) {
    match status {
        StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
            state.news.tenant_in_trouble("/problems/upstream-status".to_owned(), Some(status.as_u16()));
        }
        // These say nothing about the tenant as a whole.
        StatusCode::INTERNAL_SERVER_ERROR | StatusCode::TOO_MANY_REQUESTS => {}
        _ => state.news.tenant_is_well(),
    }
}
