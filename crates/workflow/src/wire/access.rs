//! Who may do what: roles, signing in, sessions.

use serde::{Deserialize, Serialize};

/// The header that every request of the app carries, and that whatever changes something needs: no page of another site can
/// send it.
pub const APP_HEADER: &str = "x-cxone-configurator";

/// What an operator may do. Each may do what those before may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Look.
    #[default]
    Viewer,
    /// Deploy.
    Editor,
    /// Manage webhooks, roll back, end others' sessions.
    Administrator,
}

impl Role {
    /// Its name: `viewer`, `editor`, `administrator`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Administrator => "administrator",
        }
    }

    /// The role of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Viewer, Self::Editor, Self::Administrator].into_iter().find(|role| role.name() == name)
    }
}

/// How an operator is known: the way of a session, and a way that is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Nobody signs in: whoever reaches the proxy is its operator.
    None,
    /// The start link that the proxy prints.
    Link,
    /// Name and password.
    Password,
    /// A header from a single-sign-on proxy in front.
    Header,
    /// An OpenID provider.
    Oidc,
}

impl Way {
    /// Its name: `link`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Link => "link",
            Self::Password => "password",
            Self::Header => "header",
            Self::Oidc => "oidc",
        }
    }

    /// The way of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::None, Self::Link, Self::Password, Self::Header, Self::Oidc].into_iter().find(|way| way.name() == name)
    }
}

/// Answer of `GET /api/sign-in`: how one can sign in. Anybody may ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInOptions {
    /// The ways that are offered.
    pub ways: Vec<Way>,
    /// Whether the tenant is the embedded simulated one.
    #[serde(default)]
    pub demo: bool,
    /// What the OpenID provider is called, where one is offered. One signs in there by going to `GET /api/sign-in/oidc`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
}

/// Body of `POST /api/sign-in`: a start link's token, or a name and a password. Never printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SignIn {
    /// The token of a start link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The operator's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The operator's password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// Answer of `GET /api/sessions`: the newest first. An administrator sees everyone's, others their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionList {
    /// Sessions that are not over.
    pub sessions: Vec<SessionInfo>,
}

/// A session. Its id is no secret: it opens nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionInfo {
    /// Its public id.
    pub id: String,
    /// Whose it is.
    pub operator: String,
    /// What may be done in it.
    pub role: Role,
    /// How it began.
    pub way: Way,
    /// Where it began, an IP address.
    pub address: String,
    /// The browser's own name for itself; may be empty.
    pub agent: String,
    /// When it began, ms since 1970.
    pub began_at: u64,
    /// When it was last used, to the minute, ms since 1970.
    pub seen_at: u64,
    /// When it ends unless it is used, ms since 1970.
    pub ends_at: u64,
    /// Whether it is the one that asks.
    pub current: bool,
}

#[cfg(test)]
mod tests {
    use super::{Role, Way};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn names_are_those_that_travel() {
        for role in [Role::Viewer, Role::Editor, Role::Administrator] {
            assert_eq!(serde_json::to_string(&role).expect("written"), format!("\"{}\"", role.name()));
            assert_eq!(Role::named(role.name()), Some(role));
        }
        for way in [Way::None, Way::Link, Way::Password, Way::Header, Way::Oidc] {
            assert_eq!(serde_json::to_string(&way).expect("written"), format!("\"{}\"", way.name()));
            assert_eq!(Way::named(way.name()), Some(way));
        }
    }

    #[test]
    fn each_role_may_do_what_those_before_may() {
        assert!(Role::Viewer < Role::Editor && Role::Editor < Role::Administrator);
    }
}
