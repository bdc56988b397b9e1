//! The proxy's own errors: one table of kinds, each with words for people; the log gets its own text.
//!
//! A [`Failure`] becomes `application/problem+json` (RFC 9457) in [`render`], which alone knows the
//! request's id.

use crate::access::Denied;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use workflow::wire::Problem;

/// What kinds of failure there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    HostNotAllowed,
    PathNotAllowed,
    CrossSite,
    AppHeaderMissing,
    SignedOut,
    SessionExpired,
    SessionRevoked,
    Role,
    SsoRefused,
    SignInStale,
    SignInRefused,
    LinkInvalid,
    LinkUsed,
    LinkExpired,
    HttpsNeeded,
    TooManySignIns,
    TooManyRequests,
    SignInUnavailable,
    NotSupported,
    NotFound,
    MethodNotAllowed,
    InvalidId,
    InvalidQuery,
    InvalidBody,
    NotOffered,
    IdempotencyKeyMissing,
    KeyReused,
    InvalidHeader,
    BodyTooLarge,
    BodyTimeout,
    BodyBroken,
    CredentialsRefused,
    TokenUnavailable,
    TokenTimeout,
    Unreachable,
    Timeout,
    Broken,
    AnswerTooLarge,
    AnswerUnreadable,
    AuditUnavailable,
    StoreUnavailable,
    DeliveryRefused,
    TooManyStreams,
    WriteUnderWay,
    WriteNotLanded,
    WriteSuperseded,
    OutcomeUnknown,
    VersionNotKept,
    VersionDamaged,
    Internal,
}

/// Whether the request may have reached the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Delivery {
    NotSent,
    Unclear,
    Answered,
}

impl Kind {
    fn row(self) -> (&'static str, &'static str, StatusCode, Delivery) {
        use Delivery::{Answered, NotSent, Unclear};
        use StatusCode as S;
        match self {
            Self::HostNotAllowed => {
                ("host-not-allowed", "This host name is not served", S::MISDIRECTED_REQUEST, NotSent)
            }
            Self::PathNotAllowed => ("path-not-allowed", "This path is not allowed", S::BAD_REQUEST, NotSent),
            Self::CrossSite => ("cross-site", "The request came from another site", S::FORBIDDEN, NotSent),
            Self::AppHeaderMissing => ("app-header-missing", "The app's header is missing", S::FORBIDDEN, NotSent),
            Self::SignedOut => ("signed-out", "Nobody is signed in", S::UNAUTHORIZED, NotSent),
            Self::SessionExpired => ("session-expired", "The session has expired", S::UNAUTHORIZED, NotSent),
            Self::SessionRevoked => ("session-revoked", "The session was ended", S::UNAUTHORIZED, NotSent),
            Self::Role => ("role", "The role does not allow this", S::FORBIDDEN, NotSent),
            Self::SsoRefused => ("sso-refused", "The single sign-on is not believed", S::FORBIDDEN, NotSent),
            Self::SignInStale => ("sign-in-stale", "This sign-in is over", S::FORBIDDEN, NotSent),
            Self::SignInRefused => ("sign-in-refused", "The name or the password is wrong", S::FORBIDDEN, NotSent),
            Self::LinkInvalid => ("link-invalid", "The start link is not known", S::FORBIDDEN, NotSent),
            Self::LinkUsed => ("link-used", "The start link was used", S::FORBIDDEN, NotSent),
            Self::LinkExpired => ("link-expired", "The start link is too old", S::FORBIDDEN, NotSent),
            Self::HttpsNeeded => ("https-needed", "Signing in needs https", S::FORBIDDEN, NotSent),
            Self::TooManySignIns => ("too-many-sign-ins", "Too many tries to sign in", S::TOO_MANY_REQUESTS, NotSent),
            Self::TooManyRequests => ("too-many-requests", "Too many requests", S::TOO_MANY_REQUESTS, NotSent),
            Self::SignInUnavailable => {
                ("sign-in-unavailable", "Nobody can sign in at the moment", S::SERVICE_UNAVAILABLE, NotSent)
            }
            Self::NotSupported => ("not-supported", "This proxy does not offer this", S::CONFLICT, NotSent),
            Self::NotFound => ("not-found", "There is nothing here", S::NOT_FOUND, NotSent),
            Self::MethodNotAllowed => {
                ("method-not-allowed", "This cannot be done here", S::METHOD_NOT_ALLOWED, NotSent)
            }
            Self::InvalidId => ("invalid-id", "The id cannot be used", S::BAD_REQUEST, NotSent),
            Self::InvalidQuery => ("invalid-query", "The query cannot be used", S::BAD_REQUEST, NotSent),
            Self::InvalidBody => ("invalid-body", "The body cannot be used", S::UNPROCESSABLE_ENTITY, NotSent),
            Self::NotOffered => ("not-offered", "The tenant does not offer this", S::NOT_FOUND, NotSent),
            Self::IdempotencyKeyMissing => {
                ("idempotency-key-missing", "The Idempotency-Key header is missing", S::BAD_REQUEST, NotSent)
            }
            Self::KeyReused => (
                "idempotency-key-reused",
                "The Idempotency-Key was used for another write",
                S::UNPROCESSABLE_ENTITY,
                NotSent,
            ),
            Self::InvalidHeader => ("invalid-header", "A header cannot be used", S::BAD_REQUEST, NotSent),
            Self::BodyTooLarge => ("body-too-large", "The body is too large", S::PAYLOAD_TOO_LARGE, NotSent),
            Self::BodyTimeout => ("body-timeout", "The body did not arrive in time", S::REQUEST_TIMEOUT, NotSent),
            Self::BodyBroken => ("body-broken", "The body broke off", S::BAD_REQUEST, NotSent),
            Self::CredentialsRefused => {
                ("credentials-refused", "The tenant refuses the credentials", S::BAD_GATEWAY, NotSent)
            }
            Self::TokenUnavailable => ("token-unavailable", "No access token could be had", S::BAD_GATEWAY, NotSent),
            Self::TokenTimeout => {
                ("token-timeout", "The token endpoint did not answer in time", S::GATEWAY_TIMEOUT, NotSent)
            }
            Self::Unreachable => ("upstream-unreachable", "The tenant cannot be reached", S::BAD_GATEWAY, NotSent),
            Self::Timeout => ("upstream-timeout", "The tenant did not answer in time", S::GATEWAY_TIMEOUT, Unclear),
            Self::Broken => ("upstream-broken", "The connection to the tenant broke", S::BAD_GATEWAY, Unclear),
            Self::AnswerTooLarge => ("answer-too-large", "The tenant's answer is too large", S::BAD_GATEWAY, Answered),
            Self::AnswerUnreadable => {
                ("answer-unreadable", "The tenant's answer cannot be understood", S::BAD_GATEWAY, Answered)
            }
            Self::AuditUnavailable => {
                ("audit-unavailable", "The audit cannot be reached", S::INTERNAL_SERVER_ERROR, NotSent)
            }
            Self::StoreUnavailable => {
                ("database-unavailable", "The proxy's database cannot be reached", S::SERVICE_UNAVAILABLE, NotSent)
            }
            Self::DeliveryRefused => ("delivery-refused", "The delivery was not taken", S::UNAUTHORIZED, NotSent),
            Self::TooManyStreams => {
                ("too-many-streams", "Too many browsers listen already", S::SERVICE_UNAVAILABLE, NotSent)
            }
            Self::WriteUnderWay => ("write-under-way", "The write is still under way", S::CONFLICT, Unclear),
            Self::WriteNotLanded => ("write-not-landed", "The write was not carried out", S::BAD_GATEWAY, NotSent),
            Self::WriteSuperseded => ("write-superseded", "Somebody else has saved since", S::CONFLICT, Answered),
            Self::OutcomeUnknown => {
                ("outcome-unknown", "What became of the write is not known", S::BAD_GATEWAY, Unclear)
            }
            Self::VersionNotKept => ("version-not-kept", "This version is not kept", S::NOT_FOUND, NotSent),
            Self::VersionDamaged => {
                ("version-damaged", "The kept version was damaged", S::INTERNAL_SERVER_ERROR, NotSent)
            }
            Self::Internal => ("internal", "The proxy failed", S::INTERNAL_SERVER_ERROR, Unclear),
        }
    }
}

/// Why an exchange with the tenant can fail: what is kept of a write without an answer.
const OF_EXCHANGES: [Kind; 10] = [
    Kind::InvalidId,
    Kind::CredentialsRefused,
    Kind::TokenUnavailable,
    Kind::TokenTimeout,
    Kind::Unreachable,
    Kind::Timeout,
    Kind::Broken,
    Kind::AnswerTooLarge,
    Kind::AnswerUnreadable,
    Kind::Internal,
];

impl Kind {
    /// Whether somebody was kept from something: that goes into the audit.
    fn is_denial(self) -> bool {
        matches!(
            self,
            Self::HostNotAllowed
                | Self::PathNotAllowed
                | Self::CrossSite
                | Self::AppHeaderMissing
                | Self::SignedOut
                | Self::SessionExpired
                | Self::SessionRevoked
                | Self::Role
                | Self::SsoRefused
                | Self::SignInStale
                | Self::SignInRefused
                | Self::LinkInvalid
                | Self::LinkUsed
                | Self::LinkExpired
                | Self::HttpsNeeded
                | Self::TooManySignIns
                | Self::TooManyRequests
        )
    }
}

/// A failure of the proxy's own: what the caller is told, and what the log is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    kind: Kind,
    status: StatusCode,
    delivery: Delivery,
    detail: String,
    log: String,
    retry_after: Option<u64>,
    denied: Denied,
    /// Whether the browser shows the answer itself.
    page: bool,
}

/// A failure as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredFailure {
    kind: String,
    delivery: Delivery,
    detail: String,
    retry_after: Option<u64>,
}

/// A failure that was answered.
pub(crate) struct Rendered {
    /// Its text for the log.
    pub(crate) log: String,
    /// Its type and what the audit is told, where it is a denial.
    pub(crate) denied: Option<(String, Denied)>,
}

impl Failure {
    /// `detail`: what happened, whether anything was changed, and what to do next.
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let (_, title, status, delivery) = kind.row();
        Self {
            kind,
            status,
            delivery,
            detail: detail.into(),
            log: title.to_owned(),
            retry_after: None,
            denied: Denied::default(),
            page: false,
        }
    }

    /// Text for the log, where it should say more than the title.
    pub(crate) fn log(mut self, text: impl Into<String>) -> Self {
        self.log = text.into();
        self
    }

    /// How many seconds to wait before the next try.
    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// What the audit is told, where it is a denial.
    pub(crate) fn denied(mut self, denied: Denied) -> Self {
        self.denied = denied;
        self
    }

    /// Told on a page of its own, to a browser that went there itself.
    pub(crate) fn on_page(mut self) -> Self {
        self.page = true;
        self
    }

    /// Another delivery than this kind's usual one.
    pub(crate) fn delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }

    /// Its type: `/problems/role`.
    pub(crate) fn kind_uri(&self) -> String {
        format!("/problems/{}", self.kind.row().0)
    }

    /// Whether the request may have reached the tenant.
    pub(crate) fn delivery_kind(&self) -> Delivery {
        self.delivery
    }

    /// To be kept.
    pub(crate) fn to_stored(&self) -> StoredFailure {
        let Self { delivery, detail, retry_after, .. } = self.clone();
        StoredFailure { kind: self.kind.row().0.to_owned(), delivery, detail, retry_after }
    }

    /// One that was kept.
    pub(crate) fn from_stored(stored: &StoredFailure) -> Self {
        let kind = OF_EXCHANGES.into_iter().find(|kind| kind.row().0 == stored.kind).unwrap_or(Kind::Internal);
        let failure = Self::new(kind, stored.detail.clone()).delivery(stored.delivery).log("as the first time");
        Self { retry_after: stored.retry_after, ..failure }
    }

    pub(crate) fn log_text(&self) -> &str {
        &self.log
    }

    fn body(&self, request_id: &str) -> Problem {
        let (_, title, _, _) = self.kind.row();
        let delivery = match self.delivery {
            Delivery::NotSent => "notSent",
            Delivery::Unclear => "unclear",
            Delivery::Answered => "answered",
        };
        Problem {
            kind: self.kind_uri(),
            title: title.to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            request_id: request_id.to_owned(),
            delivery: delivery.to_owned(),
        }
    }
}

impl IntoResponse for Failure {
    /// Only a carrier; [`render`] writes the body.
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the body of a response that carries a [`Failure`].
pub(crate) fn render(response: &mut Response, request_id: &str) -> Option<Rendered> {
    let failure = response.extensions_mut().remove::<Failure>()?;
    let problem = failure.body(request_id);
    let (media_type, body) = if failure.page {
        ("text/html; charset=utf-8", page(&problem).into_bytes())
    } else {
        // A struct of texts and a number always serialises.
        ("application/problem+json", serde_json::to_vec(&problem).unwrap_or_default())
    };
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = failure.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    let kind = failure.kind_uri();
    let denied = failure.kind.is_denial().then_some((kind, failure.denied));
    Some(Rendered { log: failure.log, denied })
}

/// The failure as a page without scripts and styles, with the way back to the app.
fn page(problem: &Problem) -> String {
    let [title, detail, id] = [&problem.title, &problem.detail, &problem.request_id].map(|text| escaped(text));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<h1>{title}</h1>\n<p>{detail}</p>\n\
         <p><a href=\"/\">Back to the configurator</a></p>\n<p><small>Request {id}</small></p>\n</html>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{Failure, OF_EXCHANGES};

    #[test]
    fn a_kept_failure_is_told_as_it_was() {
        for kind in OF_EXCHANGES {
            let failure = Failure::new(kind, "Words.").retry_after(7);
            let again = Failure::from_stored(&failure.to_stored());
            assert_eq!(again.body("r"), failure.body("r"));
            assert_eq!(again.retry_after, Some(7));
        }
    }
}
