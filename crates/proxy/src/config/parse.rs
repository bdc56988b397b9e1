//! Checks of single values that only the proxy takes. Each says what would be right.

use std::net::SocketAddr;
use url::Url;

pub(super) fn listen(value: &str) -> Result<SocketAddr, String> {
    let value = value.trim();
    let numeric = match value.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => value.to_owned(),
    };
    let address: SocketAddr =
        numeric.parse().map_err(|_| "must be an address and a port, as in 127.0.0.1:8787".to_owned())?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("must be a loopback address (127.0.0.1 or [::1]): there are no operators to sign in yet, so everyone on the network could deploy".into())
    }
}

/// A `Host` value: a name or an address, maybe with a port.
pub(super) fn host(value: &str) -> Result<String, String> {
    let parsed =
        Url::parse(&format!("http://{value}/")).map_err(|_| "must be host names, maybe with a port".to_owned())?;
    let plain =
        parsed.path() == "/" && parsed.query().is_none() && parsed.username().is_empty() && !value.contains('/');
    if plain { Ok(value.to_ascii_lowercase()) } else { Err("must be host names, maybe with a port".into()) }
}
