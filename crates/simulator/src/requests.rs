//! What was asked of the tenant: the record that tests read. It never holds a token or a secret.

use crate::router::Endpoint;
use crate::tenant::lock;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

/// Requests kept; older ones are forgotten, so that a demonstration may run for weeks.
const KEPT: usize = 1000;

/// Bytes of bodies kept: a dozen saves of the largest workflow.
const KEPT_BYTES: usize = 64 * 1024 * 1024;

/// A request of the vendor's contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordedRequest {
    /// Counts up from 1, over clearings too.
    pub sequence: u64,
    /// `GET`, `PUT` …
    pub method: String,
    /// The path as it was asked for, without the query.
    pub path: String,
    /// The status of the answer. `None` while it is being handled, and where the connection was
    /// reset instead.
    pub status: Option<u16>,
    /// From the request's last byte to the answer's first, in ms. `None` while it is being handled.
    pub ms: Option<u64>,
    /// The `Idempotency-Key` header.
    pub idempotency_key: Option<String>,
    /// The body of a `PUT` or `POST`. A webhook's secret is replaced, a token request is left out.
    pub body: Option<String>,
}

/// The record.
#[derive(Debug, Default)]
pub(crate) struct RequestLog(Mutex<Log>);

#[derive(Debug, Default)]
struct Log {
    last: u64,
    bytes: usize,
    entries: VecDeque<RecordedRequest>,
}

impl Log {
    fn push(&mut self, request: RecordedRequest) {
        self.bytes += body_bytes(&request);
        self.entries.push_back(request);
        while self.entries.len() > KEPT || (self.bytes > KEPT_BYTES && self.entries.len() > 1) {
            let oldest = self.entries.pop_front();
            self.bytes -= oldest.as_ref().map_or(0, body_bytes);
        }
    }
}

fn body_bytes(request: &RecordedRequest) -> usize {
    request.body.as_ref().map_or(0, String::len)
}

impl RequestLog {
    /// Records a request that has arrived. Answers its number.
    pub(crate) fn begin(&self, mut request: RecordedRequest) -> u64 {
        let mut log = lock(&self.0);
        log.last += 1;
        request.sequence = log.last;
        let sequence = log.last;
        log.push(request);
        sequence
    }

    /// Records how a request ended.
    pub(crate) fn finish(&self, sequence: u64, status: Option<u16>, took: Duration) {
        let mut log = lock(&self.0);
        if let Some(entry) = log.entries.iter_mut().rev().find(|entry| entry.sequence == sequence) {
            entry.status = status;
            entry.ms = Some(u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
        }
    }

    /// Every request, oldest first.
    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        lock(&self.0).entries.iter().cloned().collect()
    }

    /// Forgets them.
    pub(crate) fn clear(&self) {
        let mut log = lock(&self.0);
        log.entries.clear();
        log.bytes = 0;
    }
}

/// The part of a body that may be recorded.
pub(crate) fn recordable(endpoint: Option<Endpoint>, body: &[u8]) -> Option<String> {
    match endpoint {
        Some(Endpoint::PutWorkflow) => Some(String::from_utf8_lossy(body).into_owned()),
        Some(Endpoint::PostWebhook) => {
            let mut value: serde_json::Value = serde_json::from_slice(body).ok()?;
            let secret = value.get_mut("secret")?;
            *secret = "[redacted]".into();
            Some(value.to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(body: String) -> RecordedRequest {
        RecordedRequest {
            sequence: 0,
            method: "PUT".into(),
            path: "/api/v2/workflows/wf".into(),
            status: None,
            ms: None,
            idempotency_key: None,
            body: Some(body),
        }
    }

    #[test]
    fn the_oldest_requests_are_forgotten() {
        let log = RequestLog::default();
        for _ in 0..KEPT + 2 {
            log.begin(put("{}".into()));
        }
        let first = log.all()[0].sequence;
        assert_eq!((first, log.all().len()), (3, KEPT));
        log.begin(put(" ".repeat(KEPT_BYTES)));
        assert_eq!(log.all().len(), 1, "the newest is kept");
    }

    #[test]
    fn secrets_are_not_recorded() {
        let webhook = br#"{"name":"n","secret":"whsec_AAAA"}"#;
        let recorded = recordable(Some(Endpoint::PostWebhook), webhook).unwrap();
        assert_eq!(recorded, r#"{"name":"n","secret":"[redacted]"}"#);
        assert_eq!(recordable(Some(Endpoint::PostWebhook), b"{ broken whsec_AAAA"), None);
        assert_eq!(recordable(Some(Endpoint::Token), b"client_secret=x"), None);
        assert_eq!(recordable(None, b"client_secret=x"), None);
    }
}
