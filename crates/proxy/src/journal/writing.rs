//! One write of a workflow: noted down, sent, recorded, settled.

use super::answer::{FirstAnswer, fresh};
use super::intent::{self, NewIntent, Settled};
use super::packed::Packed;
use super::verdict::Verdict;
use super::versions::{self, NewVersion};
use super::{again, base, document};
use crate::access::Operator;
use crate::audit::Entry;
use crate::events::Heading;
use crate::problem::{Delivery, Failure, Kind};
use crate::state::{AppState, carry_through};
use crate::store::StoreError;
use crate::upstream::{UpstreamTime, ask, read, request_headers};
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use std::pin::pin;
use std::time::Duration;
use tenant::{Call, Route, Segment};
use workflow::diff::diff;
use workflow::wire::{
    AccessAudit, DeployNews, DeployStage, EVENT_WORKFLOW_ROLLED_BACK, EVENT_WORKFLOW_WRITTEN, KeptOrigin, WorkflowNews,
};

/// How long noting down may take: the database has to answer before anything is sent.
const PATIENCE: Duration = Duration::from_secs(15);

/// A write that somebody asks for.
pub(crate) struct Order {
    pub(crate) operator: Operator,
    pub(crate) id: Segment,
    /// The `Idempotency-Key`.
    pub(crate) key: String,
    /// The browser's.
    pub(crate) headers: HeaderMap,
    /// Why, in the operator's words.
    pub(crate) note: Option<String>,
    /// The kept version whose content is deployed again.
    pub(crate) rollback_to: Option<String>,
    pub(crate) body: Bytes,
}

/// What is sent: packed, and the version that it names as its base.
struct Sent {
    packed: Packed,
    base: Option<String>,
}

/// What came back.
struct Came {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    head_ms: u64,
}

/// Carries a write through to its end, also when the browser leaves. The same key again is answered as it
/// was the first time.
///
/// # Errors
/// Where it cannot be noted down, the key was used for another write, or the tenant does not answer.
pub(crate) async fn write(state: &AppState, order: Order) -> Result<Response, Failure> {
    let place = state.journal.place(order.body.len()).await;
    let (heading, packed) = Packed::of(&order.body, &state.config.tenant.rules.dialect).await;
    let sent = Sent { packed, base: heading.version().map(str::to_owned) };
    let used = intent::find(&state.journal, &order.key).await.map_err(|error| not_noted(&error))?;
    if used.is_some() {
        return again::again(state, &order, &sent.packed).await;
    }
    let shared = AppState::clone(state);
    let carried = carry_through(state, async move {
        let noted = tokio::time::timeout(PATIENCE, note_down(&shared, &order, &sent)).await;
        match noted.unwrap_or_else(|_| Err(too_slow()))? {
            true => {
                let Sent { packed, base } = sent;
                // It is in the database now.
                drop((packed, place));
                send(&shared, order, base).await.map(Ok)
            }
            false => Ok(Err((order, sent))),
        }
    });
    match carried.await? {
        Ok(response) => Ok(response),
        // Somebody else was quicker with the same key.
        Err((order, sent)) => again::again(state, &order, &sent.packed).await,
    }
}

/// Whether the write is noted down now; `false` where its key is taken.
async fn note_down(state: &AppState, order: &Order, sent: &Sent) -> Result<bool, Failure> {
    let journal = &state.journal;
    if let Some(version) = &order.rollback_to {
        let kept = versions::known(&journal.store, &journal.org, order.id.plain(), version).await;
        if kept.map_err(|error| not_noted(&error))?.is_none() {
            return Err(no_such_version(version));
        }
    }
    let base_digest = match &sent.base {
        Some(version) => base::digest(state, &order.id, version).await.map_err(|error| not_noted(&error))?,
        None => None,
    };
    let new = NewIntent {
        operation: &order.key,
        operator: &order.operator.name,
        workflow: order.id.plain(),
        base_version: sent.base.as_deref(),
        base_digest: base_digest.as_deref(),
        sent: &sent.packed,
        note: order.note.as_deref(),
        rollback_to: order.rollback_to.as_deref(),
    };
    intent::begin(journal, &new).await.map_err(|error| not_noted(&error))
}

/// Sends a write that is noted down, and sees to its memory.
async fn send(state: &AppState, order: Order, base: Option<String>) -> Result<Response, Failure> {
    let Order { operator, id, key, headers, note, rollback_to, body } = order;
    let workflow = id.plain();
    tracing::info!(workflow, key, "write begins");
    let tell = |stage, status| state.news.deploy(news(workflow, &key, &operator.name, stage, status));
    tell(DeployStage::Sent, None);
    let call = Call {
        method: Method::PUT,
        route: Route::Workflow(id.clone()),
        headers: request_headers(&headers),
        body: body.into(),
    };
    let came = while_renewing(state, &key, exchange(state, call)).await;
    match &came {
        Ok(came) => {
            tell(DeployStage::Answered, Some(came.status.as_u16()));
            tracing::info!(workflow, key, status = came.status.as_u16(), "write answered");
        }
        Err(failure) => {
            tell(DeployStage::Unanswered, None);
            tracing::warn!(workflow, key, failure = failure.log_text(), "write failed");
        }
    }
    let written = Written { operator: &operator.name, workflow, key: &key, base, note, rollback_to };
    match came {
        Ok(came) => {
            remember(state, &written, &came).await;
            let mut response = fresh(came.status, &came.headers, came.body);
            response.extensions_mut().insert(UpstreamTime(came.head_ms));
            Ok(response)
        }
        Err(failure) => {
            remember_failure(state, &written, &failure).await;
            Err(failure)
        }
    }
}

/// The exchange. What is sent is let go as soon as the tenant answers.
async fn exchange(state: &AppState, call: Call) -> Result<Came, Failure> {
    let answer = ask(state, &call).await?;
    drop(call);
    let (status, head_ms) = (answer.status(), answer.head_ms());
    let (headers, body) = read(answer).await?;
    Ok(Came { status, headers, body, head_ms })
}

/// Says again and again that this proxy is at it.
async fn while_renewing<T>(state: &AppState, key: &str, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let third = state.journal.times.lease / 3;
    loop {
        match tokio::time::timeout(third, &mut work).await {
            Ok(done) => return done,
            Err(_) => {
                if let Err(error) = intent::renew(&state.journal, key).await {
                    tracing::warn!(key, error = tenant::error_chain(&error), "a running write could not be renewed");
                }
            }
        }
    }
}

/// A write that was sent.
struct Written<'a> {
    operator: &'a str,
    workflow: &'a str,
    key: &'a str,
    base: Option<String>,
    note: Option<String>,
    rollback_to: Option<String>,
}

/// Records and settles a write that was answered. The answer goes out in any case: where this fails, the
/// write is looked into later.
async fn remember(state: &AppState, written: &Written<'_>, came: &Came) {
    let outcome =
        AccessAudit { status: Some(came.status.as_u16()), latency_ms: Some(came.head_ms), ..written.audited() };
    record(state, written, outcome).await;
    let (heading, body) = Packed::of(&came.body, &state.config.tenant.rules.dialect).await;
    let heading = Some(heading).filter(|_| came.status.is_success());
    if let Some(heading) = &heading {
        let saved = heading.news(written.workflow);
        let saved =
            saved.unwrap_or_else(|| WorkflowNews { workflow: written.workflow.to_owned(), ..Default::default() });
        state.news.workflow(WorkflowNews { by: Some(written.operator.to_owned()), ..saved });
    }
    let answer = FirstAnswer::of(came.status, &came.headers, &body);
    let version = heading.as_ref().and_then(Heading::version);
    let done = match (version, &written.base) {
        (Some(version), Some(base)) => {
            let changes = changes(state, written.workflow, base, &came.body).await;
            let kept = written.version(version, changes.as_deref(), &body);
            let settled = Settled {
                verdict: Verdict::Landed,
                version: Some(version),
                kept: Some(&kept),
                answer: Some(&answer),
                body: None,
            };
            intent::settle(&state.journal, written.key, &settled).await
        }
        (_, Some(_)) if came.status.is_success() || came.status.is_server_error() => {
            intent::unclear(&state.journal, written.key, &answer, Some(&body)).await
        }
        (_, base) => {
            let verdict = match (came.status, base) {
                (status, _) if status.is_success() => Verdict::Landed,
                (status, None) if status.is_server_error() => Verdict::Unknown,
                _ => Verdict::Refused,
            };
            let settled = Settled { verdict, version, kept: None, answer: Some(&answer), body: Some(&body) };
            intent::settle(&state.journal, written.key, &settled).await
        }
    };
    told(written, done);
}

/// Records a write without an answer, and settles it where it is certain that it was not sent.
async fn remember_failure(state: &AppState, written: &Written<'_>, failure: &Failure) {
    record(state, written, AccessAudit { reason: failure.kind_uri(), ..written.audited() }).await;
    let answer = FirstAnswer::None(failure.to_stored());
    let verdict = match (failure.delivery_kind(), &written.base) {
        (Delivery::NotSent, _) => Some(Verdict::NotSent),
        // What names no base cannot be found again.
        (_, None) => Some(Verdict::Unknown),
        (_, Some(_)) => None,
    };
    let done = match verdict {
        Some(verdict) => {
            let settled = Settled { verdict, version: None, kept: None, answer: Some(&answer), body: None };
            intent::settle(&state.journal, written.key, &settled).await
        }
        None => intent::unclear(&state.journal, written.key, &answer, None).await,
    };
    told(written, done);
}

/// On the disk before the write is settled: a proxy that dies in between leaves it to be looked into.
async fn record(state: &AppState, written: &Written<'_>, mut access: AccessAudit) {
    let event = match &written.rollback_to {
        Some(version) => {
            access.rollback_to = Some(version.clone());
            EVENT_WORKFLOW_ROLLED_BACK
        }
        None => EVENT_WORKFLOW_WRITTEN,
    };
    let entry = Entry::access(event, written.operator, access).of_operation(written.key);
    if let Err(error) = state.audit.append(entry).await {
        tracing::error!(
            workflow = written.workflow,
            key = written.key,
            error = tenant::error_chain(&error),
            "a write is not in the audit"
        );
    }
}

fn told(written: &Written<'_>, done: Result<(), StoreError>) {
    if let Err(error) = done {
        let (workflow, key) = (written.workflow, written.key);
        tracing::error!(workflow, key, error = tenant::error_chain(&error), "what became of a write is not noted down");
    }
}

/// What a document changes of the version before, in words; `None` where that is not kept.
pub(super) async fn changes(state: &AppState, workflow: &str, base: &str, after: &Bytes) -> Option<String> {
    let journal = &state.journal;
    let before = versions::bytes_of(&journal.store, &journal.org, workflow, base).await.ok()??;
    let (dialect, after) = (state.config.tenant.rules.dialect.clone(), after.clone());
    let work = move || {
        let before = document(&before.unpack().ok()?, &dialect)?;
        let after = document(&after, &dialect)?;
        Some(diff(&before, &after).summary().to_string())
    };
    journal.compare(work).await?
}

impl Written<'_> {
    fn audited(&self) -> AccessAudit {
        AccessAudit { workflow_id: Some(self.workflow.to_owned()), ..AccessAudit::default() }
    }

    fn version<'a>(&'a self, version: &'a str, changes: Option<&'a str>, body: &'a Packed) -> NewVersion<'a> {
        NewVersion {
            workflow: self.workflow,
            version,
            origin: KeptOrigin::Deployed,
            by: Some(self.operator),
            operation: Some(self.key),
            note: self.note.as_deref(),
            base_version: self.base.as_deref(),
            changes,
            rollback_to: self.rollback_to.as_deref(),
            body,
        }
    }
}

fn news(workflow: &str, key: &str, by: &str, state: DeployStage, status: Option<u16>) -> DeployNews {
    DeployNews { workflow: workflow.to_owned(), key: key.to_owned(), by: by.to_owned(), state, status }
}

fn not_noted(error: &StoreError) -> Failure {
    Failure::new(
        Kind::StoreUnavailable,
        "The write could not be noted down in the proxy's database, so nothing was sent and nothing was changed. Check the proxy's disk and its log, then try again.",
    )
    .log(tenant::error_chain(error))
}

fn too_slow() -> Failure {
    Failure::new(
        Kind::StoreUnavailable,
        format!("The write could not be noted down within {} s, so nothing was sent and nothing was changed. Check the proxy's database and its log, then try again.", PATIENCE.as_secs()),
    )
    .log("the write was not noted down in time")
}

fn no_such_version(version: &str) -> Failure {
    Failure::new(
        Kind::VersionNotKept,
        format!(
            "Version {version} of this workflow is not kept here, so nothing can be rolled back to it. Nothing was sent, nothing was changed. Choose one of the history."
        ),
    )
}
