//! The plain proxy: axum in front, reqwest behind, every header passed on, `Authorization` put in. As
//! one writes it in an afternoon, with one worker thread.
//!
//! `plain-proxy LISTEN UPSTREAM AUTHORIZATION`, as in `plain-proxy 127.0.0.1:1 http://127.0.0.1:2 'Bearer x'`.

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use std::sync::Arc;
use tokio::net::TcpListener;

struct Upstream {
    client: reqwest::Client,
    base_url: String,
    authorization: HeaderValue,
}

fn main() -> Result<()> {
    let [listen, base_url, authorization] = arguments()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        let upstream = Upstream {
            client: reqwest::Client::builder().no_proxy().build()?,
            base_url,
            authorization: HeaderValue::try_from(authorization).context("the third argument is no header")?,
        };
        let router = Router::new().fallback(pass).with_state(Arc::new(upstream));
        let listener = TcpListener::bind(&listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        // Without it the figures would be those of the kernel's timer. Where it fails, they are.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        axum::serve(listener, router).await.context("cannot serve")
    })
}

fn arguments() -> Result<[String; 3]> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    arguments.try_into().ok().context("three arguments are needed: LISTEN UPSTREAM AUTHORIZATION")
}

async fn pass(State(upstream): State<Arc<Upstream>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut headers = head.headers;
    headers.remove(header::HOST);
    headers.insert(header::AUTHORIZATION, upstream.authorization.clone());
    let mut request = upstream.client.request(head.method, format!("{}{path}", upstream.base_url)).headers(headers);
    if !body.is_end_stream() {
        request = request.body(reqwest::Body::wrap_stream(body.into_data_stream()));
    }
    match request.send().await {
        Ok(answer) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = answer.status();
            *response.headers_mut() = answer.headers().clone();
            *response.body_mut() = Body::from_stream(answer.bytes_stream());
            response
        }
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}
