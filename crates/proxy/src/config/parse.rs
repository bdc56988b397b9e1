//! Checks of single values that only the proxy takes. Each says what would be right.

use super::SsoRole;
use std::net::SocketAddr;
use tenant::config::parse as shared;
use url::Url;
use workflow::wire::Role;

/// `anywhere`: whether operators have to sign in, so that others may reach it.
pub(super) fn listen(value: &str, anywhere: bool) -> Result<SocketAddr, String> {
    let value = value.trim();
    let numeric = match value.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => value.to_owned(),
    };
    let address: SocketAddr =
        numeric.parse().map_err(|_| "must be an address and a port, as in 127.0.0.1:8787".to_owned())?;
    if anywhere || address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("must be a loopback address (127.0.0.1 or [::1]): nobody would have to sign in, so everyone on the network could deploy. For another one, set auth to password, header or oidc".into())
    }
}

/// The address by which browsers reach the proxy: TLS except on this machine, and no path.
pub(super) fn public_url(value: &str) -> Result<String, String> {
    let url = shared::base_url(value)?;
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    if rest.contains('/') { Err("must have no path, as in https://configurator.example.com".into()) } else { Ok(url) }
}

/// A `Host` value: a name or an address, maybe with a port.
pub(super) fn host(value: &str) -> Result<String, String> {
    let parsed =
        Url::parse(&format!("http://{value}/")).map_err(|_| "must be host names, maybe with a port".to_owned())?;
    let plain =
        parsed.path() == "/" && parsed.query().is_none() && parsed.username().is_empty() && !value.contains('/');
    if plain { Ok(value.to_ascii_lowercase()) } else { Err("must be host names, maybe with a port".into()) }
}

/// A header's name, in lower case. Not one with `_`: some servers take `X_User` for `X-User`.
pub(super) fn header(value: &str) -> Result<String, String> {
    let name = value.trim().to_ascii_lowercase();
    let is_name = http::HeaderName::try_from(name.as_str()).is_ok() && !name.contains('_');
    if is_name { Ok(name) } else { Err("must be a header's name without _, as in X-Remote-User".into()) }
}

/// The role of those who are not named, or `none`.
pub(super) fn role_of_others(value: &str) -> Result<SsoRole, String> {
    match value.trim() {
        "none" => Ok(SsoRole::None),
        name => {
            Role::named(name).map(SsoRole::Is).ok_or_else(|| "must be viewer, editor, administrator or none".to_owned())
        }
    }
}
