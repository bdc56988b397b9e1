//! Who may come in: what is configured of it.

use ipnet::IpNet;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;
use tenant::Secret;
use workflow::wire::{Role, Way};

/// How operators are known, and what they may do.
#[derive(Clone, Debug)]
pub struct AccessConfig {
    /// The ways to be known, at least one. [`Way::None`] and [`Way::Link`] on loopback addresses only.
    pub ways: Vec<Way>,
    /// The password file.
    pub operators_file: PathBuf,
    /// Proxies in front whose headers are believed.
    pub trusted_proxies: Vec<Network>,
    /// The header in which a single-sign-on proxy names the operator, in lower case.
    pub sso_header: String,
    /// The roles of those whom others vouch for.
    pub roles: Roles,
    /// The OpenID provider, where one is configured.
    pub oidc: Option<OidcConfig>,
    /// The address by which browsers reach the proxy, where it is not the listening one.
    pub public_url: Option<String>,
    /// How long sessions last.
    pub sessions: SessionTimes,
    /// Where the start link is written, for a program that opens it.
    pub start_link_file: Option<PathBuf>,
    /// Requests that an operator may send in a minute.
    pub requests_per_minute: u32,
}

/// An OpenID provider that operators sign in at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OidcConfig {
    /// Its issuer, without a slash at the end.
    pub issuer: String,
    /// What it knows the proxy by.
    pub client_id: String,
    /// `None` for a public client.
    pub client_secret: Option<Secret>,
    /// What it is called on the sign-in page.
    pub name: String,
    /// The scopes to ask for.
    pub scopes: Vec<String>,
    /// The claim that names the operator.
    pub operator_claim: String,
    /// The claim whose values are looked up in [`Roles`], instead of the operator's name.
    pub roles_claim: Option<String>,
}

/// The roles of those whom others vouch for, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// Administrators.
    pub administrators: Vec<String>,
    /// Editors.
    pub editors: Vec<String>,
    /// Everyone else; `None` keeps them out.
    pub others: SsoRole,
}

/// The role of someone whom others vouch for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SsoRole {
    /// This one.
    Is(Role),
    /// None: not let in.
    None,
}

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionTimes {
    /// Without being used.
    pub idle: Duration,
    /// In any case.
    pub absolute: Duration,
}

/// An address, or all addresses of a network: `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(IpNet);

impl Network {
    /// Whether the address is one of it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let address = text.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical()));
        let network = address.or_else(|_| text.parse::<IpNet>());
        network.map(Self).map_err(|_| "must be addresses or networks, as in 10.0.0.7 or 10.0.0.0/8".to_owned())
    }
}

impl Roles {
    /// The role of this operator.
    #[must_use]
    pub fn of(&self, name: &str) -> SsoRole {
        let among = |names: &[String]| names.iter().any(|known| known == name);
        if among(&self.administrators) {
            SsoRole::Is(Role::Administrator)
        } else if among(&self.editors) {
            SsoRole::Is(Role::Editor)
        } else {
            self.others
        }
    }
}

impl Default for SsoRole {
    fn default() -> Self {
        Self::Is(Role::Viewer)
    }
}

impl Default for SessionTimes {
    fn default() -> Self {
        Self { idle: Duration::from_secs(60 * 60), absolute: Duration::from_secs(12 * 60 * 60) }
    }
}

impl Default for AccessConfig {
    /// Nobody signs in: what tests start from.
    fn default() -> Self {
        Self {
            ways: vec![Way::None],
            operators_file: PathBuf::new(),
            trusted_proxies: Vec::new(),
            sso_header: "x-remote-user".to_owned(),
            roles: Roles::default(),
            oidc: None,
            public_url: None,
            sessions: SessionTimes::default(),
            start_link_file: None,
            requests_per_minute: 6_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Network, Roles, SsoRole};
    use workflow::wire::Role;

    #[test]
    fn networks_hold_their_addresses() {
        for (network, address, holds) in [
            ("10.0.0.0/8", "10.9.9.9", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.7", "10.0.0.7", true),
            ("10.0.0.7", "10.0.0.8", false),
            ("10.0.0.7", "::ffff:10.0.0.7", true),
            ("fd00::/8", "fd12::1", true),
            ("::1", "127.0.0.1", false),
        ] {
            let parsed: Network = network.parse().unwrap();
            assert_eq!(parsed.contains(address.parse().unwrap()), holds, "{network} {address}");
        }
        assert!("10.0.0".parse::<Network>().is_err() && "everyone".parse::<Network>().is_err());
    }

    #[test]
    fn roles_go_by_name_and_the_others_have_theirs() {
        let roles = Roles {
            administrators: vec!["ada".into()],
            editors: vec!["ada".into(), "bo".into()],
            others: SsoRole::None,
        };
        assert_eq!(roles.of("ada"), SsoRole::Is(Role::Administrator));
        assert_eq!(roles.of("bo"), SsoRole::Is(Role::Editor));
        assert_eq!(roles.of("Ada"), SsoRole::None);
    }
}
