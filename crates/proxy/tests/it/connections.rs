//! The connections to the tenant: kept as long as both sides like them, and not missed when they end.

use crate::support::{Stub, World};
use cxone_proxy::config::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const REQUESTS: usize = 20;

/// A tenant that answers every request with `{}`, `each` of them on a connection. Counts connections.
async fn tenant(each: usize) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::<AtomicUsize>::default();
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(answer(stream, each));
        }
    });
    (url, count)
}

async fn answer(mut stream: TcpStream, each: usize) {
    for _ in 0..each {
        let (mut head, mut byte) = (Vec::new(), [0]);
        while !head.ends_with(b"\r\n\r\n") {
            if stream.read(&mut byte).await.unwrap() == 0 {
                return;
            }
            head.push(byte[0]);
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
    }
}

async fn world(each: usize) -> (World, Stub, Arc<AtomicUsize>) {
    let tokens = Stub::start(|_| crate::support::json(200, "{}")).await;
    let (url, count) = tenant(each).await;
    let token_url = format!("{}/oauth2/token", tokens.base_url);
    let world = World::with(&url, |config| match &mut config.tenant.connection {
        Connection::Remote(remote) => remote.token_url = token_url,
        Connection::Demo => panic!("not the demo"),
    })
    .await;
    (world, tokens, count)
}

#[tokio::test]
async fn a_connection_serves_one_request_after_the_other() {
    let (world, _tokens, count) = world(usize::MAX).await;
    for _ in 0..REQUESTS {
        assert_eq!(world.send(world.get("/api/workflows/wf_1")).await.text().await.unwrap(), "{}");
    }
    let connections = count.load(Ordering::SeqCst);
    assert!(connections < REQUESTS / 4, "{connections} connections for {REQUESTS} requests");
}

#[tokio::test]
async fn a_connection_that_the_tenant_has_ended_is_replaced() {
    let (world, _tokens, count) = world(1).await;
    for _ in 0..REQUESTS {
        assert_eq!(world.send(world.get("/api/workflows/wf_1")).await.status(), 200);
    }
    assert_eq!(count.load(Ordering::SeqCst), REQUESTS);
}

#[tokio::test]
async fn requests_at_once_have_a_connection_each_and_share_them_later() {
    let (world, _tokens, count) = world(usize::MAX).await;
    for _ in 0..4 {
        let requests = (0..8).map(|_| world.send(world.get("/api/workflows/wf_1")));
        let answers = futures_util::future::join_all(requests).await;
        assert!(answers.iter().all(|answer| answer.status() == 200));
    }
    let connections = count.load(Ordering::SeqCst);
    assert!(connections <= 16, "{connections} connections for 8 requests at once");
}
