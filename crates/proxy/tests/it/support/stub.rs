//! A tenant that records what it is asked and answers as the test says.

use super::logs::start_logs;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use http::{HeaderMap, StatusCode, header};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::task::JoinHandle;

/// A request as the tenant saw it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    /// Path and query, raw.
    pub target: String,
    pub headers: HeaderMap,
    pub body: String,
}

impl Seen {
    #[track_caller]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// What the tenant does.
pub enum Reply {
    Now(Response),
    Never,
}

impl From<Response> for Reply {
    fn from(response: Response) -> Self {
        Self::Now(response)
    }
}

type Answer = dyn Fn(&Seen) -> Reply + Send + Sync;
type TokenAnswer = dyn Fn(usize) -> Reply + Send + Sync;

/// A running stub.
pub struct Stub {
    pub base_url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    tokens: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Stub {
    /// Answers everything but tokens by `answer`; the n-th token is `token-n`, good for an hour.
    pub async fn start<R: Into<Reply>>(answer: impl Fn(&Seen) -> R + Send + Sync + 'static) -> Self {
        Self::with_tokens(answer, |n| json(200, &format!(r#"{{"access_token":"token-{n}","expires_in":3600}}"#)).into())
            .await
    }

    pub async fn with_tokens<R: Into<Reply>>(
        answer: impl Fn(&Seen) -> R + Send + Sync + 'static,
        token: impl Fn(usize) -> Reply + Send + Sync + 'static,
    ) -> Self {
        start_logs();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let tokens = Arc::new(AtomicUsize::new(0));
        let answer: Arc<Answer> = Arc::new(move |seen| answer(seen).into());
        let token: Arc<TokenAnswer> = Arc::new(token);
        let (seen_here, tokens_here) = (Arc::clone(&seen), Arc::clone(&tokens));
        let router = Router::new().fallback(move |request: Request| {
            let (answer, token) = (Arc::clone(&answer), Arc::clone(&token));
            let (seen, tokens) = (Arc::clone(&seen_here), Arc::clone(&tokens_here));
            async move {
                let request = record(request).await;
                let reply = if request.target == "/oauth2/token" {
                    token(tokens.fetch_add(1, Ordering::SeqCst) + 1)
                } else {
                    answer(&request)
                };
                seen.lock().unwrap().push(request);
                match reply {
                    Reply::Now(response) => response,
                    Reply::Never => std::future::pending().await,
                }
            }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { base_url, seen, tokens, task }
    }

    /// How many tokens were asked for.
    pub fn tokens(&self) -> usize {
        self.tokens.load(Ordering::SeqCst)
    }

    /// The token requests.
    pub fn token_requests(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().iter().filter(|seen| seen.target == "/oauth2/token").cloned().collect()
    }

    /// All requests but those for tokens.
    pub fn requests(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().iter().filter(|seen| seen.target != "/oauth2/token").cloned().collect()
    }

    /// The only request.
    #[track_caller]
    pub fn request(&self) -> Seen {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:#?}");
        requests[0].clone()
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A JSON answer.
pub fn json(status: u16, body: &str) -> Response {
    let mut response = Response::new(Body::from(body.to_owned()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response.headers_mut().insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
    response
}

async fn record(request: Request) -> Seen {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Seen {
        method: head.method.to_string(),
        target: head.uri.to_string(),
        headers: head.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}
