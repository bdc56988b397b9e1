//! Faults on request: what goes wrong, where, when and how often.
//!
//! At most one fault per phase hits a request: the first in the order they were added whose route
//! (and id) match. So faults on one route are a script: the first request meets the first, the
//! next request the second.

pub(crate) mod hit;

use crate::router::{Endpoint, Matched};
use crate::tenant::lock;
use http::header::HeaderValue;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Mutex;
use tokio::sync::watch;

/// A fault, waiting for its requests. As JSON:
/// `{"route":"putWorkflow","phase":"after","times":1,"id":"wf_12345","fault":{"kind":"reset"}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The route it hits; `None` (`"any"`) for every route.
    #[serde(default, deserialize_with = "route_from_text", serialize_with = "route_to_text")]
    pub route: Option<Endpoint>,
    /// Hits only requests for this id (the path's last segment), where given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Before or after the request is carried out.
    #[serde(default)]
    pub phase: Phase,
    /// How many requests it hits.
    #[serde(default = "once")]
    pub times: u32,
    /// What goes wrong.
    #[serde(rename = "fault")]
    pub kind: FaultKind,
}

impl Fault {
    /// A fault that hits the next request to a route, before it is carried out.
    #[must_use]
    pub fn before(route: Endpoint, kind: FaultKind) -> Self {
        Self { route: Some(route), id: None, phase: Phase::Before, times: 1, kind }
    }

    /// A fault that hits the next request to a route, after it was carried out.
    #[must_use]
    pub fn after(route: Endpoint, kind: FaultKind) -> Self {
        Self { phase: Phase::After, ..Self::before(route, kind) }
    }

    /// The same for several requests.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    /// The same for requests for one id only.
    #[must_use]
    pub fn only(self, id: &str) -> Self {
        Self { id: Some(id.to_owned()), ..self }
    }
}

/// When a fault hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Phase {
    /// Nothing of the request is carried out, where the fault is an answer or a lost connection.
    /// The other kinds happen first, then the request is carried out.
    #[default]
    Before,
    /// The request is carried out, then the fault hits the answer.
    After,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum FaultKind {
    /// Another status is answered.
    Status {
        /// 200 to 599.
        status: u16,
        /// The `Retry-After` header.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after: Option<RetryAfter>,
        /// The JSON body; without one, an error body that names the status.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<serde_json::Value>,
    },
    /// The request is held up.
    Delay {
        /// For this long.
        ms: u64,
    },
    /// The request is held up until [`Faults::release`].
    Hold,
    /// The connection is closed with a TCP reset, and the request is carried out later, although nobody waits for it any more.
    /// In the phase after it is carried out at once.
    Late {
        /// After this long.
        ms: u64,
    },
    /// The answer's body comes in pieces. The request is carried out in either phase.
    Drip {
        /// Bytes in a piece.
        bytes: usize,
        /// Pause before each piece.
        ms: u64,
    },
    /// The connection is closed with a TCP reset.
    Reset,
    /// The answer ends early: its whole length is announced, then the connection closes.
    Truncate {
        /// Bytes of the body that are sent.
        bytes: usize,
    },
    /// The answer is longer than it says: fewer bytes are announced than are sent.
    Understate {
        /// Bytes of the body that are announced.
        bytes: usize,
    },
    /// HTML is answered, as by a gateway's error or login page.
    Html {
        /// The status with it.
        #[serde(default = "ok")]
        status: u16,
    },
    /// Another administrator saves the workflow that is asked for. Does nothing on routes that are
    /// not about one workflow.
    OtherSave {
        /// Who.
        operator: String,
    },
    /// Every token given out ends.
    ExpireTokens,
    /// A 200 is answered whose body is cut JSON (its length is right).
    MalformedJson,
}

/// A `Retry-After` header, in the forms that clients meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RetryAfter {
    /// As it is: seconds, or an HTTP date.
    Text(String),
    /// An HTTP date so many seconds from the moment of the answer.
    #[serde(rename_all = "camelCase")]
    DateIn {
        /// Seconds from now.
        retry_after_date_in_seconds: u64,
    },
}

/// Why a fault was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadFault {
    #[error("times must be at least 1")]
    NoTimes,
    #[error("the status {0} is not one that an answer can have (200 to 599)")]
    Status(u16),
    #[error("{0:?} cannot be a Retry-After header")]
    RetryAfter(String),
}

/// The faults waiting to hit requests.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: Mutex<Vec<Fault>>,
    /// How many requests are held.
    held: watch::Sender<usize>,
    /// Counts the releases.
    released: watch::Sender<u64>,
}

/// A request that is held. Dropping it ends that: its client may have left.
struct Held<'a>(&'a watch::Sender<usize>);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|held| *held -= 1);
    }
}

impl Faults {
    /// Adds a fault behind those that wait already.
    pub fn add(&self, fault: Fault) {
        lock(&self.waiting).push(fault);
    }

    /// Forgets every fault that waits.
    pub fn clear(&self) {
        lock(&self.waiting).clear();
    }

    /// The faults that still wait, in order, each with the requests it has left.
    #[must_use]
    pub fn waiting(&self) -> Vec<Fault> {
        lock(&self.waiting).clone()
    }

    /// Lets the requests that are held go on.
    pub fn release(&self) {
        self.released.send_modify(|released| *released += 1);
    }

    /// Waits until so many requests are held.
    pub async fn until_held(&self, requests: usize) {
        // The sender is ours, so the channel is open.
        let _ = self.held.subscribe().wait_for(|held| *held == requests).await;
    }

    /// Holds a request.
    pub(crate) async fn hold(&self) {
        let mut released = self.released.subscribe();
        self.held.send_modify(|held| *held += 1);
        let _held = Held(&self.held);
        let _ = released.changed().await;
    }

    /// The fault that hits a request in a phase, counted down.
    pub(crate) fn take(&self, matched: &Matched, phase: Phase) -> Option<FaultKind> {
        let mut faults = lock(&self.waiting);
        let at = faults.iter().position(|fault| {
            fault.phase == phase
                && fault.times > 0
                && fault.route.is_none_or(|route| route == matched.endpoint)
                && fault.id.as_ref().is_none_or(|id| *id == matched.id)
        })?;
        faults[at].times -= 1;
        let kind = faults[at].kind.clone();
        if faults[at].times == 0 {
            faults.remove(at);
        }
        Some(kind)
    }
}

/// Whether a fault from outside makes sense.
pub(crate) fn check(fault: &Fault) -> Result<(), BadFault> {
    if fault.times == 0 {
        return Err(BadFault::NoTimes);
    }
    match &fault.kind {
        FaultKind::Status { status, retry_after, .. } => {
            if let Some(RetryAfter::Text(text)) = retry_after
                && HeaderValue::from_str(text).is_err()
            {
                return Err(BadFault::RetryAfter(text.clone()));
            }
            check_status(*status)
        }
        FaultKind::Html { status } => check_status(*status),
        _ => Ok(()),
    }
}

fn check_status(status: u16) -> Result<(), BadFault> {
    if (200..600).contains(&status) { Ok(()) } else { Err(BadFault::Status(status)) }
}

fn once() -> u32 {
    1
}

fn ok() -> u16 {
    200
}

fn route_from_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Endpoint>, D::Error> {
    #[derive(Deserialize)]
    enum Any {
        #[serde(rename = "any")]
        Any,
    }
    let text = String::deserialize(deserializer)?;
    let value = || serde::de::value::StrDeserializer::<D::Error>::new(&text);
    if Any::deserialize(value()).is_ok() { Ok(None) } else { Endpoint::deserialize(value()).map(Some) }
}

fn route_to_text<S: Serializer>(route: &Option<Endpoint>, serializer: S) -> Result<S::Ok, S::Error> {
    match route {
        None => serializer.serialize_str("any"),
        Some(endpoint) => endpoint.serialize(serializer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(id: &str) -> Matched {
        Matched { endpoint: Endpoint::PutWorkflow, id: id.into() }
    }

    #[test]
    fn faults_on_one_route_are_met_in_order() {
        let faults = Faults::default();
        faults.add(Fault::before(Endpoint::PutWorkflow, FaultKind::Delay { ms: 1 }).times(2));
        faults.add(Fault::before(Endpoint::PutWorkflow, FaultKind::Reset));
        let met: Vec<_> = (0..4).map(|_| faults.take(&put("wf"), Phase::Before)).collect();
        let delay = Some(FaultKind::Delay { ms: 1 });
        assert_eq!(met, [delay.clone(), delay, Some(FaultKind::Reset), None]);
        assert!(faults.waiting().is_empty());
    }

    #[test]
    fn route_phase_and_id_must_match() {
        let faults = Faults::default();
        faults.add(Fault::after(Endpoint::PutWorkflow, FaultKind::Reset).only("wf_1"));
        assert_eq!(faults.take(&put("wf_1"), Phase::Before), None);
        assert_eq!(faults.take(&put("wf_2"), Phase::After), None);
        let get = Matched { endpoint: Endpoint::GetWorkflow, id: "wf_1".into() };
        assert_eq!(faults.take(&get, Phase::After), None);
        assert_eq!(faults.take(&put("wf_1"), Phase::After), Some(FaultKind::Reset));
    }

    #[test]
    fn faults_are_read_and_written_as_json() {
        let texts = [
            r#"{"route":"any","phase":"before","times":1,"fault":{"kind":"reset"}}"#,
            r#"{"route":"getTemplate","phase":"after","times":3,"fault":{"kind":"truncate","bytes":10}}"#,
            r#"{"route":"putWorkflow","id":"wf_1","phase":"before","times":1,"fault":{"kind":"status","status":429,"retryAfter":"7"}}"#,
            r#"{"route":"token","phase":"before","times":1,"fault":{"kind":"status","status":503,"retryAfter":{"retryAfterDateInSeconds":2}}}"#,
        ];
        for text in texts {
            let fault: Fault = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&fault).unwrap(), text);
        }
        let wrong: Result<Fault, _> = serde_json::from_str(r#"{"route":"nowhere","fault":{"kind":"reset"}}"#);
        assert!(wrong.unwrap_err().to_string().contains("nowhere"));
    }
}
