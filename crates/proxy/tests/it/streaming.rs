//! Bodies pass while they arrive, and whoever does not read is not read for: what the proxy holds of a
//! body is bounded, whichever side is slow.

use crate::support::{Stub, World, problem};
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_util::StreamExt;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tenant::Frames;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

const MIB: usize = 1024 * 1024;

/// What two connections and the system's buffers on them may hold: they grow up to 6 MiB to read and
/// 4 MiB to write.
const HELD: usize = 32 * MIB;

#[tokio::test]
async fn a_browser_that_does_not_read_stops_the_tenant_and_is_left_in_time() {
    let taken = Arc::new(AtomicUsize::new(0));
    let (end, mut ended) = mpsc::channel::<()>(1);
    let count = Arc::clone(&taken);
    let tenant = Stub::start(move |_| {
        let (count, end) = (Arc::clone(&count), end.clone());
        // It never ends, and with it goes `end`.
        let pieces = futures_util::stream::repeat(Bytes::from(vec![b' '; 64 * 1024])).map(move |piece| {
            let _with_it = &end;
            count.fetch_add(piece.len(), Ordering::SeqCst);
            Ok::<_, Infallible>(piece)
        });
        Response::new(Body::from_stream(pieces))
    })
    .await;
    let world = World::with(&tenant.base_url, |config| {
        config.tenant.response_bytes = u64::MAX;
        config.timeouts.body = Duration::from_millis(300);
    })
    .await;
    let mut browser = TcpStream::connect(world.proxy.address()).await.unwrap();
    let request = format!("GET /api/workflows/wf_1 HTTP/1.1\r\nhost: {}\r\n\r\n", world.proxy.address());
    browser.write_all(request.as_bytes()).await.unwrap();
    let mut begin = [0; 12];
    browser.read_exact(&mut begin).await.unwrap();
    assert_eq!(&begin, b"HTTP/1.1 200");
    // The stub, which holds the other one, goes; only the answer's is left.
    drop(tenant);
    assert_eq!(ended.recv().await, None, "the tenant's answer is broken off");
    let taken = taken.load(Ordering::SeqCst);
    assert!(taken < HELD, "{taken} bytes were taken for a browser that reads none");
}

#[tokio::test]
async fn an_upload_that_the_tenant_does_not_read_is_held_up_to_its_limit() {
    let tokens = Stub::start(|_| crate::support::json(200, "{}")).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    // Takes connections and reads nothing.
    let silent = tokio::spawn(async move {
        let mut taken = Vec::new();
        loop {
            taken.push(listener.accept().await.unwrap());
        }
    });
    let token_url = format!("{}/oauth2/token", tokens.base_url);
    let world = World::with(&format!("http://{address}"), |config| {
        config.tenant.rules.limits.attachment_bytes = MIB as u64;
        match &mut config.tenant.connection {
            cxone_proxy::config::Connection::Remote(remote) => remote.token_url = token_url,
            cxone_proxy::config::Connection::Demo => panic!("not the demo"),
        }
    })
    .await;
    let (feeder, file) = Frames::arriving(None);
    (0..17).for_each(|_| feeder.add(Bytes::from(vec![0; 64 * 1024])));
    feeder.finish();
    let upload = world.client.post(world.url("/api/attachments?fileName=a.pdf")).body(reqwest::Body::wrap(file));
    problem(world.send(upload).await, "body-too-large", 413, "notSent").await;
    silent.abort();
}
