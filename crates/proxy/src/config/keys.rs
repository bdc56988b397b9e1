//! The table of everything that can be set: one row is a key in the file, an environment variable
//! and a flag.

use std::fmt::Write as _;
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
}

const ROWS: &[(&str, &str, &str)] = &[
    ("org", "NAME", "The organisation (tenant). Needed unless it is the demo"),
    ("client_id", "ID", "OAuth client id. Without it, an embedded simulated tenant is used (DEMO)"),
    (
        "client_secret",
        "SECRET",
        "OAuth client secret. Other users can see flags: rather use the file or the environment",
    ),
    ("client_secret_file", "FILE", "File that holds the OAuth client secret"),
    ("workflow_id", "ID", "The workflow to open first"),
    ("webhook_url", "URL", "Where workflow.updated deliveries should go"),
    ("base_url", "URL", "The tenant's address [https://{org}.niceincontact.com]"),
    ("token_url", "URL", "The OAuth token endpoint [{base_url}/oauth2/token]"),
    ("scope", "SCOPES", "The OAuth scopes to ask for"),
    ("listen", "ADDR", "Where to listen, on a loopback address; port 0 picks one [127.0.0.1:8787]"),
    ("public_hosts", "HOSTS", "Further Host values to accept, separated by commas"),
    ("operator", "NAME", "Who is named in log and audit [the user's name]"),
    (
        "database_url",
        "URL",
        "sqlite:PATH or sqlite::memory: [proxy.sqlite3 in the user's data folder; memory for the demo]",
    ),
    ("app_dir", "DIR", "The folder with the built app [target/app if it is there]"),
    ("log_format", "FORMAT", "human or json [human]"),
    ("log_level", "LEVEL", "error, warn, info, debug or trace [info]"),
    ("scope_paths", "PATHS", "Scope paths to suggest for variables, separated by commas [a catalogue]"),
    ("features.webhooks", "BOOL", "Whether the tenant has webhooks [true]"),
    ("paths.workflows", "PATH", "List of workflows [/api/v2/workflows]"),
    ("paths.workflow", "PATH", "One workflow [/api/v2/workflows/{id}]"),
    ("paths.templates", "PATH", "List of templates [/api/v2/interactions/templates]"),
    ("paths.template", "PATH", "One template [/api/v2/interactions/templates/{id}]"),
    ("paths.attachments", "PATH", "List of attachments [/api/v2/interactions/attachments]"),
    ("paths.attachment", "PATH", "One attachment [/api/v2/interactions/attachments/{id}]"),
    ("paths.webhooks", "PATH", "List of webhooks [/api/v2/webhooks]"),
    ("paths.webhook", "PATH", "One webhook [/api/v2/webhooks/{id}]"),
    ("limits.attachment_bytes", "BYTES", "Largest attachment [10485760]"),
    ("limits.attachments_total_bytes", "BYTES", "All attachments of a node together [26214400]"),
    ("limits.mail_bytes", "BYTES", "Largest mail that recipients' servers take [26214400]"),
    ("limits.delivery_modes", "MODES", "Delivery modes the tenant knows, separated by commas [standard]"),
    ("limits.workflow_bytes", "BYTES", "Largest workflow that is sent [5242880]"),
    ("limits.body_bytes", "BYTES", "Largest other body that is sent [262144]"),
    ("limits.response_bytes", "BYTES", "Largest answer of the tenant [16777216]"),
    ("limits.connections", "COUNT", "Connections open at once [1024]"),
    ("retry.max_attempts", "COUNT", "Writes of a deploy at most, the first included [4]"),
    ("retry.base_delay_ms", "MS", "Delay before the second attempt; doubles with each further one [2000]"),
    ("retry.max_delay_ms", "MS", "Longest wait between attempts [60000]"),
    ("timeouts.connect_ms", "MS", "To connect to the tenant [5000]"),
    ("timeouts.token_ms", "MS", "To fetch a token [10000]"),
    ("timeouts.read_ms", "MS", "To read from the tenant [15000]"),
    ("timeouts.write_ms", "MS", "To write to the tenant [30000]"),
    ("timeouts.header_ms", "MS", "For a browser to send a request's headers [10000]"),
    ("timeouts.body_ms", "MS", "For a browser to send a request's body [30000]"),
    ("timeouts.shutdown_ms", "MS", "For running requests to end when the proxy stops [30000]"),
];

/// Everything that can be set, in the order of the help. The dialect's keys follow the core's [`Dialect`].
#[must_use]
pub fn keys() -> Vec<Key> {
    let fixed = ROWS.iter().map(|(name, value, help)| key((*name).to_owned(), value, (*help).to_owned()));
    let dialect = dialect_fields().into_iter().map(|(field, default)| {
        key(
            format!("dialect.{}", snake_case(&field)),
            "KEY",
            format!("Key name in the tenant's workflow JSON [{default}]"),
        )
    });
    fixed.chain(dialect).collect()
}

/// The text of `--help`.
#[must_use]
pub fn help() -> String {
    let mut text = String::from(
        "The proxy between the email configurator and a NICE CXone tenant.\n\n\
         Usage: cxone-proxy [--config FILE] [OPTIONS]\n\n\
         Flags win over environment variables, those over the file.\n\n\
         \x20 --config FILE\n\x20     The configuration file [cxone-proxy.toml, if it is there]\n\
         \x20 --help, --version\n\x20     Print this, or the version\n",
    );
    for Key { name, env, flag, value, help } in keys() {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "  {flag} {value}\n      {help}\n      environment {env}, file {name}");
    }
    text
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

fn key(name: String, value: &'static str, help: String) -> Key {
    let env = match name.as_str() {
        "listen" => "CXONE_PROXY_LISTEN".to_owned(),
        other => format!("CXONE_{}", other.replace('.', "_").to_uppercase()),
    };
    let flag = match name.as_str() {
        "app_dir" => "--app".to_owned(),
        other => format!("--{}", other.replace(['.', '_'], "-")),
    };
    Key { name, env, flag, value, help }
}

#[cfg(test)]
mod tests {
    use super::{help, keys};
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

    #[test]
    fn the_help_names_every_flag() {
        let help = help();
        assert!(keys().iter().all(|key| help.contains(&key.flag) && help.contains(&key.env)));
    }
}
