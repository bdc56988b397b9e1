//! Sending one request, and telling its answers apart.

use crate::api::Failure;
use crate::browser::network;
use gloo_net::Error;
use gloo_net::http::{Method, RequestBuilder};
use serde::Serialize;
use std::borrow::Cow;
use std::cell::RefCell;
use web_sys::AbortSignal;
use workflow::deploy::TransportFailure;
use workflow::wire::{APP_HEADER, FromJson, Problem};

/// Longer than the proxy's own limit for reads (15 s), so that its clearer answer comes first.
const READ_TIMEOUT_MS: u32 = 25_000;
/// Longer than the proxy's own limit for writes (30 s).
const WRITE_TIMEOUT_MS: u32 = 40_000;

/// A request to the proxy.
pub(crate) struct Call<'a> {
    method: Method,
    url: &'a str,
    timeout_ms: u32,
    headers: Vec<(&'static str, &'a str)>,
    body: Option<(&'static str, String)>,
}

thread_local! {
    /// Who is told that nobody is signed in any more.
    static SIGNED_OUT: RefCell<Option<Box<dyn Fn()>>> = const { RefCell::new(None) };
    /// Who is told that somebody is signed in again.
    static SIGNED_IN: RefCell<Option<Box<dyn Fn()>>> = const { RefCell::new(None) };
}

/// Calls back with each answer that says that nobody is signed in (any more). There is one who is told.
pub fn on_signed_out(tell: impl Fn() + 'static) {
    SIGNED_OUT.set(Some(Box::new(tell)));
}

/// Calls back when somebody has signed in. There is one who is told: whoever asked last.
pub fn on_signed_in(tell: impl Fn() + 'static) {
    SIGNED_IN.set(Some(Box::new(tell)));
}

/// Tells that somebody has signed in.
pub(super) fn signed_in() {
    SIGNED_IN.with_borrow(|tell| tell.iter().for_each(|tell| tell()));
}

/// An answer that came in full.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) media_type: String,
    pub(crate) retry_after: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl<'a> Call<'a> {
    pub(crate) fn get(url: &'a str) -> Self {
        Self { method: Method::GET, url, timeout_ms: READ_TIMEOUT_MS, headers: Vec::new(), body: None }
    }

    pub(crate) fn put_json(url: &'a str, body: String) -> Self {
        let body = Some(("application/json", body));
        Self { method: Method::PUT, url, timeout_ms: WRITE_TIMEOUT_MS, headers: Vec::new(), body }
    }

    pub(crate) fn delete(url: &'a str) -> Self {
        Self { method: Method::DELETE, url, timeout_ms: WRITE_TIMEOUT_MS, headers: Vec::new(), body: None }
    }

    pub(crate) fn post(url: &'a str, media_type: &'static str, body: String) -> Self {
        let body = Some((media_type, body));
        Self { method: Method::POST, url, timeout_ms: WRITE_TIMEOUT_MS, headers: Vec::new(), body }
    }

    pub(crate) fn post_json(url: &'a str, body: &impl Serialize) -> Self {
        // The shapes sent are plain structs with string keys, for which serde_json cannot fail.
        Self::post(url, "application/json", serde_json::to_string(body).unwrap_or_default())
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: &'a str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Sends it and waits for the whole answer.
    pub(crate) async fn send(self) -> Result<Answer, TransportFailure> {
        if !network::online() {
            return Err(TransportFailure::NotSent);
        }
        let signal = AbortSignal::timeout_with_u32(self.timeout_ms);
        let mut request = RequestBuilder::new(self.url)
            .method(self.method)
            .header("Accept", "application/json")
            .header(APP_HEADER, "1")
            .abort_signal(Some(&signal));
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let sent = match self.body {
            Some((media_type, body)) => match request.header("Content-Type", media_type).body(body) {
                Ok(request) => request.send().await,
                Err(_) => return Err(TransportFailure::NotSent),
            },
            None => request.send().await,
        };
        let response = sent.map_err(transport_failure)?;
        let headers = response.headers();
        let media_type = headers.get("Content-Type").unwrap_or_default();
        let retry_after = headers.get("Retry-After");
        // As bytes: the browser's own text loses a byte order mark, and is copied at three times its size.
        let body = response.binary().await.map_err(transport_failure)?;
        let answer = Answer { status: response.status(), media_type, retry_after, body };
        if answer.status == 401 && answer.problem().is_some_and(|problem| problem.needs_sign_in()) {
            SIGNED_OUT.with_borrow(|tell| tell.iter().for_each(|tell| tell()));
        }
        Ok(answer)
    }

    /// Sends it and reads a successful answer's JSON.
    pub(crate) async fn read<T: FromJson>(self) -> Result<T, Failure> {
        self.send().await?.ok()?.json()
    }

    /// Sends it and reads the JSON of something that not every tenant offers.
    pub(crate) async fn read_optional<T: FromJson>(self) -> Result<Option<T>, Failure> {
        let answer = self.send().await?;
        if matches!(answer.status, 404 | 405) {
            return Ok(None);
        }
        answer.ok()?.json().map(Some)
    }
}

impl Answer {
    /// The answer where it is a success, else what it says went wrong.
    pub(crate) fn ok(self) -> Result<Self, Failure> {
        match self.status {
            200..=299 if self.is_html() => Err(Failure::NotJson { status: self.status }),
            200..=299 => Ok(self),
            _ => {
                let text = self.text();
                Err(Failure::from_answer(self.status, &self.media_type, self.retry_after.clone(), &text))
            }
        }
    }

    /// The proxy's own description of what went wrong, where the answer is that.
    pub(crate) fn problem(&self) -> Option<Problem> {
        if !self.media_type.starts_with("application/problem+json") {
            return None;
        }
        Problem::from_text(&self.text()).ok().filter(|problem| problem.kind.starts_with("/problems/"))
    }

    fn json<T: FromJson>(&self) -> Result<T, Failure> {
        T::from_text(&self.text()).map_err(|error| Failure::Malformed { detail: error.to_string() })
    }

    /// The body as text, for words. What is not UTF-8 is replaced; a workflow is never read so.
    fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    fn is_html(&self) -> bool {
        self.media_type.starts_with("text/html")
    }
}

fn transport_failure(error: Error) -> TransportFailure {
    match error {
        Error::JsError(error) if error.name == "TimeoutError" => TransportFailure::Timeout,
        _ if !network::online() => TransportFailure::NotSent,
        _ => TransportFailure::Broken,
    }
}
