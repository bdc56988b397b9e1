//! Resolving: every key is checked, every problem is kept.

use super::error::{ConfigErrors, Origin};
use super::file::ConfigFile;
use super::layers::{Layers, Raw};
use super::paths::{InvalidPath, PathTemplate, Paths};
use super::{BodyLimits, Config, Database, Log, LogFormat, RemoteTenant, Tenant, Timeouts, keys, parse};
use crate::secret::Secret;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use workflow::deploy::RetryPolicy;
use workflow::document::Dialect;
use workflow::validate::Limits;
use workflow::wire::Features;

/// The folder that the app is built into, from the working folder.
const BUILT_APP: &str = "target/app";

/// Makes a configuration of arguments (without the program's name), environment and file.
///
/// # Errors
/// All problems at once, each with its place.
pub fn load(
    args: impl IntoIterator<Item = String>,
    env: impl IntoIterator<Item = (String, String)>,
    file: Option<ConfigFile>,
) -> Result<Config, ConfigErrors> {
    let args: Vec<String> = args.into_iter().collect();
    let env: BTreeMap<String, String> = env.into_iter().collect();
    let mut layers = Layers::collect(&args, &env, file.as_ref());
    let config = layers.resolve(&env);
    if layers.problems.is_empty() { Ok(config) } else { Err(ConfigErrors { problems: layers.problems }) }
}

impl Layers {
    fn resolve(&mut self, env: &BTreeMap<String, String>) -> Config {
        let defaults = Config::default();
        let tenant = self.tenant();
        let demo = matches!(tenant, Tenant::Demo);
        Config {
            org: self.org(demo),
            listen: self.parsed("listen", ([127, 0, 0, 1], 8787).into(), parse::listen),
            public_hosts: self.list("public_hosts", Vec::new(), parse::host),
            operator: self.operator(env),
            tenant,
            scope: self.parsed("scope", defaults.scope, parse::text),
            workflow_id: self.optional("workflow_id", parse::text),
            webhook_url: self.optional("webhook_url", parse::web_url),
            paths: self.paths(),
            dialect: self.dialect(),
            limits: self.limits(),
            retry: self.retry(),
            features: Features {
                webhooks: self.parsed("features.webhooks", Features::default().webhooks, parse::flag),
            },
            scope_paths: self.scope_paths(defaults.scope_paths),
            bodies: self.bodies(),
            timeouts: self.timeouts(),
            connections: self.count("limits.connections", defaults.connections),
            database: self.database(demo, env),
            app_dir: self.app_dir(),
            log: Log {
                format: self.parsed("log_format", LogFormat::Human, log_format),
                level: self.parsed("log_level", tracing::Level::INFO, log_level),
            },
            warnings: std::mem::take(&mut self.warnings),
        }
    }

    fn optional<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let Raw { texts, origin } = self.values.remove(name)?;
        let parsed = match texts.as_slice() {
            [one] => parse(one),
            _ => Err("must be one value, not a list".into()),
        };
        parsed.map_err(|message| self.problem(origin, message)).ok()
    }

    fn parsed<T>(&mut self, name: &str, default: T, parse: impl FnOnce(&str) -> Result<T, String>) -> T {
        self.optional(name, parse).unwrap_or(default)
    }

    fn list(&mut self, name: &str, default: Vec<String>, check: fn(&str) -> Result<String, String>) -> Vec<String> {
        let Some(Raw { texts, origin }) = self.values.remove(name) else { return default };
        let items = parse::list(&texts).and_then(|items| items.iter().map(|item| check(item)).collect());
        items.unwrap_or_else(|message| {
            self.problem(origin, message);
            default
        })
    }

    fn count(&mut self, name: &str, default: usize) -> usize {
        let parsed = |text: &str| {
            parse::number(text).and_then(|number| usize::try_from(number).map_err(|_| "is too large".into()))
        };
        self.parsed(name, default, parsed)
    }

    fn missing(&mut self, variable: &str, message: &str) {
        if !self.incomplete {
            self.problem(Origin::Missing(variable.to_owned()), message);
        }
    }

    fn org(&mut self, demo: bool) -> String {
        let given = self.values.contains_key("org");
        let org = self.optional("org", parse::org);
        if !demo && !given {
            self.missing("CXONE_ORG", "the organisation is needed beside the client id");
        }
        org.unwrap_or_else(|| Config::default().org)
    }

    fn tenant(&mut self) -> Tenant {
        let secret = self.secret();
        if !self.values.contains_key("client_id") {
            for name in ["client_secret", "client_secret_file", "base_url", "token_url"] {
                if let Some(raw) = self.values.remove(name) {
                    self.problem(
                        raw.origin,
                        "is of no use without a client id; set CXONE_CLIENT_ID, or unset this for the demo",
                    );
                }
            }
            return Tenant::Demo;
        }
        let client_id = self.optional("client_id", parse::text);
        if secret.is_none()
            && !["client_secret", "client_secret_file"].iter().any(|name| self.values.contains_key(*name))
        {
            self.missing(
                "CXONE_CLIENT_SECRET",
                "the client secret is needed beside the client id (or CXONE_CLIENT_SECRET_FILE)",
            );
        }
        let org = self
            .values
            .get("org")
            .and_then(|raw| raw.texts.first())
            .map(|org| org.trim().to_owned())
            .unwrap_or_default();
        let base_url = self.parsed("base_url", format!("https://{org}.niceincontact.com"), parse::base_url);
        let token_url = self.parsed("token_url", format!("{base_url}/oauth2/token"), parse::endpoint_url);
        self.values.remove("client_secret");
        self.values.remove("client_secret_file");
        Tenant::Remote(RemoteTenant {
            base_url,
            token_url,
            client_id: client_id.unwrap_or_default(),
            client_secret: secret.unwrap_or_else(|| Secret::new("")),
        })
    }

    /// The secret itself or the file with it, whichever comes from the higher layer. Leaves both
    /// values in place, so that the caller can tell a bad one from a missing one.
    fn secret(&mut self) -> Option<Secret> {
        let direct = self.values.get("client_secret").cloned();
        let in_file = self.values.get("client_secret_file").cloned();
        match (direct, in_file) {
            (Some(direct), Some(in_file)) if same_layer(&direct.origin, &in_file.origin) => {
                self.problem(in_file.origin, "is given together with the client secret itself; keep one of them");
                None
            }
            (Some(direct), Some(in_file)) if in_file.origin > direct.origin => self.secret_file(&in_file),
            (Some(direct), _) => match parse::text(&direct.texts.concat()) {
                Ok(secret) => Some(Secret::new(secret)),
                Err(message) => {
                    self.problem(direct.origin, message);
                    None
                }
            },
            (None, Some(in_file)) => self.secret_file(&in_file),
            (None, None) => None,
        }
    }

    fn secret_file(&mut self, raw: &Raw) -> Option<Secret> {
        let read =
            std::fs::read_to_string(raw.texts.concat()).map_err(|error| format!("the file cannot be read: {error}"));
        let secret = read.and_then(|text| parse::text(&text).map_err(|_| "the file is empty".to_owned()));
        secret.map_err(|message| self.problem(raw.origin.clone(), message)).map(Secret::new).ok()
    }

    fn operator(&mut self, env: &BTreeMap<String, String>) -> String {
        let user = ["USER", "USERNAME"].iter().find_map(|name| env.get(*name)).filter(|name| !name.is_empty());
        let default = user.cloned().unwrap_or_else(|| Config::default().operator);
        self.parsed("operator", default, parse::text)
    }

    fn paths(&mut self) -> Paths {
        type Make = fn(&str) -> Result<PathTemplate, InvalidPath>;
        let mut path = |name: &str, default: PathTemplate, make: Make| {
            self.parsed(&format!("paths.{name}"), default, |text| {
                make(text.trim()).map_err(|problem| problem.to_string())
            })
        };
        let defaults = Paths::default();
        Paths {
            workflows: path("workflows", defaults.workflows, PathTemplate::list),
            workflow: path("workflow", defaults.workflow, PathTemplate::item),
            templates: path("templates", defaults.templates, PathTemplate::list),
            template: path("template", defaults.template, PathTemplate::item),
            attachments: path("attachments", defaults.attachments, PathTemplate::list),
            attachment: path("attachment", defaults.attachment, PathTemplate::item),
            webhooks: path("webhooks", defaults.webhooks, PathTemplate::list),
            webhook: path("webhook", defaults.webhook, PathTemplate::item),
        }
    }

    fn dialect(&mut self) -> Dialect {
        let fields: serde_json::Map<String, serde_json::Value> = keys::dialect_fields()
            .into_iter()
            .map(|(field, default)| {
                let name = format!("dialect.{}", keys::snake_case(&field));
                let value = self.parsed(&name, default, parse::text);
                (field, value.into())
            })
            .collect();
        // The fields are the dialect's own, so they always fit.
        serde_json::from_value(fields.into()).unwrap_or_default()
    }

    fn limits(&mut self) -> Limits {
        let defaults = Limits::default();
        Limits {
            attachment_bytes: self.parsed("limits.attachment_bytes", defaults.attachment_bytes, parse::number),
            attachments_total_bytes: self.parsed(
                "limits.attachments_total_bytes",
                defaults.attachments_total_bytes,
                parse::number,
            ),
            mail_bytes: self.parsed("limits.mail_bytes", defaults.mail_bytes, parse::number),
            delivery_modes: self.list("limits.delivery_modes", defaults.delivery_modes, parse::text),
        }
    }

    fn retry(&mut self) -> RetryPolicy {
        let defaults = RetryPolicy::default();
        let attempts =
            |text: &str| parse::number(text).and_then(|n| u32::try_from(n).map_err(|_| "is too large".into()));
        RetryPolicy {
            max_attempts: self.parsed("retry.max_attempts", defaults.max_attempts, attempts),
            base_delay_ms: self.parsed("retry.base_delay_ms", defaults.base_delay_ms, parse::number),
            max_delay_ms: self.parsed("retry.max_delay_ms", defaults.max_delay_ms, parse::number),
        }
    }

    fn scope_paths(&mut self, default: Vec<String>) -> Vec<String> {
        let mut paths = self.list("scope_paths", default, |path| {
            if path.starts_with('$') { Ok(path.to_owned()) } else { Err("each must begin with $".into()) }
        });
        paths.sort();
        paths.dedup();
        paths
    }

    fn bodies(&mut self) -> BodyLimits {
        let defaults = BodyLimits::default();
        BodyLimits {
            workflow: self.parsed("limits.workflow_bytes", defaults.workflow, parse::number),
            other: self.parsed("limits.body_bytes", defaults.other, parse::number),
            response: self.parsed("limits.response_bytes", defaults.response, parse::number),
        }
    }

    fn timeouts(&mut self) -> Timeouts {
        let mut timeout = |name: &str, default| {
            self.parsed(&format!("timeouts.{name}_ms"), default, |text| parse::number(text).map(Duration::from_millis))
        };
        let defaults = Timeouts::default();
        Timeouts {
            connect: timeout("connect", defaults.connect),
            token: timeout("token", defaults.token),
            read: timeout("read", defaults.read),
            write: timeout("write", defaults.write),
            header: timeout("header", defaults.header),
            body: timeout("body", defaults.body),
            shutdown: timeout("shutdown", defaults.shutdown),
        }
    }

    fn database(&mut self, demo: bool, env: &BTreeMap<String, String>) -> Database {
        if self.values.contains_key("database_url") {
            return self.parsed("database_url", Database::Memory, database);
        }
        if demo {
            return Database::Memory;
        }
        match data_folder(env) {
            Some(folder) => Database::Sqlite(folder.join("cxone-email-configurator").join("proxy.sqlite3")),
            None => {
                self.missing(
                    "CXONE_DATABASE_URL",
                    "the user's data folder is not known (no HOME), so the database must be named",
                );
                Database::Memory
            }
        }
    }

    fn app_dir(&mut self) -> Option<PathBuf> {
        if !self.values.contains_key("app_dir") {
            let built = Path::new(BUILT_APP);
            return built.join("index.html").is_file().then(|| built.to_owned());
        }
        self.optional("app_dir", |text| {
            let folder = PathBuf::from(text);
            if folder.join("index.html").is_file() {
                Ok(folder)
            } else {
                Err("must be a folder with the built app; there is no index.html in it".into())
            }
        })
    }
}

fn same_layer(one: &Origin, other: &Origin) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "human" => Ok(LogFormat::Human),
        "json" => Ok(LogFormat::Json),
        _ => Err("must be human or json".into()),
    }
}

fn log_level(text: &str) -> Result<tracing::Level, String> {
    text.parse().map_err(|_| "must be error, warn, info, debug or trace".into())
}

fn database(text: &str) -> Result<Database, String> {
    let Some(path) = text.trim().strip_prefix("sqlite:") else {
        return Err("must be sqlite:PATH or sqlite::memory:".into());
    };
    match path.strip_prefix("//").unwrap_or(path) {
        ":memory:" => Ok(Database::Memory),
        "" => Err("must name a file after sqlite:".into()),
        path => Ok(Database::Sqlite(PathBuf::from(path))),
    }
}

/// Where programs keep their users' data, by the habits of each system.
fn data_folder(env: &BTreeMap<String, String>) -> Option<PathBuf> {
    let named = |name: &str| env.get(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    named("XDG_DATA_HOME").filter(|path| path.is_absolute()).or_else(|| {
        if cfg!(windows) {
            named("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            named("HOME").map(|home| home.join("Library/Application Support"))
        } else {
            named("HOME").map(|home| home.join(".local/share"))
        }
    })
}
