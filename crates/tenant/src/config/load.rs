//! Resolving what concerns the tenant: every key is checked, every problem is kept.

use super::error::ConfigErrors;
use super::file::ConfigFile;
use super::layers::{Layers, Raw};
use super::paths::{InvalidPath, PathTemplate, Paths};
use super::{
    AccessKey, Auth, ClientAuth, Connection, Environment, RemoteTenant, Rules, TenantConfig, Timeouts, keys, parse,
    scope_paths,
};
use crate::secret::Secret;
use std::time::Duration;
use workflow::deploy::RetryPolicy;
use workflow::document::Dialect;
use workflow::validate::Limits;
use workflow::wire::{CataloguePath, Features};

/// The tenant's configuration, and what is not wrong but should be looked at.
///
/// # Errors
/// All problems at once, each with its place.
pub fn load(
    args: &[String],
    env: &Environment,
    file: Option<&ConfigFile>,
) -> Result<(TenantConfig, Vec<String>), ConfigErrors> {
    let mut layers = Layers::collect(args, env, file);
    let config = layers.tenant(env);
    Ok((config, layers.finish()?))
}

/// Only what is needed without a connection; the rest may be missing or wrong.
///
/// # Errors
/// All problems at once, each with its place.
pub fn load_rules(args: &[String], env: &Environment, file: Option<&ConfigFile>) -> Result<Rules, ConfigErrors> {
    let mut layers = Layers::collect(args, env, file);
    let rules = layers.rules();
    layers.finish()?;
    Ok(rules)
}

impl Layers {
    /// Everything that concerns the tenant.
    pub fn tenant(&mut self, env: &Environment) -> TenantConfig {
        let defaults = TenantConfig::default();
        let connection = self.connection();
        let demo = matches!(connection, Connection::Demo);
        TenantConfig {
            org: self.org(demo),
            operator: self.operator(env),
            connection,
            auth: self.auth(demo),
            http1_only: self.parsed("http1_only", defaults.http1_only, parse::flag),
            scope: self.parsed("scope", defaults.scope, parse::text),
            workflow_id: self.optional("workflow_id", parse::text),
            webhook_url: self.optional("webhook_url", parse::web_url),
            paths: self.paths(),
            rules: self.rules(),
            retry: self.retry(),
            features: self.features(),
            response_bytes: self.parsed("limits.response_bytes", defaults.response_bytes, parse::number),
            timeouts: self.timeouts(),
        }
    }

    /// Only what is needed without a connection.
    pub fn rules(&mut self) -> Rules {
        let (scope_paths, scope_catalogue) = self.scope_paths();
        Rules { dialect: self.dialect(), limits: self.limits(), scope_paths, scope_catalogue }
    }

    fn features(&mut self) -> Features {
        let mut offered = |name: &str, default| self.parsed(&format!("features.{name}"), default, parse::flag);
        let defaults = Features::default();
        Features {
            webhooks: offered("webhooks", defaults.webhooks),
            webhook_list: offered("webhook_list", defaults.webhook_list),
            workflow_list: offered("workflow_list", defaults.workflow_list),
            template_list: offered("template_list", defaults.template_list),
            attachment_list: offered("attachment_list", defaults.attachment_list),
            upload: offered("upload", defaults.upload),
            // Nothing of the tenant's: the proxy says it of itself.
            events: defaults.events,
        }
    }

    fn org(&mut self, demo: bool) -> String {
        let given = self.is_set("org");
        let org = self.optional("org", parse::org);
        if !demo && !given {
            self.missing("CXONE_ORG", "the organisation is needed beside the client id");
        }
        org.unwrap_or_else(|| TenantConfig::default().org)
    }

    fn connection(&mut self) -> Connection {
        let secret = self.secret("client_secret");
        if !self.is_set("client_id") {
            for name in ["client_secret", "client_secret_file", "base_url", "token_url"] {
                if let Some(raw) = self.take(name) {
                    self.problem(
                        raw.origin,
                        "is of no use without a client id; set CXONE_CLIENT_ID, or unset this for the demo",
                    );
                }
            }
            return Connection::Demo;
        }
        let client_id = self.optional("client_id", parse::text);
        if secret.is_none() && !["client_secret", "client_secret_file"].iter().any(|name| self.is_set(name)) {
            self.missing(
                "CXONE_CLIENT_SECRET",
                "the client secret is needed beside the client id (or CXONE_CLIENT_SECRET_FILE)",
            );
        }
        let org =
            self.get("org").and_then(|raw| raw.texts.first()).map(|org| org.trim().to_owned()).unwrap_or_default();
        let base_url = self.parsed("base_url", format!("https://{org}.niceincontact.com"), parse::base_url);
        let token_url = self.parsed("token_url", format!("{base_url}/oauth2/token"), parse::endpoint_url);
        self.take("client_secret");
        self.take("client_secret_file");
        Connection::Remote(RemoteTenant {
            base_url,
            token_url,
            client_id: client_id.unwrap_or_default(),
            client_secret: secret.unwrap_or_else(|| Secret::new("")),
        })
    }

    /// The secret of this key or the file with it (the key with `_file`), whichever comes from the higher
    /// layer. Leaves both values in place, so that the caller can tell a bad one from a missing one.
    fn secret(&mut self, key: &str) -> Option<Secret> {
        let direct = self.get(key).cloned();
        let in_file = self.get(&format!("{key}_file")).cloned();
        match (direct, in_file) {
            (Some(direct), Some(in_file)) if direct.origin.same_layer(&in_file.origin) => {
                let name = key.replace(['_', '.'], " ");
                self.problem(in_file.origin, format!("is given together with the {name} itself; keep one of them"));
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

    /// The secret of this key or the file with it (the key with `_file`), taken out; `None` where neither is
    /// given or the one that counts is wrong.
    pub fn taken_secret(&mut self, key: &str) -> Option<Secret> {
        let secret = self.secret(key);
        self.take(key);
        self.take(&format!("{key}_file"));
        secret
    }

    /// How tokens are asked for.
    fn auth(&mut self, demo: bool) -> Auth {
        let secret = self.secret("access_key_secret");
        let id = self.optional("access_key_id", parse::text);
        let named = [self.take("access_key_secret"), self.take("access_key_secret_file")].into_iter().flatten().next();
        let password = self.parsed("grant", false, |text| match text.trim() {
            "client_credentials" => Ok(false),
            "password" => Ok(true),
            _ => Err("must be client_credentials or password".into()),
        });
        let client = self.parsed("client_auth", ClientAuth::default(), |text| match text.trim() {
            "form" => Ok(ClientAuth::Form),
            "basic" => Ok(ClientAuth::Basic),
            _ => Err("must be form or basic".into()),
        });
        let discovery_url = self.optional("discovery_url", parse::base_url);
        if password && !demo {
            if id.is_none() {
                self.missing("CXONE_ACCESS_KEY_ID", "the password grant needs the id of an access key");
            }
            if named.is_none() {
                self.missing(
                    "CXONE_ACCESS_KEY_SECRET",
                    "the password grant needs an access key's secret (or CXONE_ACCESS_KEY_SECRET_FILE)",
                );
            }
        } else if let Some(named) = named.filter(|_| !demo) {
            self.problem(
                named.origin,
                "is of no use without the password grant; set CXONE_GRANT=password, or unset this",
            );
        }
        let access_key = password
            .then(|| AccessKey { id: id.unwrap_or_default(), secret: secret.unwrap_or_else(|| Secret::new("")) });
        Auth { client, access_key, discovery_url }
    }

    fn secret_file(&mut self, raw: &Raw) -> Option<Secret> {
        let read =
            std::fs::read_to_string(raw.texts.concat()).map_err(|error| format!("the file cannot be read: {error}"));
        let secret = read.and_then(|text| parse::text(&text).map_err(|_| "the file is empty".to_owned()));
        secret.map_err(|message| self.problem(raw.origin.clone(), message)).map(Secret::new).ok()
    }

    fn operator(&mut self, env: &Environment) -> String {
        let user = ["USER", "USERNAME"].iter().find_map(|name| env.get(*name)).filter(|name| !name.is_empty());
        let default = user.cloned().unwrap_or_else(|| TenantConfig::default().operator);
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
            upload: path("upload", defaults.upload, PathTemplate::list),
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
            conflict_statuses: self.statuses("statuses.conflict", &defaults.conflict_statuses),
            later_statuses: self.statuses("statuses.later", &defaults.later_statuses),
        }
    }

    fn statuses(&mut self, name: &str, default: &[u16]) -> Vec<u16> {
        let texts = self.list(name, default.iter().map(u16::to_string).collect(), |text| {
            parse::refusal(text).map(|_| text.to_owned())
        });
        texts.iter().filter_map(|text| text.trim().parse().ok()).collect()
    }

    /// The paths to suggest, and what is known about some of them. Of the catalogue that is built in, only
    /// what the configured paths name: a tenant that has said what it has is offered nothing else.
    fn scope_paths(&mut self) -> (Vec<String>, Vec<CataloguePath>) {
        let named = self.is_set("scope_paths");
        let mut paths = self.list("scope_paths", Vec::new(), |path| {
            if path.starts_with('$') { Ok(path.to_owned()) } else { Err("each must begin with $".into()) }
        });
        let own = self.optional("scope_catalogue_file", |file| {
            let text = std::fs::read_to_string(file).map_err(|error| format!("the file cannot be read: {error}"))?;
            scope_paths::read(&text)
        });
        let catalogue = own.unwrap_or_else(|| {
            let built_in = scope_paths::catalogue().into_iter();
            built_in.filter(|entry| !named || paths.contains(&entry.path)).collect()
        });
        paths.extend(scope_paths::paths(&catalogue));
        paths.sort();
        paths.dedup();
        (paths, catalogue)
    }

    fn timeouts(&mut self) -> Timeouts {
        let defaults = Timeouts::default();
        Timeouts {
            connect: self.timeout("connect", defaults.connect),
            token: self.timeout("token", defaults.token),
            read: self.timeout("read", defaults.read),
            write: self.timeout("write", defaults.write),
            upload: self.timeout("upload", defaults.upload),
        }
    }

    /// The key `timeouts.NAME_ms`.
    pub fn timeout(&mut self, name: &str, default: Duration) -> Duration {
        self.parsed(&format!("timeouts.{name}_ms"), default, |text| parse::number(text).map(Duration::from_millis))
    }
}
