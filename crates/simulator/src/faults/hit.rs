//! What a fault does to the tenant, the answer or the connection.

use super::{FaultKind, RetryAfter};
use crate::reply::{Pace, Reply};
use crate::router::{Endpoint, Matched};
use crate::server::Takeover;
use crate::tenant::Tenant;
use crate::workflows;
use http::StatusCode;
use http::header::{HeaderValue, RETRY_AFTER};
use std::time::{Duration, SystemTime};

/// How a request goes on after a fault in the phase before it.
#[derive(Debug)]
pub(crate) enum Before {
    /// It is carried out; its answer is paced where so asked.
    CarryOut(Option<Pace>),
    /// It is answered without being carried out.
    Answer(Reply),
}

/// Lets a fault hit before a request is carried out.
pub(crate) async fn before(tenant: &Tenant, matched: &Matched, kind: FaultKind) -> Result<Before, Takeover> {
    match kind {
        FaultKind::Drip { bytes, ms } => {
            return Ok(Before::CarryOut(Some(Pace { bytes, pause: Duration::from_millis(ms) })));
        }
        FaultKind::Delay { .. } | FaultKind::Hold | FaultKind::OtherSave { .. } | FaultKind::ExpireTokens => {
            happen(tenant, matched, &kind).await;
            return Ok(Before::CarryOut(None));
        }
        FaultKind::Truncate { bytes } => {
            // There is no answer to cut, so one is made that is longer than what is kept of it.
            let filler = format!("{{\"data\":\"{}\"}}", "x".repeat(bytes));
            return spoil(Reply::json_text(StatusCode::OK, filler), &kind).map(Before::Answer);
        }
        FaultKind::Understate { bytes } => {
            let filler = format!("{{\"data\":\"{}\"}}", "x".repeat(bytes));
            return spoil(Reply::json_text(StatusCode::OK, filler), &kind).map(Before::Answer);
        }
        FaultKind::MalformedJson => {
            let reply = Reply::json_text(StatusCode::OK, r#"{"data":["cut"]}"#);
            return spoil(reply, &kind).map(Before::Answer);
        }
        FaultKind::Status { .. } | FaultKind::Reset | FaultKind::Late { .. } | FaultKind::Html { .. } => {}
    }
    spoil(Reply::empty(StatusCode::OK), &kind).map(Before::Answer)
}

/// Lets a fault hit the answer of a request that was carried out.
pub(crate) async fn after(
    tenant: &Tenant,
    matched: &Matched,
    reply: Reply,
    kind: FaultKind,
) -> Result<Reply, Takeover> {
    happen(tenant, matched, &kind).await;
    spoil(reply, &kind)
}

/// What a fault does besides the answer.
async fn happen(tenant: &Tenant, matched: &Matched, kind: &FaultKind) {
    match kind {
        FaultKind::Delay { ms } => tokio::time::sleep(Duration::from_millis(*ms)).await,
        FaultKind::Hold => tenant.faults.hold().await,
        FaultKind::ExpireTokens => tenant.tokens.expire_all(),
        FaultKind::OtherSave { operator }
            if matches!(matched.endpoint, Endpoint::GetWorkflow | Endpoint::PutWorkflow) =>
        {
            if let Err(error) = workflows::save_note(tenant, operator, &matched.id, workflows::DEFAULT_NOTE) {
                tracing::warn!(%error, "the other administrator could not save");
            }
        }
        _ => {}
    }
}

/// What a fault does to an answer.
fn spoil(mut reply: Reply, kind: &FaultKind) -> Result<Reply, Takeover> {
    match kind {
        FaultKind::Status { status, retry_after, body } => {
            Ok(status_reply(*status, retry_after.as_ref(), body.as_ref()))
        }
        FaultKind::Html { status } => Ok(Reply::typed(status_code(*status), "text/html; charset=utf-8", HTML)),
        FaultKind::Reset | FaultKind::Late { .. } => Err(Takeover::Reset),
        FaultKind::Truncate { bytes } => {
            Err(Takeover::Raw { status: reply.status, bytes: reply.into_truncated(*bytes) })
        }
        FaultKind::Understate { bytes } => {
            Err(Takeover::Raw { status: reply.status, bytes: reply.into_understated(*bytes) })
        }
        FaultKind::MalformedJson => {
            reply.body.truncate(reply.body.len() - reply.body.len().div_ceil(3));
            Ok(Reply { status: StatusCode::OK, ..reply })
        }
        FaultKind::Drip { bytes, ms } => {
            reply.pace = Some(Pace { bytes: *bytes, pause: Duration::from_millis(*ms) });
            Ok(reply)
        }
        FaultKind::Delay { .. } | FaultKind::Hold | FaultKind::OtherSave { .. } | FaultKind::ExpireTokens => Ok(reply),
    }
}

const HTML: &str = "<!doctype html>\n<html><head><title>Service gateway</title></head>\n\
    <body><h1>Please stand by</h1><p>The service gateway could not handle your request.</p></body></html>\n";

fn status_reply(status: u16, retry_after: Option<&RetryAfter>, body: Option<&serde_json::Value>) -> Reply {
    let status = status_code(status);
    let reply = match body {
        Some(body) => Reply::json(status, body),
        None => {
            let words = status.canonical_reason().unwrap_or("Unknown");
            let code = words.to_uppercase().replace([' ', '-'], "_");
            Reply::json(status, &serde_json::json!({ "error": code, "message": format!("{words}.") }))
        }
    };
    let text = match retry_after {
        None => return reply,
        Some(RetryAfter::Text(text)) => text.clone(),
        Some(RetryAfter::DateIn { retry_after_date_in_seconds: seconds }) => {
            httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(*seconds))
        }
    };
    match HeaderValue::from_str(&text) {
        Ok(value) => reply.with_header(RETRY_AFTER, value),
        Err(_) => reply,
    }
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
