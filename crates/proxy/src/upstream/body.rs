//! Reading a browser's body: bounded in size and time, held once.

use crate::problem::{Failure, Kind};
use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use std::pin::pin;
use std::time::Duration;
use tenant::Feeder;

/// What is still read and thrown away of a body that is too large, so that the answer arrives: a
/// connection that is closed with unread data is reset, and the browser would only see that.
const DRAIN_BYTES: u64 = 64 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(5);

/// Reads a body of at most `limit` bytes within `time`, in one piece: whoever needs it later shares it.
///
/// The pieces as they arrive are slices of larger buffers, which would stay as long as they do; gathered,
/// a body takes as much memory as it has bytes.
///
/// # Errors
/// Where it is too large, too slow, or breaks off.
pub(crate) async fn read_body(
    headers: &HeaderMap,
    mut body: Body,
    limit: u64,
    time: Duration,
) -> Result<Bytes, Failure> {
    if is_declared_too_large(headers, limit) {
        return Err(refuse(headers, body, too_large("request's body", limit)).await);
    }
    // Only what arrives is written to, so who announces much and sends little takes no memory.
    let announced = http_body::Body::size_hint(&body).exact().and_then(|size| usize::try_from(size).ok());
    let mut gathered = Vec::with_capacity(announced.unwrap_or_default());
    match tokio::time::timeout(time, pass(&mut body, limit, |piece| gathered.extend_from_slice(&piece))).await {
        Ok(Ok(())) => Ok(gathered.into()),
        Ok(Err(Broken::TooLarge)) => Err(refuse(headers, body, too_large("request's body", limit)).await),
        Ok(Err(Broken::Off)) => Err(broken_off("request's body")),
        Err(_) => Err(too_slow("request's body", time)),
    }
}

/// Hands a file of at most `limit` bytes on while it arrives within `time`, to the `exchange` that
/// sends it, and answers how that ends. An exchange that ends early is answered when the file's rest
/// has been read and thrown away.
///
/// # Errors
/// Where the file is too large, too slow, or breaks off. The exchange breaks off then, too.
pub(crate) async fn feed<T>(
    headers: &HeaderMap,
    mut body: Body,
    feeder: Feeder,
    limit: u64,
    time: Duration,
    exchange: impl Future<Output = T>,
) -> Result<T, Failure> {
    if is_declared_too_large(headers, limit) {
        return Err(refuse(headers, body, too_large("file", limit)).await);
    }
    let mut exchange = pin!(exchange);
    let fed = tokio::select! {
        fed = tokio::time::timeout(time, pass(&mut body, limit, |piece| feeder.add(piece))) => fed,
        ended = &mut exchange => {
            drain(body).await;
            return Ok(ended);
        }
    };
    match fed {
        Ok(Ok(())) => {
            feeder.finish();
            Ok(exchange.await)
        }
        Ok(Err(Broken::TooLarge)) => {
            drop(feeder);
            Err(refuse(headers, body, too_large("file", limit)).await)
        }
        Ok(Err(Broken::Off)) => Err(broken_off("file")),
        Err(_) => Err(too_slow("file", time)),
    }
}

enum Broken {
    TooLarge,
    Off,
}

async fn pass(body: &mut Body, limit: u64, mut sink: impl FnMut(Bytes)) -> Result<(), Broken> {
    let mut size = 0;
    while let Some(frame) = body.frame().await {
        if let Ok(piece) = frame.map_err(|_| Broken::Off)?.into_data() {
            size += piece.len() as u64;
            if size > limit {
                return Err(Broken::TooLarge);
            }
            sink(piece);
        }
    }
    Ok(())
}

/// The failure, once the browser is able to read it.
async fn refuse(headers: &HeaderMap, body: Body, failure: Failure) -> Failure {
    // Who waits for "100 Continue" has not sent anything yet.
    if !headers.contains_key(header::EXPECT) {
        drain(body).await;
    }
    failure
}

async fn drain(mut body: Body) {
    let discard = async {
        let mut size = 0;
        while let Some(Ok(frame)) = body.frame().await {
            size += frame.data_ref().map_or(0, |piece| piece.len() as u64);
            if size > DRAIN_BYTES {
                break;
            }
        }
    };
    // Past the deadline the connection is simply closed.
    let _ = tokio::time::timeout(DRAIN_TIME, discard).await;
}

fn is_declared_too_large(headers: &HeaderMap, limit: u64) -> bool {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    length.is_some_and(|length| length > limit)
}

fn too_large(what: &str, limit: u64) -> Failure {
    Failure::new(
        Kind::BodyTooLarge,
        format!(
            "The {what} is larger than {limit} bytes. Nothing was kept or changed at the tenant. Make it smaller, or raise the limit in the proxy's configuration."
        ),
    )
}

fn broken_off(what: &str) -> Failure {
    Failure::new(
        Kind::BodyBroken,
        format!("The {what} broke off before its end. Nothing was kept or changed at the tenant. Try again."),
    )
}

fn too_slow(what: &str, time: Duration) -> Failure {
    Failure::new(
        Kind::BodyTimeout,
        format!(
            "The {what} did not arrive within {} s. Nothing was kept or changed at the tenant. Try again.",
            time.as_secs()
        ),
    )
}
