//! What is read before anything is written: workflow, template and attachments, side by side.

use super::asking::{NoResponse, ask};
use super::words::no_response;
use super::{Order, Watch};
use futures_util::future::{join, join_all};
use std::time::{Duration, Instant};
use tenant::{Call, Route, Segment, Tenant, TenantConfig};
use workflow::deploy::{Response, parse_retry_after};
use workflow::document::{Document, FileId, TemplateId};
use workflow::validate::{AttachmentFact, Facts, TemplateFact};
use workflow::wire::{Attachment, Template};

/// What was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The workflow as the tenant sent it.
    pub document: Document,
    /// What is known about the tenant.
    pub facts: Facts,
    /// What could not be asked, in words.
    pub unknown: Vec<String>,
    /// When it began.
    pub(super) began: Instant,
    /// The same, in ms since 1970.
    pub(super) began_unix_ms: u64,
    /// The answer that the document came with.
    pub(super) response: Response,
}

/// Why there is nothing to deploy to. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadingError {
    /// The tenant says no: it has no such workflow, or does not let us see it.
    #[error("the tenant answered {status}")]
    Refused {
        /// Its status.
        status: u16,
        /// Its body.
        body: String,
    },
    /// The credentials are refused.
    #[error("{0}")]
    Credentials(tenant::TokenError),
    /// The tenant cannot be reached or does not work.
    #[error("{0}")]
    Unavailable(String),
    /// It answered with something that is not this workflow.
    #[error("{0}")]
    NotAWorkflow(String),
}

impl Reading {
    /// Asks for everything at once. Only the workflow must be had: what else cannot be asked is not
    /// judged, and said in [`Reading::unknown`].
    ///
    /// # Errors
    /// Where there is no workflow, after as many tries as the settings allow.
    pub async fn take(
        tenant: &Tenant,
        config: &TenantConfig,
        order: &Order,
        watch: &mut dyn Watch,
    ) -> Result<Self, ReadingError> {
        let (began, began_unix_ms) = (Instant::now(), unix_ms());
        let facts = join(template_fact(tenant, order.template()), attachment_facts(tenant, order.attachments()));
        let (read, (template, attachments)) = join(read_workflow(tenant, config, &order.workflow, watch), facts).await;
        let response = read?;
        let document = Document::parse_with(&response.body, &config.rules.dialect)
            .map_err(|error| ReadingError::NotAWorkflow(error.to_string()))?;
        if document.id().is_some_and(|id| id != order.workflow.plain()) {
            return Err(ReadingError::NotAWorkflow("it is another workflow".to_owned()));
        }
        let mut facts = Facts { scope_paths: config.rules.scope_paths.iter().cloned().collect(), ..Facts::default() };
        let mut unknown = Vec::new();
        if let Some((id, fact)) = template {
            match fact {
                Ok(fact) => drop(facts.templates.insert(id, fact)),
                Err(reason) => unknown.push(format!("template `{id}` could not be looked at: {reason}")),
            }
        }
        for (id, fact) in attachments {
            match fact {
                Ok(fact) => drop(facts.attachments.insert(id, fact)),
                Err(reason) => unknown.push(format!("attachment `{id}` could not be looked at: {reason}")),
            }
        }
        Ok(Self { document, facts, unknown, began, began_unix_ms, response })
    }
}

/// Reads the workflow, again and again as the policy says.
async fn read_workflow(
    tenant: &Tenant,
    config: &TenantConfig,
    id: &Segment,
    watch: &mut dyn Watch,
) -> Result<Response, ReadingError> {
    let call = Call::get(Route::Workflow(id.clone()));
    let mut failures = 0;
    loop {
        let (problem, retry_after) = match ask(tenant, &call).await {
            Ok(response @ Response { status: 200..=299, .. }) => return Ok(response),
            Ok(Response { status, retry_after, .. })
                if matches!(status, 408 | 500..) || config.retry.later_statuses.contains(&status) =>
            {
                (format!("the tenant answered {status}"), retry_after)
            }
            Ok(Response { status, body, .. }) => return Err(ReadingError::Refused { status, body }),
            Err(NoResponse::Tenant(tenant::TenantError::Token(error @ tenant::TokenError::Refused { .. }))) => {
                return Err(ReadingError::Credentials(error));
            }
            Err(error) => (no_response(&error), None),
        };
        failures += 1;
        if failures >= config.retry.max_attempts.max(1) {
            return Err(ReadingError::Unavailable(problem));
        }
        let wait = pause(config, failures, retry_after.as_deref());
        watch.trouble(&problem, wait);
        tokio::time::sleep(wait).await;
    }
}

/// What the tenant asks for, capped; else the delay of the policy, doubled with each failure and drawn
/// at random, so that many clients do not come back at once.
fn pause(config: &TenantConfig, failures: u32, retry_after: Option<&str>) -> Duration {
    let policy = &config.retry;
    let asked = retry_after.and_then(|header| parse_retry_after(header, unix_ms()));
    let ms = asked.unwrap_or_else(|| {
        let longest = policy.base_delay_ms.saturating_mul(1 << failures.saturating_sub(1).min(32));
        // Without randomness the wait is the longest.
        getrandom::u64().map_or(longest, |random| random % longest.saturating_add(1).max(1))
    });
    Duration::from_millis(ms.min(policy.max_delay_ms))
}

/// Milliseconds since 1970.
pub(super) fn unix_ms() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

type Asked<Id, Fact> = (Id, Result<Fact, String>);

async fn template_fact(tenant: &Tenant, id: Option<TemplateId>) -> Option<Asked<TemplateId, TemplateFact>> {
    let id = id?;
    let fact = look(tenant, id.as_str(), Route::Template, TemplateFact::Missing, |body| {
        serde_json::from_str(body).map(|template: Template| TemplateFact::of(&template))
    });
    let fact = fact.await;
    Some((id, fact))
}

async fn attachment_facts(tenant: &Tenant, ids: Vec<FileId>) -> Vec<Asked<FileId, AttachmentFact>> {
    join_all(ids.into_iter().map(|id| async {
        let fact = look(tenant, id.as_str(), Route::Attachment, AttachmentFact::Missing, |body| {
            serde_json::from_str(body).map(|file: Attachment| AttachmentFact::of(&file))
        });
        let fact = fact.await;
        (id, fact)
    }))
    .await
}

async fn look<Fact>(
    tenant: &Tenant,
    id: &str,
    route: fn(Segment) -> Route,
    missing: Fact,
    known: impl FnOnce(&str) -> Result<Fact, serde_json::Error>,
) -> Result<Fact, String> {
    // No tenant has anything under an id that cannot be asked for.
    let Ok(segment) = Segment::parse(id) else { return Ok(missing) };
    match ask(tenant, &Call::get(route(segment))).await {
        Ok(Response { status: 200, body, .. }) => {
            known(&body).map_err(|error| format!("the tenant's answer cannot be understood ({error})"))
        }
        Ok(Response { status: 404, .. }) => Ok(missing),
        Ok(Response { status, .. }) => Err(format!("the tenant answered {status}")),
        Err(error) => Err(no_response(&error)),
    }
}
