//! The table of everything that can be set: one row is a key in the file, an environment variable
//! and a flag.
//!
//! One table for all programs, although each takes only its own: they share the file and the
//! environment, and only who knows every name can tell a misspelt one.

use workflow::document::Dialect;

/// The scopes that the configurator needs. Source: the tutorial, section "Authentication".
pub(super) const DEFAULT_SCOPE: &str = "workflow:edit workflow:view email:template interaction:read webhook:manage";

/// Something that can be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// In the file, with its table: `timeouts.read_ms`.
    pub name: String,
    /// The environment variable.
    pub env: String,
    /// The flag, with its dashes.
    pub flag: String,
    /// What stands for the value in the help.
    pub value: &'static str,
    /// What it is, and its default.
    pub help: String,
    /// Who takes it.
    pub audience: Audience,
}

/// Who takes a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everyone: it says how documents are written and what they may hold ([`super::Rules`]).
    Rules,
    /// Whoever talks to the tenant.
    Connection,
    /// The proxy alone.
    Proxy,
}

use Audience::{Connection, Proxy, Rules};

const ROWS: &[(Audience, &str, &str, &str)] = &[
    (
        Connection,
        "preset",
        "NAME",
        "What the defaults are: tutorial, or access-key (password grant, HTTP Basic) [tutorial]",
    ),
    (Connection, "org", "NAME", "The organisation (tenant). Needed unless it is the demo"),
    (Connection, "client_id", "ID", "OAuth client id. Without it, the proxy starts a simulated tenant (DEMO)"),
    (
        Connection,
        "client_secret",
        "SECRET",
        "OAuth client secret. Other users can see flags: rather use the file or the environment",
    ),
    (Connection, "client_secret_file", "FILE", "File that holds the OAuth client secret"),
    (Connection, "workflow_id", "ID", "The workflow to open first"),
    (Connection, "webhook_url", "URL", "Where workflow.updated deliveries should go"),
    (Connection, "base_url", "URL", "The tenant's address [https://{org}.niceincontact.com]"),
    (Connection, "token_url", "URL", "The OAuth token endpoint [{base_url}/oauth2/token]"),
    (Connection, "discovery_url", "URL", "OpenID issuer that tells the token endpoint, instead of token_url"),
    (Connection, "grant", "GRANT", "client_credentials, or password (with an access key) [client_credentials]"),
    (Connection, "client_auth", "WAY", "How client id and secret are sent: form or basic [form]"),
    (Connection, "access_key_id", "ID", "Access key id, for the password grant"),
    (Connection, "access_key_secret", "SECRET", "Access key secret: rather use the file or the environment"),
    (Connection, "access_key_secret_file", "FILE", "File that holds the access key secret"),
    (Connection, "http1_only", "BOOL", "Talk HTTP/1.1 to the tenant even where it offers HTTP/2 [false]"),
    (Connection, "scope", "SCOPES", "The OAuth scopes to ask for"),
    (
        Proxy,
        "listen",
        "ADDR",
        "Where to listen; port 0 picks one; only on loopback unless operators sign in [127.0.0.1:8787]",
    ),
    (
        Proxy,
        "auth",
        "WAYS",
        "How operators are known: link (the start link that is printed), password, header (from a single-sign-on proxy), oidc (OpenID Connect), several separated by commas, or none (for scripts, on loopback) [link]",
    ),
    (
        Proxy,
        "operators_file",
        "FILE",
        "The password file, kept by `cxone-proxy operator` [operators in the user's data folder]",
    ),
    (
        Proxy,
        "trusted_proxies",
        "ADDRESSES",
        "Addresses or networks of the proxies in front whose headers are believed, separated by commas [none]",
    ),
    (Proxy, "sso_header", "NAME", "The header in which a single-sign-on proxy names the operator [X-Remote-User]"),
    (
        Proxy,
        "roles.administrators",
        "NAMES",
        "Administrators among those whom single sign-on names: names, or values of oidc.roles_claim, separated by commas",
    ),
    (Proxy, "roles.editors", "NAMES", "Editors among those whom single sign-on names, likewise"),
    (
        Proxy,
        "roles.others",
        "ROLE",
        "The role of everyone else whom single sign-on names: viewer, editor, administrator or none [viewer]",
    ),
    (
        Proxy,
        "public_url",
        "URL",
        "The address by which browsers reach the proxy; OpenID providers send them back to {public_url}/sign-in/callback [the listening address, on loopback]",
    ),
    (Proxy, "oidc.issuer", "URL", "The OpenID provider's issuer, for auth = oidc"),
    (Proxy, "oidc.client_id", "ID", "The client id that the OpenID provider knows the proxy by"),
    (Proxy, "oidc.client_secret", "SECRET", "Its client secret, unless it is a public client: rather use the file"),
    (Proxy, "oidc.client_secret_file", "FILE", "File that holds the OpenID client secret"),
    (Proxy, "oidc.name", "NAME", "What the provider is called on the sign-in page [the issuer's host]"),
    (Proxy, "oidc.scopes", "SCOPES", "Scopes to ask the provider for, separated by commas [openid,profile,email]"),
    (
        Proxy,
        "oidc.operator_claim",
        "CLAIM",
        "The claim that names the operator; choose one that people cannot change themselves [preferred_username]",
    ),
    (
        Proxy,
        "oidc.roles_claim",
        "CLAIM",
        "The claim whose values are looked up in roles.administrators and roles.editors, or /a/b for b inside a [the operator's name is looked up]",
    ),
    (Proxy, "sessions.idle_ms", "MS", "How long a session lasts without being used [3600000]"),
    (Proxy, "sessions.absolute_ms", "MS", "How long a session lasts in any case [43200000]"),
    (Proxy, "start_link_file", "FILE", "Where the start link is written too, for a program that opens it"),
    (Proxy, "public_hosts", "HOSTS", "Further Host values to accept, separated by commas"),
    (Connection, "operator", "NAME", "Who is named in log and audit where nobody signs in by name [the user's name]"),
    (
        Proxy,
        "database_url",
        "URL",
        "sqlite:PATH, sqlite::memory: or postgres://USER:PASSWORD@HOST/NAME [proxy.sqlite3 in the user's data folder; memory for the demo]",
    ),
    (
        Proxy,
        "app_dir",
        "DIR",
        "The folder with the built app [the one in the program, or else target/app if it is there]",
    ),
    (Proxy, "workers", "COUNT", "Threads that serve requests [as many as the machine has cores]"),
    (Proxy, "log_format", "FORMAT", "human or json [human]"),
    (Proxy, "log_level", "LEVEL", "error, warn, info, debug or trace [info]"),
    (Rules, "scope_paths", "PATHS", "Scope paths to suggest for variables, separated by commas [the catalogue's]"),
    (
        Rules,
        "scope_catalogue_file",
        "FILE",
        "JSON list of {path, description, sample} that tells more about scope paths [one that is built in]",
    ),
    (Connection, "features.webhooks", "BOOL", "Whether webhooks can be registered [true, and learned from the tenant]"),
    (Connection, "features.webhook_list", "BOOL", "Whether webhooks can be listed and deleted [true, and learned]"),
    (Connection, "features.workflow_list", "BOOL", "Whether there is a list of workflows [true, and learned]"),
    (Connection, "features.template_list", "BOOL", "Whether there is a list of templates [true, and learned]"),
    (Connection, "features.attachment_list", "BOOL", "Whether there is a list of attachments [true, and learned]"),
    (Connection, "features.upload", "BOOL", "Whether attachments can be uploaded [true, and learned]"),
    (Proxy, "events.poll_ms", "MS", "Between looks at an open workflow, where no webhook tells its saves [15000]"),
    (Proxy, "events.heartbeat_ms", "MS", "Between signs of life on a quiet stream of news [15000]"),
    (Proxy, "events.streams", "COUNT", "Browsers that may listen for news at once [256]"),
    (
        Proxy,
        "journal.lease_ms",
        "MS",
        "How long a proxy may be silent about a running write before another one looks into it [10000]",
    ),
    (
        Proxy,
        "journal.grace_ms",
        "MS",
        "How long the tenant may still carry out a write that it has not answered [30000]",
    ),
    (
        Proxy,
        "hooks.scheme",
        "SCHEME",
        "How webhook deliveries are signed: standard (Standard Webhooks) or hex [standard]",
    ),
    (Proxy, "hooks.signature_header", "NAME", "The header with the body's HMAC in hex, for hex [x-cxone-signature]"),
    (Proxy, "hooks.secret", "SECRET", "A secret of deliveries besides those of the webhooks that are registered here"),
    (Proxy, "hooks.tolerance_ms", "MS", "How old a delivery may be [300000]"),
    (Connection, "paths.workflows", "PATH", "List of workflows [/api/v2/workflows]"),
    (Connection, "paths.workflow", "PATH", "One workflow [/api/v2/workflows/{id}]"),
    (Connection, "paths.templates", "PATH", "List of templates [/api/v2/interactions/templates]"),
    (Connection, "paths.template", "PATH", "One template [/api/v2/interactions/templates/{id}]"),
    (Connection, "paths.attachments", "PATH", "List of attachments [/api/v2/interactions/attachments]"),
    (Connection, "paths.attachment", "PATH", "One attachment [/api/v2/interactions/attachments/{id}]"),
    (Connection, "paths.upload", "PATH", "Where attachments are uploaded to [/api/v2/interactions/attachments]"),
    (Connection, "paths.webhooks", "PATH", "List of webhooks [/api/v2/webhooks]"),
    (Connection, "paths.webhook", "PATH", "One webhook [/api/v2/webhooks/{id}]"),
    (Rules, "limits.attachment_bytes", "BYTES", "Largest attachment [10485760]"),
    (Rules, "limits.attachments_total_bytes", "BYTES", "All attachments of a node together [26214400]"),
    (Rules, "limits.mail_bytes", "BYTES", "Largest mail that recipients' servers take [26214400]"),
    (Rules, "limits.delivery_modes", "MODES", "Delivery modes the tenant knows, separated by commas [standard]"),
    (Proxy, "limits.workflow_bytes", "BYTES", "Largest workflow that is sent [5242880]"),
    (Proxy, "limits.body_bytes", "BYTES", "Largest other body that is sent [262144]"),
    (Connection, "limits.response_bytes", "BYTES", "Largest answer of the tenant [16777216]"),
    (Proxy, "limits.hook_bytes", "BYTES", "Largest webhook delivery [65536]"),
    (Proxy, "limits.requests_per_minute", "COUNT", "Requests that an operator may send in a minute [6000]"),
    (Proxy, "limits.connections", "COUNT", "Connections open at once [1024]"),
    (Connection, "retry.max_attempts", "COUNT", "Writes of a deploy at most, the first included [4]"),
    (Connection, "retry.base_delay_ms", "MS", "Delay before the second attempt; doubles with each further one [2000]"),
    (Connection, "retry.max_delay_ms", "MS", "Longest wait between attempts [60000]"),
    (
        Connection,
        "statuses.conflict",
        "CODES",
        "What the tenant answers to a write where somebody has saved in between, separated by commas [409]",
    ),
    (
        Connection,
        "statuses.later",
        "CODES",
        "What the tenant answers where nothing was done and it may be asked again later, as 423 for a lock [429]",
    ),
    (Connection, "timeouts.connect_ms", "MS", "To connect to the tenant [5000]"),
    (Connection, "timeouts.token_ms", "MS", "To fetch a token [10000]"),
    (Connection, "timeouts.read_ms", "MS", "To read from the tenant [15000]"),
    (Connection, "timeouts.write_ms", "MS", "To write to the tenant [30000]"),
    (
        Connection,
        "timeouts.upload_ms",
        "MS",
        "For a file to be uploaded, from the browser to the tenant's answer [300000]",
    ),
    (Proxy, "timeouts.header_ms", "MS", "For a browser to send a request's headers [10000]"),
    (Proxy, "timeouts.body_ms", "MS", "For a browser to send a request's body [30000]"),
    (Proxy, "timeouts.shutdown_ms", "MS", "For running requests to end when the proxy stops [30000]"),
];

/// Everything that can be set, in the order of the help. The dialect's keys follow the core's [`Dialect`].
#[must_use]
pub fn keys() -> Vec<Key> {
    let fixed =
        ROWS.iter().map(|(audience, name, value, help)| key(*audience, (*name).to_owned(), value, (*help).to_owned()));
    let dialect = dialect_fields().into_iter().map(|(field, default)| {
        key(
            Rules,
            format!("dialect.{}", snake_case(&field)),
            "KEY",
            format!("Key name in the tenant's workflow JSON [{default}]"),
        )
    });
    fixed.chain(dialect).collect()
}

/// The dialect's field names as they are serialised, with their defaults.
pub(super) fn dialect_fields() -> Vec<(String, String)> {
    match serde_json::to_value(Dialect::default()) {
        Ok(serde_json::Value::Object(fields)) => {
            fields.into_iter().filter_map(|(name, default)| Some((name, default.as_str()?.to_owned()))).collect()
        }
        _ => Vec::new(),
    }
}

/// `lastUpdated` → `last_updated`.
pub(super) fn snake_case(camel: &str) -> String {
    camel.chars().fold(String::new(), |mut snake, letter| {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
        snake
    })
}

fn key(audience: Audience, name: String, value: &'static str, help: String) -> Key {
    let env = match name.as_str() {
        "listen" => "CXONE_PROXY_LISTEN".to_owned(),
        other => format!("CXONE_{}", other.replace('.', "_").to_uppercase()),
    };
    let flag = match name.as_str() {
        "app_dir" => "--app".to_owned(),
        other => format!("--{}", other.replace(['.', '_'], "-")),
    };
    Key { name, env, flag, value, help, audience }
}

#[cfg(test)]
mod tests {
    use super::keys;
    use std::collections::BTreeSet;

    #[test]
    fn names_variables_and_flags_are_unique() {
        let keys = keys();
        let parts: [fn(&super::Key) -> String; 3] =
            [|key| key.name.clone(), |key| key.env.clone(), |key| key.flag.clone()];
        for part in parts {
            assert_eq!(keys.iter().map(part).collect::<BTreeSet<_>>().len(), keys.len());
        }
    }

    #[test]
    fn the_documented_variables_are_there() {
        let variables: BTreeSet<_> = keys().into_iter().map(|key| key.env).collect();
        for documented in [
            "CXONE_ORG",
            "CXONE_CLIENT_ID",
            "CXONE_CLIENT_SECRET",
            "CXONE_CLIENT_SECRET_FILE",
            "CXONE_WORKFLOW_ID",
            "CXONE_WEBHOOK_URL",
            "CXONE_BASE_URL",
            "CXONE_TOKEN_URL",
            "CXONE_PROXY_LISTEN",
            "CXONE_DATABASE_URL",
            "CXONE_APP_DIR",
            "CXONE_DIALECT_TRANSITION_FROM",
        ] {
            assert!(variables.contains(documented), "{documented}");
        }
    }
}
