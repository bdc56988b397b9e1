//! Registering a webhook after a deploy. Its secret is made here and shown once, where it was asked for.

use super::asking::ask;
use super::words::{no_response, own_words};
use crate::args::Deploy;
use crate::failure::{Failure, Unusable};
use crate::screen::Screen;
use serde::Serialize;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use tenant::webhook::{delivery_url, make_secret, registration, scrub, without_query};
use tenant::{Call, Route, Secret, Tenant, TenantConfig};
use workflow::json::Value;
use workflow::wire::WebhookCreated;

/// What is to be registered, checked before anything is sent.
pub(super) struct Wanted {
    /// Where deliveries go.
    url: String,
    secret_to: SecretTo,
}

enum SecretTo {
    File(PathBuf),
    Receipt,
    Terminal,
}

/// The receipt's part about the webhook.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Registration {
    /// `registered`, `alreadyThere` or `failed`.
    pub(super) outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// Without its query, which may hold a key.
    pub(super) url: String,
    /// What happened, and what to do next.
    pub(super) message: String,
    /// Only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

impl Wanted {
    /// What the arguments ask for; `None` where it is nothing.
    pub(super) fn of(args: &Deploy, config: &TenantConfig, screen: &Screen) -> Result<Option<Self>, Failure> {
        let Some(given) = &args.webhook_url else { return Ok(None) };
        let Some(url) = given.as_ref().or(config.webhook_url.as_ref()) else {
            return Err(Unusable::new("--webhook-url needs an address, or CXONE_WEBHOOK_URL must name one").into());
        };
        if !config.features.webhooks {
            return Err(
                Unusable::new("this tenant has no webhooks (features.webhooks); leave --webhook-url out").into()
            );
        }
        let Some(url) = delivery_url(url) else {
            return Err(Unusable::new(
                "--webhook-url must be an http or https address without user name, password and fragment",
            )
            .into());
        };
        let secret_to = match &args.webhook_secret_file {
            Some(file) if file.exists() => {
                return Err(Unusable::file(
                    &file.display().to_string(),
                    "it is there already, and a secret in it would be lost; name a new file",
                )
                .into());
            }
            Some(file) => SecretTo::File(file.clone()),
            None if args.webhook_secret_in_receipt => SecretTo::Receipt,
            None if screen.is_watched() => SecretTo::Terminal,
            None => {
                return Err(Unusable::new(
                    "the webhook's secret is shown once on standard error, but that is no terminal; name a file with --webhook-secret-file",
                )
                .into());
            }
        };
        Ok(Some(Self { url: url.into(), secret_to }))
    }

    /// Registers it, unless the address is registered already.
    pub(super) async fn register(
        &self,
        tenant: &Tenant,
        config: &TenantConfig,
        workflow: &str,
        screen: &mut Screen,
    ) -> Registration {
        let Some(url) = delivery_url(&self.url) else { return self.failed("the address is none".to_owned()) };
        if let Some(id) = registered_already(tenant, &self.url).await {
            return Registration {
                outcome: "alreadyThere",
                id: Some(id),
                url: without_query(url),
                message: "This address is registered already. Nothing was registered anew.".to_owned(),
                secret: None,
            };
        }
        let secret = match make_secret() {
            Ok(secret) => secret,
            Err(error) => return self.failed(format!("no secret could be made ({error}). No webhook was registered")),
        };
        // Written down first, because it cannot be asked for again.
        if let SecretTo::File(file) = &self.secret_to
            && let Err(error) = write_secret(file, &secret)
        {
            return self.failed(format!("{} cannot be written: {error}. No webhook was registered", file.display()));
        }
        let call = match registration(&format!("cxone-email {workflow}"), &url, &config.org, &secret) {
            Ok(call) => call,
            Err(error) => return self.failed(error.to_string()),
        };
        match self.send(tenant, &call, &secret).await {
            Ok(id) => {
                if matches!(self.secret_to, SecretTo::Terminal) {
                    screen.say(&format!("The webhook's secret, shown this once: {}", secret.expose()));
                }
                let message = match &self.secret_to {
                    SecretTo::File(file) => format!("Registered. Its secret is in {}.", file.display()),
                    SecretTo::Receipt => "Registered. Its secret is in this receipt.".to_owned(),
                    SecretTo::Terminal => "Registered. Its secret was shown once.".to_owned(),
                };
                let shown = matches!(self.secret_to, SecretTo::Receipt).then(|| secret.expose().to_owned());
                Registration { outcome: "registered", id: Some(id), url: without_query(url), message, secret: shown }
            }
            Err(problem) => self.failed(problem),
        }
    }

    async fn send(&self, tenant: &Tenant, call: &Call, secret: &Secret) -> Result<String, String> {
        const LOOK: &str = "It may be registered all the same: look at the tenant's webhooks before trying again";
        let response = ask(tenant, call).await.map_err(|problem| format!("{}. {LOOK}", no_response(&problem)))?;
        if !(200..300).contains(&response.status) {
            if let SecretTo::File(file) = &self.secret_to {
                // A secret of nothing; where it stays, it does no harm.
                let _ = std::fs::remove_file(file);
            }
            let body = String::from_utf8_lossy(&scrub(response.body.as_bytes(), secret)).into_owned();
            return Err(format!(
                "the tenant refuses the webhook with {}{}. No webhook was registered",
                response.status,
                own_words(&body)
            ));
        }
        serde_json::from_str(&response.body)
            .map(|created: WebhookCreated| created.id)
            .map_err(|_| format!("the tenant did not tell the webhook's id. {LOOK}"))
    }

    fn failed(&self, problem: String) -> Registration {
        let url = delivery_url(&self.url).map(without_query).unwrap_or_default();
        Registration { outcome: "failed", id: None, url, message: format!("{problem}."), secret: None }
    }
}

/// The webhook that delivers there, where the tenant lists its webhooks.
async fn registered_already(tenant: &Tenant, url: &str) -> Option<String> {
    let response = ask(tenant, &Call::get(Route::Webhooks)).await.ok().filter(|response| response.status == 200)?;
    let list = Value::parse(&response.body).ok()?;
    let found = list.get("webhooks")?.elements().iter().find(|hook| {
        let events = hook.get("events").map(Value::elements).unwrap_or_default();
        hook.get("url").and_then(Value::as_str) == Some(url)
            && events.iter().any(|event| event.as_str() == Some("workflow.updated"))
    })?;
    found.get("id")?.as_str().map(str::to_owned)
}

fn write_secret(file: &Path, secret: &Secret) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    writeln!(file, "{}", secret.expose())?;
    file.sync_all()
}
