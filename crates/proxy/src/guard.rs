//! Who may ask: only under our own host names (against DNS rebinding), only by paths that can be read in
//! one way, and only from our own pages (against cross-site requests).

use crate::problem::{Failure, Kind};
use crate::state::AppState;
use crate::target::check_target;
use axum::extract::Request;
use http::{HeaderMap, HeaderName, Method, Uri, header};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use workflow::wire::APP_HEADER;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The `Host` values that are served, in lower case.
#[derive(Clone, Debug)]
pub(crate) struct Hosts(BTreeSet<String>);

impl Hosts {
    /// The listening address, by all its names where it is this machine's own, and the configured ones.
    pub(crate) fn new(listen: SocketAddr, public: &[String]) -> Self {
        let (ip, port) = (listen.ip(), listen.port());
        let mut names = vec![];
        if !ip.is_unspecified() {
            names.push(if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() });
        }
        if ip.is_loopback() || ip.is_unspecified() {
            names.extend(["localhost", "127.0.0.1", "[::1]"].map(str::to_owned));
        }
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

/// Lets a request pass.
///
/// # Errors
/// Where the host is not ours, the path can be read in two ways, or the request comes from another site.
pub(crate) fn guard(state: &AppState, request: &Request) -> Result<(), Failure> {
    check_host(&state.hosts, request.uri(), request.headers())?;
    check_target(request.uri())?;
    // What the tenant delivers comes from another site by its nature and proves itself by its signature.
    if !request.uri().path().starts_with("/hooks/") {
        check_site(&state.hosts, request.method(), request.uri(), request.headers(), state.access.is_open())?;
        check_app_header(request.method(), request.headers())?;
    }
    Ok(())
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

/// No page of another site can send a header of its own without asking first, and is never allowed to.
fn check_app_header(method: &Method, headers: &HeaderMap) -> Result<(), Failure> {
    if method.is_safe() || headers.contains_key(APP_HEADER) {
        return Ok(());
    }
    Err(Failure::new(
        Kind::AppHeaderMissing,
        format!(
            "A request that changes something needs the header {APP_HEADER}: 1. Nothing was sent, nothing was changed. Use the configurator's own page, or send the header."
        ),
    ))
}

/// `Sec-Fetch-Site` where the browser sends it (Fetch Metadata, W3C), else `Origin`.
fn check_site(hosts: &Hosts, method: &Method, uri: &Uri, headers: &HeaderMap, scripts: bool) -> Result<(), Failure> {
    let site = headers.get(SEC_FETCH_SITE).map(|site| site.as_bytes());
    let allowed = if method.is_safe() {
        site != Some(b"cross-site") || !uri.path().starts_with("/api/")
    } else {
        match site {
            Some(b"same-origin") => true,
            None | Some(b"none") => same_origin(hosts, headers, scripts),
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

/// One of our origins; none at all, as from a script, only where nobody signs in: a browser that has a
/// cookie always says where it comes from.
pub(crate) fn same_origin(hosts: &Hosts, headers: &HeaderMap, scripts: bool) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).iter().peekable();
    if origins.peek().is_none() {
        return scripts;
    }
    origins.all(|origin| {
        let origin = origin.to_str().unwrap_or_default();
        let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        host.is_some_and(|host| hosts.allow(host))
    })
}
