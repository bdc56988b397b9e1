//! Who may ask: only under our own host names (against DNS rebinding), and only from our own pages
//! (against cross-site requests).

use crate::problem::{Failure, Kind};
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, Method, Uri, header};
use std::collections::BTreeSet;
use std::net::SocketAddr;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The `Host` values that are served, in lower case.
#[derive(Clone, Debug)]
pub(crate) struct Hosts(BTreeSet<String>);

impl Hosts {
    /// The listening address by all its names, and the configured ones.
    pub(crate) fn new(listen: SocketAddr, public: &[String]) -> Self {
        let port = listen.port();
        let names = [
            listen.ip().to_string(),
            format!("[{}]", listen.ip()),
            "localhost".into(),
            "127.0.0.1".into(),
            "[::1]".into(),
        ];
        let mut hosts: BTreeSet<String> = names.iter().map(|name| format!("{name}:{port}")).collect();
        if port == 80 {
            hosts.extend(names);
        }
        hosts.extend(public.iter().map(|host| host.to_ascii_lowercase()));
        Self(hosts)
    }

    fn allow(&self, host: &str) -> bool {
        self.0.contains(&host.to_ascii_lowercase())
    }
}

/// Lets a request pass, or answers it.
///
/// # Errors
/// Where the host is not ours or the request comes from another site.
pub(crate) async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Result<Response, Failure> {
    check_host(&state.hosts, request.uri(), request.headers())?;
    check_site(&state.hosts, request.method(), request.uri(), request.headers())?;
    Ok(next.run(request).await)
}

fn check_host(hosts: &Hosts, uri: &Uri, headers: &HeaderMap) -> Result<(), Failure> {
    let mut values = headers.get_all(header::HOST).iter();
    let host = values.next().and_then(|host| host.to_str().ok());
    let single = values.next().is_none();
    let authority = uri.authority().is_none_or(|authority| hosts.allow(authority.as_str()));
    if single && authority && host.is_some_and(|host| hosts.allow(host)) {
        return Ok(());
    }
    Err(Failure::new(
        Kind::HostNotAllowed,
        "The proxy does not serve this host name. Nothing was sent, nothing was changed. Use the address that the proxy printed, or name the host in public_hosts (CXONE_PUBLIC_HOSTS).",
    ))
}

/// `Sec-Fetch-Site` where the browser sends it (Fetch Metadata, W3C), else `Origin`.
fn check_site(hosts: &Hosts, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Failure> {
    let site = headers.get(SEC_FETCH_SITE).map(|site| site.as_bytes());
    let allowed = if method.is_safe() {
        site != Some(b"cross-site") || !uri.path().starts_with("/api/")
    } else {
        match site {
            Some(b"same-origin") => true,
            None | Some(b"none") => same_origin(hosts, headers),
            Some(_) => false,
        }
    };
    if allowed {
        return Ok(());
    }
    Err(Failure::new(
        Kind::CrossSite,
        "The request came from another site's page, so it was not carried out. Nothing was sent, nothing was changed. Use the configurator's own page.",
    ))
}

/// No `Origin`, as from a script, or one of ours.
pub(crate) fn same_origin(hosts: &Hosts, headers: &HeaderMap) -> bool {
    headers.get_all(header::ORIGIN).iter().all(|origin| {
        let origin = origin.to_str().unwrap_or_default();
        let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        host.is_some_and(|host| hosts.allow(host))
    })
}
