//! Webhook deliveries: `workflow.updated`, signed by the Standard Webhooks scheme, sent in the
//! background, three tries of five seconds each.
//!
//! Only `http` receivers are delivered to: the simulator is a tool for one machine and carries no
//! TLS. A webhook with an `https` URL is registered and its deliveries are recorded as failed.

use crate::clock;
use crate::tenant::{Tenant, lock};
use crate::webhooks::{WORKFLOW_UPDATED, Webhook};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::Request;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use workflow::wire::WorkflowSummary;

/// How long one try may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Pauses before the second and the third try.
const PAUSES: [Duration; 2] = [Duration::from_millis(250), Duration::from_secs(1)];

/// Deliveries kept; older ones are forgotten.
const KEPT: usize = 1000;

/// A delivery to one webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// The `webhook-id` header: the same for every try.
    pub message_id: String,
    /// The webhook.
    pub webhook_id: String,
    /// Where it goes.
    pub url: String,
    /// The body.
    pub body: String,
    /// How far it has come.
    pub state: DeliveryState,
    /// The tries so far.
    pub attempts: Vec<DeliveryAttempt>,
}

/// How far a delivery has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeliveryState {
    /// Tries are left.
    Pending,
    /// The receiver answered 2xx.
    Delivered,
    /// Every try failed.
    Failed,
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryAttempt {
    /// The receiver's status.
    pub status: Option<u16>,
    /// Why there was none.
    pub error: Option<String>,
    /// How long it took.
    pub ms: u64,
}

/// A delivery to be sent.
#[derive(Debug)]
pub(crate) struct Job {
    message_id: String,
    webhook: Webhook,
    body: String,
}

/// The record of deliveries, and the way to ask for one.
#[derive(Debug)]
pub(crate) struct Deliveries {
    record: Mutex<Vec<Delivery>>,
    jobs: mpsc::UnboundedSender<Job>,
}

impl Deliveries {
    pub(crate) fn new() -> (Self, mpsc::UnboundedReceiver<Job>) {
        let (jobs, receiver) = mpsc::unbounded_channel();
        (Self { record: Mutex::default(), jobs }, receiver)
    }

    /// Every delivery, oldest first.
    pub(crate) fn all(&self) -> Vec<Delivery> {
        lock(&self.record).clone()
    }

    /// Forgets them. Those under way go on, unrecorded.
    pub(crate) fn clear(&self) {
        lock(&self.record).clear();
    }

    fn add(&self, delivery: Delivery) {
        let mut record = lock(&self.record);
        if record.len() == KEPT {
            record.remove(0);
        }
        record.push(delivery);
    }

    fn update(&self, message_id: &str, change: impl FnOnce(&mut Delivery)) {
        let mut record = lock(&self.record);
        if let Some(delivery) = record.iter_mut().rev().find(|delivery| delivery.message_id == message_id) {
            change(delivery);
        }
    }
}

/// Tells every webhook about a save.
pub(crate) fn workflow_updated(tenant: &Tenant, saved: &WorkflowSummary) {
    let webhooks: Vec<Webhook> =
        tenant.store().webhooks.values().filter(|webhook| webhook.shown.enabled).cloned().collect();
    for webhook in webhooks {
        let now = clock::unix_ms();
        let event = serde_json::json!({
            "type": WORKFLOW_UPDATED,
            "timestamp": now,
            "data": {
                "workflowId": saved.id,
                "version": saved.version,
                "lastUpdatedTimestamp": saved.last_updated_timestamp,
                "updatedBy": saved.last_updated_by,
            },
        });
        let message_id = format!("msg_{}_{}_{}_{now:x}", webhook.shown.id, saved.id, saved.version.unwrap_or_default());
        let body = event.to_string();
        tenant.deliveries.add(Delivery {
            message_id: message_id.clone(),
            webhook_id: webhook.shown.id.clone(),
            url: webhook.shown.url.clone(),
            body: body.clone(),
            state: DeliveryState::Pending,
            attempts: Vec::new(),
        });
        if tenant.deliveries.jobs.send(Job { message_id, webhook, body }).is_err() {
            tracing::debug!("the simulator is stopping; a delivery is not sent");
        }
    }
}

/// Sends deliveries until it is dropped.
pub(crate) async fn run(tenant: Arc<Tenant>, mut jobs: mpsc::UnboundedReceiver<Job>) {
    let client: Sender = Client::builder(TokioExecutor::new()).build_http();
    let mut sending = JoinSet::new();
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => {
                    sending.spawn(deliver(Arc::clone(&tenant), client.clone(), job));
                }
                None => return,
            },
            Some(_) = sending.join_next(), if !sending.is_empty() => {}
        }
    }
}

type Sender = Client<HttpConnector, Full<Bytes>>;

async fn deliver(tenant: Arc<Tenant>, client: Sender, job: Job) {
    let mut pauses = PAUSES.into_iter();
    loop {
        let started = Instant::now();
        let outcome = attempt(&client, &job).await;
        let delivered = matches!(outcome, Ok(status) if (200..300).contains(&status));
        let pause = pauses.next().filter(|_| !delivered);
        let attempt = DeliveryAttempt {
            status: outcome.as_ref().ok().copied(),
            error: outcome.err(),
            ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        };
        tracing::info!(webhook = job.webhook.shown.id, status = attempt.status, ms = attempt.ms, "delivery");
        tenant.deliveries.update(&job.message_id, |delivery| {
            delivery.attempts.push(attempt);
            delivery.state = match (delivered, pause) {
                (true, _) => DeliveryState::Delivered,
                (false, Some(_)) => DeliveryState::Pending,
                (false, None) => DeliveryState::Failed,
            };
        });
        match pause {
            Some(pause) => tokio::time::sleep(pause).await,
            None => return,
        }
    }
}

/// One try: the status, or why there is none.
async fn attempt(client: &Sender, job: &Job) -> Result<u16, String> {
    let request = request(job)?;
    match tokio::time::timeout(TIMEOUT, client.request(request)).await {
        Ok(Ok(response)) => Ok(response.status().as_u16()),
        Ok(Err(error)) => Err(format!("the receiver could not be reached: {error}")),
        Err(_) => Err(format!("the receiver did not answer within {} s", TIMEOUT.as_secs())),
    }
}

fn request(job: &Job) -> Result<Request<Full<Bytes>>, String> {
    if !job.webhook.shown.url.starts_with("http://") {
        return Err("the simulator delivers over http only".to_owned());
    }
    let timestamp = (clock::unix_ms() / 1000).to_string();
    let signature = sign(&job.webhook.secret, &job.message_id, &timestamp, &job.body);
    let mut request = Request::post(&job.webhook.shown.url)
        .body(Full::new(Bytes::from(job.body.clone())))
        .map_err(|error| error.to_string())?;
    let headers = request.headers_mut();
    // The webhook's own headers come first, so that none of them replaces a signature.
    let own = job.webhook.shown.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let signed = [
        (CONTENT_TYPE.as_str(), "application/json"),
        ("webhook-id", &job.message_id),
        ("webhook-timestamp", &timestamp),
        ("webhook-signature", &signature),
    ];
    for (name, value) in own.chain(signed) {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
        headers.insert(name, HeaderValue::from_str(value).map_err(|error| error.to_string())?);
    }
    Ok(request)
}

/// The `webhook-signature` header (Standard Webhooks, symmetric signatures).
fn sign(secret: &[u8], id: &str, timestamp: &str, body: &str) -> String {
    #[allow(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks reference libraries.
    #[test]
    fn the_signature_is_that_of_the_standard() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = r#"{"test": 2432232314}"#;
        assert_eq!(
            sign(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }
}
