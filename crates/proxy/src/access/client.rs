//! Where a request comes from.

use crate::config::Network;
use http::{Extensions, HeaderMap};
use std::net::{IpAddr, SocketAddr};

/// The other end of the connection; put into every request by the server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Who asks, as far as addresses tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Client {
    /// The other end of the connection.
    peer: Option<IpAddr>,
    /// Where a listed proxy in front says that the request came from.
    forwarded: Option<IpAddr>,
    /// Whether the other end is a listed proxy.
    pub(crate) through_proxy: bool,
}

impl Client {
    pub(crate) fn of(extensions: &Extensions, headers: &HeaderMap, proxies: &[Network]) -> Self {
        let peer = extensions.get::<Peer>().map(|peer| peer.0.ip().to_canonical());
        let listed = |address: IpAddr| proxies.iter().any(|network| network.contains(address));
        let through_proxy = peer.is_some_and(listed);
        let forwarded = if through_proxy { first_outside(headers, listed) } else { None };
        Self { peer, forwarded, through_proxy }
    }

    /// The address as it is recorded.
    pub(crate) fn address(&self) -> String {
        self.forwarded.or(self.peer).map(|address| address.to_string()).unwrap_or_default()
    }
}

/// Each proxy adds whom it heard from at the end, so the last that is no proxy of ours is the one that
/// nobody could make up.
fn first_outside(headers: &HeaderMap, listed: impl Fn(IpAddr) -> bool) -> Option<IpAddr> {
    let lines: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().map(|line| line.to_str().unwrap_or_default()).collect();
    let hops = lines.iter().flat_map(|line| line.split(',')).map(str::trim);
    for hop in hops.collect::<Vec<_>>().into_iter().rev() {
        match hop.parse::<IpAddr>().map(|address| address.to_canonical()) {
            Ok(address) if listed(address) => {}
            Ok(address) => return Some(address),
            Err(_) => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Client, Peer};
    use crate::config::Network;
    use http::{Extensions, HeaderMap};

    fn client(peer: &str, forwarded: &[&str]) -> Client {
        let mut extensions = Extensions::new();
        extensions.insert(Peer(format!("{peer}:1").parse().unwrap()));
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let proxies: Vec<Network> = ["10.0.0.0/8", "192.0.2.7"].iter().map(|text| text.parse().unwrap()).collect();
        Client::of(&extensions, &headers, &proxies)
    }

    #[test]
    fn only_a_listed_proxy_is_believed_and_only_what_it_added() {
        for (peer, forwarded, address) in [
            ("203.0.113.1", &["198.51.100.9"][..], "203.0.113.1"),
            ("10.1.2.3", &["198.51.100.9"], "198.51.100.9"),
            ("10.1.2.3", &["1.1.1.1, 198.51.100.9"], "198.51.100.9"),
            ("10.1.2.3", &["1.1.1.1", "198.51.100.9, 192.0.2.7"], "198.51.100.9"),
            ("10.1.2.3", &["198.51.100.9, nonsense"], "10.1.2.3"),
            ("10.1.2.3", &[], "10.1.2.3"),
            ("[::ffff:10.1.2.3]", &["198.51.100.9"], "198.51.100.9"),
        ] {
            assert_eq!(client(peer, forwarded).address(), address, "{peer} {forwarded:?}");
        }
    }
}
