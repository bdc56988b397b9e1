//! The first answer to a write: what the tenant said, or why there is no such answer. It is kept so that
//! the same key is answered the same again.

use super::packed::Packed;
use crate::problem::{Failure, StoredFailure};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use workflow::wire::REPLAYED_HEADER;

/// The first answer, all but the bytes of its body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum FirstAnswer {
    /// The tenant's.
    Tenant {
        status: u16,
        /// Those that a browser is told.
        headers: Vec<(String, String)>,
        bytes: u64,
        digest: String,
    },
    /// There is none, and this is why.
    None(StoredFailure),
}

impl FirstAnswer {
    /// What the tenant said.
    pub(super) fn of(status: StatusCode, headers: &HeaderMap, body: &Packed) -> Self {
        let told = |(name, value): (&HeaderName, &HeaderValue)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        };
        Self::Tenant {
            status: status.as_u16(),
            headers: headers.iter().filter_map(told).collect(),
            bytes: body.bytes,
            digest: body.digest.clone(),
        }
    }

    pub(super) fn to_json(&self) -> String {
        // Texts and numbers always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The same answer once more. `gzip` is its body as it is kept.
    pub(super) fn again(&self, gzip: Vec<u8>) -> Result<Response, Failure> {
        let (status, headers, bytes, digest) = match self {
            Self::Tenant { status, headers, bytes, digest } => (*status, headers, *bytes, digest.clone()),
            Self::None(failure) => return Err(Failure::from_stored(failure)),
        };
        let body = Packed { bytes, digest, gzip }.unpack().map_err(super::again::unreadable)?;
        let mut response = (StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY), body).into_response();
        response.headers_mut().clear();
        for (name, value) in headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                response.headers_mut().insert(name, value);
            }
        }
        Ok(marked(response))
    }
}

/// The tenant's answer for the browser.
pub(super) fn fresh(status: StatusCode, headers: &HeaderMap, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().clone_from(headers);
    response
}

/// The document that a write turned out to have made.
pub(super) fn found_out(document: Vec<u8>) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    marked((headers, document).into_response())
}

fn marked(mut response: Response) -> Response {
    response.headers_mut().insert(HeaderName::from_static(REPLAYED_HEADER), HeaderValue::from_static("true"));
    response
}
