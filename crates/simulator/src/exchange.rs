//! One request from its head to its answer: body, record, faults, token, handler.

use crate::error::Refusal;
use crate::faults::hit::{self, Before};
use crate::faults::{FaultKind, Phase};
use crate::reply::{Reply, ReplyBody};
use crate::requests::{self, RecordedRequest};
use crate::router::{self, Endpoint, Matched, NoRoute};
use crate::server::Takeover;
use crate::tenant::Tenant;
use crate::{attachments, control, oauth, openid, templates, webhooks, workflows};
use bytes::{Bytes, BytesMut};
use http::header::{ALLOW, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Largest body that is taken, in bytes.
const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// Largest body that is read to its end and thrown away, so that the client sees the 413 rather
/// than a lost connection while it is still sending.
const DISCARD_LIMIT: usize = 4 * BODY_LIMIT;

/// Answers a request, or says what is to become of its connection.
pub(crate) async fn handle(tenant: &Arc<Tenant>, request: Request<Incoming>) -> Result<Response<ReplyBody>, Takeover> {
    let (parts, body) = request.into_parts();
    let body = match read(body).await {
        Ok(body) => Ok(body),
        Err(ReadError::TooLarge) => Err(Refusal::BodyTooLarge { limit: BODY_LIMIT }),
        // Whoever stopped sending is not there to read an answer.
        Err(ReadError::Lost) => return Err(Takeover::Reset),
    };
    if let Some(path) = control::path(parts.uri.path()) {
        let reply = body.and_then(|body| control::handle(tenant, &parts.method, path, body));
        return Ok(reply.unwrap_or_else(Refusal::into_reply).into_response());
    }
    let started = Instant::now();
    let route = router::find(&tenant.options, &parts.method, parts.uri.path());
    let sequence = tenant.requests.begin(record(&parts, route.as_ref().ok().map(|route| route.endpoint), &body));
    let outcome = match route {
        Err(NoRoute::Unknown) => Ok(Refusal::NoSuchPath.into_reply()),
        Err(NoRoute::Method(allowed)) => Ok(Refusal::MethodNotAllowed { allowed }.into_reply()),
        Err(NoRoute::Options(allowed)) => Ok(methods(&allowed)),
        Ok(matched) => with_faults(tenant, &parts, &matched, body).await,
    };
    let took = started.elapsed();
    let status = match &outcome {
        Ok(reply) => Some(reply.status.as_u16()),
        Err(Takeover::Raw { status, .. }) => Some(status.as_u16()),
        Err(Takeover::Reset) => None,
    };
    tenant.requests.finish(sequence, status, took);
    tracing::info!(method = %parts.method, path = parts.uri.path(), status, ms = took.as_millis(), "request");
    outcome.map(Reply::into_response)
}

fn record(parts: &Parts, endpoint: Option<Endpoint>, body: &Result<Bytes, Refusal>) -> RecordedRequest {
    let key = parts.headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    let body = body.as_ref().ok().filter(|_| matches!(parts.method, Method::PUT | Method::POST));
    RecordedRequest {
        sequence: 0,
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        status: None,
        ms: None,
        idempotency_key: key.map(str::to_owned),
        body: body.and_then(|body| requests::recordable(endpoint, body)),
    }
}

async fn with_faults(
    tenant: &Arc<Tenant>,
    parts: &Parts,
    matched: &Matched,
    body: Result<Bytes, Refusal>,
) -> Result<Reply, Takeover> {
    let before = match tenant.faults.take(matched, Phase::Before) {
        Some(FaultKind::Late { ms }) => {
            tokio::spawn(late(Arc::clone(tenant), parts.clone(), matched.clone(), body, Duration::from_millis(ms)));
            return Err(Takeover::Reset);
        }
        Some(kind) => hit::before(tenant, matched, kind).await?,
        None => Before::CarryOut(None),
    };
    let pace = match before {
        Before::Answer(reply) => return Ok(reply),
        Before::CarryOut(pace) => pace,
    };
    let outcome = body.and_then(|body| carry_out(tenant, parts, matched, &body));
    let mut reply = outcome.unwrap_or_else(|refusal| refused(tenant, refusal));
    reply.pace = pace;
    match tenant.faults.take(matched, Phase::After) {
        Some(kind) => hit::after(tenant, matched, reply, kind).await,
        None => Ok(reply),
    }
}

/// Carries a request out when nobody waits for it any more.
async fn late(tenant: Arc<Tenant>, parts: Parts, matched: Matched, body: Result<Bytes, Refusal>, time: Duration) {
    tokio::time::sleep(time).await;
    let reply = body.and_then(|body| carry_out(&tenant, &parts, &matched, &body));
    let status = reply.unwrap_or_else(|refusal| refused(&tenant, refusal)).status.as_u16();
    tracing::info!(method = %parts.method, path = parts.uri.path(), status, "carried out late");
}

/// The answer to a request that is refused, in the tenant's way of speaking.
fn refused(tenant: &Tenant, refusal: Refusal) -> Reply {
    let conflict = matches!(refusal, Refusal::VersionConflict { .. });
    let mut reply = refusal.into_reply();
    if let Some(status) = StatusCode::from_u16(tenant.options.speech.conflict).ok().filter(|_| conflict) {
        reply.status = status;
    }
    reply
}

fn carry_out(tenant: &Tenant, parts: &Parts, matched: &Matched, body: &Bytes) -> Result<Reply, Refusal> {
    let id = matched.id.as_str();
    if let Some(scope) = matched.endpoint.scope() {
        oauth::authorize(tenant, &parts.headers, scope)?;
    }
    match matched.endpoint {
        Endpoint::Discovery => Ok(oauth::discovery(tenant, &parts.headers)),
        Endpoint::Authorize => openid::authorize(tenant, parts.uri.query()),
        Endpoint::Keys => openid::keys(tenant),
        Endpoint::Token => oauth::token(tenant, &parts.headers, body),
        Endpoint::ListWorkflows => Ok(workflows::list(tenant)),
        Endpoint::GetWorkflow => workflows::get(tenant, id),
        Endpoint::PutWorkflow => workflows::put(tenant, id, body),
        Endpoint::ListTemplates => Ok(templates::list(tenant)),
        Endpoint::GetTemplate => templates::get(tenant, id),
        Endpoint::ListAttachments => Ok(attachments::list(tenant)),
        Endpoint::GetAttachment => attachments::get(tenant, id),
        Endpoint::UploadAttachment => attachments::upload(tenant, parts.uri.query(), &parts.headers, body),
        Endpoint::ListWebhooks => Ok(webhooks::list(tenant)),
        Endpoint::PostWebhook => webhooks::register(tenant, body),
        Endpoint::GetWebhook => webhooks::get(tenant, id),
        Endpoint::DeleteWebhook => webhooks::delete(tenant, id),
    }
}

/// The methods of a path.
fn methods(allowed: &str) -> Reply {
    let reply = Reply::empty(StatusCode::NO_CONTENT);
    match HeaderValue::from_str(allowed) {
        Ok(allowed) => reply.with_header(ALLOW, allowed),
        Err(_) => reply,
    }
}

enum ReadError {
    TooLarge,
    Lost,
}

async fn read(mut body: Incoming) -> Result<Bytes, ReadError> {
    let mut kept = BytesMut::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| ReadError::Lost)?.into_data() else { continue };
        length += data.len();
        if length > DISCARD_LIMIT {
            break;
        }
        if length <= BODY_LIMIT {
            kept.extend_from_slice(&data);
        } else {
            kept.clear();
        }
    }
    if length > BODY_LIMIT { Err(ReadError::TooLarge) } else { Ok(kept.freeze()) }
}
