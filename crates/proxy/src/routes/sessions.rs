//! `/api/sessions`: who is signed in where, and ending that.

use super::id::Id;
use crate::access::{Client, Denied, Ended, Operator, not_allowed, store_unavailable};
use crate::audit::Entry;
use crate::problem::{Failure, Kind};
use crate::state::AppState;
use axum::Json;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use workflow::wire::{AccessAudit, EVENT_SESSION_REVOKED, Role, SessionList};

pub(super) async fn list(State(state): State<AppState>, operator: Operator) -> Result<Response, Failure> {
    let own = (operator.role < Role::Administrator).then_some(&*operator.name);
    let sessions = state.access.sessions.list(own).await.map_err(|error| store_unavailable(&error))?;
    let current = operator.session.as_deref();
    let sessions = sessions.iter().map(|session| state.access.sessions.info(session, current)).collect();
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(SessionList { sessions })).into_response())
}

pub(super) async fn revoke(
    State(state): State<AppState>,
    operator: Operator,
    Extension(client): Extension<Client>,
    Id(id): Id,
) -> Result<Response, Failure> {
    let sessions = &state.access.sessions;
    let session = sessions.running(id.plain()).await.map_err(|error| store_unavailable(&error))?;
    let session = session.ok_or_else(|| {
        Failure::new(Kind::NotFound, "There is no such session, or it is over already. Nothing was changed.")
    })?;
    if session.operator != *operator.name && operator.role < Role::Administrator {
        return Err(not_allowed(operator.role, Role::Administrator).denied(Denied::by(&operator.name)));
    }
    sessions.end(&session.id, Ended::Revoked).await.map_err(|error| store_unavailable(&error))?;
    let access = AccessAudit { address: client.address(), session: Some(session.id), ..AccessAudit::default() };
    state.audit.note(Entry::access(EVENT_SESSION_REVOKED, &operator.name, access)).await;
    Ok(StatusCode::NO_CONTENT.into_response())
}
