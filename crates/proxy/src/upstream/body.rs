//! Reading a browser's body: bounded in size and time, without copying.

use crate::problem::{Failure, Kind};
use axum::body::Body;
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use std::time::Duration;
use tenant::Frames;

/// What is still read and thrown away of a body that is too large, so that the answer arrives: a
/// connection that is closed with unread data is reset, and the browser would only see that.
const DRAIN_BYTES: u64 = 64 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(5);

/// Reads a body of at most `limit` bytes within `time`.
///
/// # Errors
/// Where it is too large, too slow, or breaks off.
pub(crate) async fn read_body(
    headers: &HeaderMap,
    mut body: Body,
    limit: u64,
    time: Duration,
) -> Result<Frames, Failure> {
    if declared_length(headers).is_some_and(|length| length > limit) {
        // Who waits for "100 Continue" has not sent anything yet.
        if !headers.contains_key(header::EXPECT) {
            drain(body).await;
        }
        return Err(too_large(limit));
    }
    match tokio::time::timeout(time, collect(&mut body, limit)).await {
        Ok(Err(Broken::TooLarge)) => {
            drain(body).await;
            Err(too_large(limit))
        }
        Ok(Err(Broken::Off)) => Err(Failure::new(
            Kind::BodyBroken,
            "The request's body broke off before its end. Nothing was sent to the tenant. Try again.",
        )),
        Ok(Ok(frames)) => Ok(frames),
        Err(_) => Err(Failure::new(
            Kind::BodyTimeout,
            format!(
                "The request's body did not arrive within {} s. Nothing was sent to the tenant. Try again.",
                time.as_secs()
            ),
        )),
    }
}

enum Broken {
    TooLarge,
    Off,
}

async fn collect(body: &mut Body, limit: u64) -> Result<Frames, Broken> {
    let mut pieces = Vec::new();
    let mut size = 0;
    while let Some(frame) = body.frame().await {
        if let Ok(piece) = frame.map_err(|_| Broken::Off)?.into_data() {
            size += piece.len() as u64;
            if size > limit {
                return Err(Broken::TooLarge);
            }
            pieces.push(piece);
        }
    }
    Ok(pieces.into())
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

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large(limit: u64) -> Failure {
    Failure::new(
        Kind::BodyTooLarge,
        format!(
            "The request's body is larger than {limit} bytes. Nothing was sent to the tenant. Make it smaller, or raise the limit in the proxy's configuration."
        ),
    )
}
