//! Finding out what became of writes: the workflow is read back, again and again where the tenant is
//! down, until it can be told.

use super::intent::{self, Intent, Settled};
use super::packed::Packed;
use super::verdict::{Facts, Held, Judged, Next, Verdict, judge};
use super::versions::{self, NewVersion};
use super::writing::changes;
use super::{Journal, document, ms};
use crate::audit::Entry;
use crate::events::Heading;
use crate::journal::answer::FirstAnswer;
use crate::state::AppState;
use crate::store::StoreError;
use crate::upstream::ask;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::StatusCode;
use std::time::Duration;
use tenant::{Call, Route, Segment};
use workflow::deploy::Hash;
use workflow::wire::{AccessAudit, EVENT_WRITE_RESOLVED, KeptOrigin, WorkflowNews};

/// Writes that are looked for at a time.
const BATCH: i64 = 64;
/// Writes that are looked into at once.
const AT_ONCE: usize = 4;
/// Looks after which a tenant that acknowledged a write, but never says what it made, is asked no more.
const MOST_LOOKS: u32 = 20;
/// The pause doubles so often at most.
const MOST_DOUBLINGS: u32 = 6;

/// Looks into whatever is unresolved, until it is aborted.
pub(crate) async fn resolve(state: AppState) {
    let journal = &state.journal;
    loop {
        if let Err(error) = look(&state).await {
            tracing::warn!(error = tenant::error_chain(&error), "unresolved writes cannot be looked into");
        }
        let next = intent::next_due(journal).await.ok().flatten().unwrap_or(journal.times.lease);
        // Never busy, and never blind for longer than a lease: another proxy may have died.
        let pause = next.clamp(journal.times.lease / 50, journal.times.lease);
        let _ = tokio::time::timeout(pause, journal.look.notified()).await;
    }
}

async fn look(state: &AppState) -> Result<(), StoreError> {
    let due = intent::due(&state.journal, BATCH).await?;
    let many = due.len();
    stream::iter(due)
        .for_each_concurrent(AT_ONCE, |intent| async move {
            if let Err(error) = look_into(state, &intent).await {
                let key = intent.operation;
                tracing::warn!(key, error = tenant::error_chain(&error), "a write cannot be looked into");
            }
        })
        .await;
    let left = state.journal.count().await?;
    if many > 0 {
        tracing::info!(looked_into = many, left, "unresolved writes");
    }
    Ok(())
}

async fn look_into(state: &AppState, intent: &Intent) -> Result<(), StoreError> {
    let journal = &state.journal;
    if !intent::claim(journal, intent).await? {
        return Ok(());
    }
    let finding = find_out(state, intent).await?;
    let past = intent.age >= ms(journal.times.grace);
    match finding {
        Finding::Settled(verdict, made) => settle(state, intent, verdict, made).await,
        Finding::NotYet => {
            let backed_off = pause(journal, intent.looks);
            let rest = Duration::from_millis(u64::try_from(ms(journal.times.grace) - intent.age).unwrap_or(0));
            // When it is past, more can be told.
            let time = if past { backed_off } else { backed_off.min(rest.max(journal.times.lease / 50)) };
            intent::put_off(journal, &intent.operation, time).await
        }
    }
}

/// What was found out.
enum Finding {
    Settled(Verdict, Option<Made>),
    NotYet,
}

/// A version, and what it made known.
struct Made {
    version: String,
    bytes: Bytes,
    news: Option<WorkflowNews>,
}

async fn find_out(state: &AppState, intent: &Intent) -> Result<Finding, StoreError> {
    let (Some(base), Ok(id)) = (&intent.base_version, Segment::parse(&intent.workflow)) else {
        return Ok(Finding::Settled(Verdict::Unknown, None));
    };
    let acknowledged = matches!(&intent.answer, Some(FirstAnswer::Tenant { status: 200..=299, .. }));
    if acknowledged && intent.looks >= MOST_LOOKS {
        tracing::warn!(key = intent.operation, "the version that a write made cannot be read, so it is not kept");
        return Ok(Finding::Settled(Verdict::Landed, None));
    }
    let Some(head) = read_back(state, &id).await else { return Ok(Finding::NotYet) };
    // After the workflow was read: whoever has saved what it says is among them, or settled.
    if intent::must_wait(&state.journal, intent).await? {
        return Ok(Finding::NotYet);
    }
    let sent = sent(state, intent).await?;
    let next = next(state, intent, base, sent.as_ref()).await?;
    let held = held(state, intent, base, sent.as_ref(), &head).await?;
    let Some(held) = held else { return Ok(Finding::NotYet) };
    // A tenant that has said 500 is at it no more.
    let answered = matches!(&intent.answer, Some(FirstAnswer::Tenant { status: 500, .. }));
    let past = answered || intent.age >= ms(state.journal.times.grace);
    let facts = Facts { held, acknowledged, past, next: next.as_ref().map(|next| next.whose) };
    Ok(match (judge(facts), head, next) {
        (Judged::NotYet, ..) => Finding::NotYet,
        (Judged::Settled(verdict), ..) => Finding::Settled(verdict, None),
        (Judged::Held, Head::Document(made), _) => Finding::Settled(Verdict::Landed, Some(made)),
        (Judged::Next, _, Some(next)) => {
            Finding::Settled(Verdict::Landed, Some(Made { version: next.version, bytes: next.bytes, news: None }))
        }
        // A judgement names only what it was told of.
        (Judged::Held | Judged::Next, ..) => Finding::NotYet,
    })
}

/// What the tenant answers now.
enum Head {
    Document(Made),
    Gone,
}

/// `None` where it cannot be told.
async fn read_back(state: &AppState, id: &Segment) -> Option<Head> {
    let answer = ask(state, &Call::get(Route::Workflow(id.clone()))).await.ok()?;
    match answer.status() {
        StatusCode::NOT_FOUND | StatusCode::GONE => Some(Head::Gone),
        StatusCode::OK => {
            let (_, bytes) = answer.read().await.ok()?;
            let heading = Heading::of(&state.config.tenant.rules.dialect, &bytes);
            let version = heading.version()?.to_owned();
            Some(Head::Document(Made { version, news: heading.news(id.plain()), bytes }))
        }
        _ => None,
    }
}

/// What was sent, as a hash of what it says.
async fn sent(state: &AppState, intent: &Intent) -> Result<Option<Hash>, StoreError> {
    let Some(gzip) = intent::sent(&state.journal, &intent.operation).await? else { return Ok(None) };
    let packed = Packed { bytes: intent.sent_bytes, digest: intent.sent_digest.clone(), gzip };
    let dialect = state.config.tenant.rules.dialect.clone();
    let work = move || document(&packed.unpack().ok()?, &dialect).map(|document| Hash::of_content(&document));
    Ok(state.journal.compare(work).await.flatten())
}

async fn said(state: &AppState, bytes: &Bytes) -> Option<Hash> {
    let (dialect, bytes) = (state.config.tenant.rules.dialect.clone(), bytes.clone());
    let work = move || document(&bytes, &dialect).map(|document| Hash::of_content(&document));
    state.journal.compare(work).await?
}

/// What the tenant holds, seen from the write; `None` where it is no document.
async fn held(
    state: &AppState,
    intent: &Intent,
    base: &str,
    sent: Option<&Hash>,
    head: &Head,
) -> Result<Option<Held>, StoreError> {
    let Head::Document(Made { version, bytes, .. }) = head else { return Ok(Some(Held::Gone)) };
    if version == base {
        return Ok(Some(Held::Base));
    }
    let journal = &state.journal;
    let known = versions::known(&journal.store, &journal.org, &intent.workflow, version).await?;
    let made_by = known.and_then(|known| known.operation);
    if made_by.is_some_and(|operation| operation != intent.operation) {
        return Ok(Some(Held::Others));
    }
    let Some(said) = said(state, bytes).await else { return Ok(None) };
    Ok(Some(if sent == Some(&said) { Held::Same } else { Held::Else }))
}

/// The version after the base, where it is kept.
struct After {
    whose: Next,
    version: String,
    bytes: Bytes,
}

async fn next(state: &AppState, intent: &Intent, base: &str, sent: Option<&Hash>) -> Result<Option<After>, StoreError> {
    let journal = &state.journal;
    let Some(version) = base.parse::<u64>().ok().and_then(|base| base.checked_add(1)).map(|next| next.to_string())
    else {
        return Ok(None);
    };
    let Some(known) = versions::known(&journal.store, &journal.org, &intent.workflow, &version).await? else {
        return Ok(None);
    };
    let others = known.operation.is_some_and(|operation| operation != intent.operation);
    let kept = versions::bytes_of(&journal.store, &journal.org, &intent.workflow, &version).await?;
    let Some(bytes) = kept.and_then(|kept| kept.unpack().ok()) else { return Ok(None) };
    let bytes = Bytes::from(bytes);
    let same = !others && sent.is_some() && said(state, &bytes).await.as_ref() == sent;
    Ok(Some(After { whose: if same { Next::Same } else { Next::Others }, version, bytes }))
}

/// Records what was found out, then settles.
async fn settle(state: &AppState, intent: &Intent, verdict: Verdict, made: Option<Made>) -> Result<(), StoreError> {
    let access = AccessAudit {
        workflow_id: Some(intent.workflow.clone()),
        reason: verdict.name().to_owned(),
        rollback_to: intent.rollback_to.clone(),
        ..AccessAudit::default()
    };
    let entry = Entry::access(EVENT_WRITE_RESOLVED, &intent.operator, access).of_operation(&intent.operation);
    state.audit.append(entry).await?;
    let (workflow, key) = (intent.workflow.as_str(), intent.operation.as_str());
    tracing::info!(workflow, key, verdict = verdict.name(), "found out what became of a write");
    let Some(made) = made else {
        let settled = Settled { verdict, version: None, kept: None, answer: None, body: None };
        return intent::settle(&state.journal, key, &settled).await;
    };
    let (_, body) = Packed::of(&made.bytes, &state.config.tenant.rules.dialect).await;
    let base = intent.base_version.as_deref();
    let changes = match base {
        Some(base) => changes(state, workflow, base, &made.bytes).await,
        None => None,
    };
    let kept = NewVersion {
        workflow,
        version: &made.version,
        origin: KeptOrigin::Deployed,
        by: Some(&intent.operator),
        operation: Some(key),
        note: intent.note.as_deref(),
        base_version: base,
        changes: changes.as_deref(),
        rollback_to: intent.rollback_to.as_deref(),
        body: &body,
    };
    let settled = Settled { verdict, version: Some(&made.version), kept: Some(&kept), answer: None, body: None };
    intent::settle(&state.journal, key, &settled).await?;
    if let Some(news) = made.news {
        state.news.workflow(WorkflowNews { by: Some(intent.operator.clone()), ..news });
    }
    Ok(())
}

/// A tenth of a lease, twice as long after each look.
fn pause(journal: &Journal, looks: u32) -> Duration {
    (journal.times.lease / 10).saturating_mul(2_u32.saturating_pow(looks.min(MOST_DOUBLINGS)))
}
