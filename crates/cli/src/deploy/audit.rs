//! The audit events of a deploy, a JSON line each: to a file that is appended to, else to stderr.

use super::order::templates_of;
use super::reading::unix_ms;
use super::webhook::Registration;
use crate::failure::Unusable;
use crate::screen::Screen;
use serde::Serialize;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use tenant::TenantConfig;
use workflow::change::Change;
use workflow::deploy::Receipt;
use workflow::wire::{DeployAudit, EVENT_NODE_CONFIGURED, EVENT_WEBHOOK_REGISTERED, WebhookAudit};

/// Longest summary, in characters.
const MAX_SUMMARY: usize = 1_000;

/// Where the events go.
pub(super) struct Audit(Option<File>);

/// As the proxy keeps it, without the number that its database counts.
#[derive(Serialize)]
struct Event<'a> {
    event: &'static str,
    /// In ms since 1970.
    timestamp: u64,
    operator: &'a str,
    org: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    deploy: Option<DeployAudit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook: Option<WebhookAudit>,
}

impl<'a> Event<'a> {
    fn of(
        config: &'a TenantConfig,
        event: &'static str,
        deploy: Option<DeployAudit>,
        webhook: Option<WebhookAudit>,
    ) -> Self {
        Self { event, timestamp: unix_ms(), operator: &config.operator, org: &config.org, deploy, webhook }
    }
}

impl Audit {
    /// Opens the file, if one is named, before anything is sent.
    pub(super) fn open(file: Option<&Path>) -> Result<Self, Unusable> {
        let Some(path) = file else { return Ok(Self(None)) };
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(path) {
            Ok(file) => Ok(Self(Some(file))),
            Err(error) => Err(Unusable::file(&path.display().to_string(), format!("it cannot be written: {error}"))),
        }
    }

    /// A deploy of this change is over; `summary` says in words what it changes.
    pub(super) fn deployed(
        &mut self,
        config: &TenantConfig,
        change: &Change,
        receipt: &Receipt,
        summary: &str,
        webhook: Option<&Registration>,
        screen: &mut Screen,
    ) {
        let registered = webhook.filter(|webhook| webhook.outcome == "registered");
        let templates = templates_of(change).iter().map(ToString::to_string).collect();
        let summary = summary.chars().take(MAX_SUMMARY).collect();
        let deploy =
            DeployAudit { webhook_registered: registered.is_some(), ..DeployAudit::of(receipt, templates, summary) };
        let (operation, workflow_id) = (deploy.operation.clone(), deploy.workflow_id.clone());
        self.write(&Event::of(config, EVENT_NODE_CONFIGURED, Some(deploy), None), screen);
        if let Some(Registration { id: Some(id), url, .. }) = registered {
            let webhook = WebhookAudit {
                id: id.clone(),
                url: url.clone(),
                operation: Some(operation),
                workflow_id: Some(workflow_id),
            };
            self.write(&Event::of(config, EVENT_WEBHOOK_REGISTERED, None, Some(webhook)), screen);
        }
    }

    fn write(&mut self, event: &Event<'_>, screen: &mut Screen) {
        let Some(file) = &mut self.0 else { return screen.say_json(event) };
        // Texts and numbers always serialise. One write, so that programs that share the file do not mix lines.
        let line = serde_json::to_string(event).unwrap_or_default() + "\n";
        if let Err(error) = file.write_all(line.as_bytes()).and_then(|()| file.sync_data()) {
            screen.warn(&format!("the audit file cannot be written ({error}); its line goes here instead"));
            screen.say_json(event);
        }
    }
}
