//! A gate in front of a tenant that lets requests through in rounds: it holds each one until as many are
//! there as the round is planned to have. Whoever waits for an answer before asking on never fills a round,
//! so that what passes shows which requests depend on each other, however fast the machine is.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use reqwest::Client;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A running gate.
pub struct Gate {
    /// Where it stands.
    pub url: String,
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

struct Shared {
    tenant: String,
    http: Client,
    rounds: Mutex<Rounds>,
}

#[derive(Default)]
struct Rounds {
    /// How many requests the coming rounds have; one each after that.
    plan: VecDeque<usize>,
    held: Vec<(String, oneshot::Sender<()>)>,
    passed: Vec<Vec<String>>,
}

impl Gate {
    /// A gate in front of this tenant.
    pub async fn before(tenant: String) -> Self {
        let shared = Arc::new(Shared { tenant, http: Client::new(), rounds: Mutex::default() });
        let router = Router::new().fallback(pass).with_state(Arc::clone(&shared));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared, serving }
    }

    /// Plans the coming rounds.
    pub fn plan(&self, rounds: &[usize]) {
        *self.shared.rounds.lock().unwrap() = Rounds { plan: rounds.iter().copied().collect(), ..Rounds::default() };
    }

    /// The rounds that have passed since they were planned, each with its requests in order.
    pub fn passed(&self) -> Vec<Vec<String>> {
        self.shared.rounds.lock().unwrap().passed.clone()
    }

    /// The requests that wait for the others of their round.
    pub fn held(&self) -> Vec<String> {
        self.shared.rounds.lock().unwrap().held.iter().map(|(name, _)| name.clone()).collect()
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn pass(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let turn = shared.arrive(format!("{} {}", head.method, head.uri.path()));
    turn.await.unwrap();
    let url = format!("{}{}", shared.tenant, head.uri);
    let answer = shared.http.request(head.method, url).headers(head.headers).body(body).send().await.unwrap();
    let mut response = Response::builder().status(answer.status());
    response.headers_mut().unwrap().extend(answer.headers().clone());
    response.body(Body::from(answer.bytes().await.unwrap())).unwrap()
}

impl Shared {
    /// Holds a request, and lets its round through if that is now complete.
    fn arrive(&self, name: String) -> oneshot::Receiver<()> {
        let (go, turn) = oneshot::channel();
        let mut rounds = self.rounds.lock().unwrap();
        rounds.held.push((name, go));
        if rounds.held.len() >= rounds.plan.front().copied().unwrap_or(1) {
            rounds.plan.pop_front();
            let mut names = Vec::new();
            for (name, go) in std::mem::take(&mut rounds.held) {
                names.push(name);
                // Whoever asked may have left.
                let _ = go.send(());
            }
            names.sort();
            rounds.passed.push(names);
        }
        turn
    }
}
