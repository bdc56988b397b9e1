//! What is to be recorded.

use workflow::wire::{
    AccessAudit, DeployAudit, EVENT_NODE_CONFIGURED, EVENT_WEBHOOK_DELETED, EVENT_WEBHOOK_REGISTERED, WebhookAudit,
};

/// An entry before it has a number, a time and a seal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Entry {
    pub(super) event: &'static str,
    pub(super) operator: String,
    pub(super) operation: Option<String>,
    pub(super) detail: Detail,
}

/// What an entry tells, by what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Detail {
    Deploy(DeployAudit),
    Webhook(WebhookAudit),
    Access(AccessAudit),
}

impl Entry {
    /// A finished deploy.
    pub(crate) fn deploy(operator: &str, deploy: DeployAudit) -> Self {
        Self {
            event: EVENT_NODE_CONFIGURED,
            operator: operator.to_owned(),
            operation: Some(deploy.operation.clone()),
            detail: Detail::Deploy(deploy),
        }
    }

    /// A webhook was registered.
    pub(crate) fn webhook_registered(operator: &str, webhook: WebhookAudit) -> Self {
        Self::webhook(EVENT_WEBHOOK_REGISTERED, operator, webhook)
    }

    /// A webhook was deleted.
    pub(crate) fn webhook_deleted(operator: &str, webhook: WebhookAudit) -> Self {
        Self::webhook(EVENT_WEBHOOK_DELETED, operator, webhook)
    }

    /// Who came in, was turned away or read what: `event` is one of the wire's names for it.
    pub(crate) fn access(event: &'static str, operator: &str, access: AccessAudit) -> Self {
        Self { event, operator: operator.to_owned(), operation: None, detail: Detail::Access(access) }
    }

    /// The operation that it belongs to.
    pub(crate) fn of_operation(self, operation: &str) -> Self {
        Self { operation: Some(operation.to_owned()), ..self }
    }

    fn webhook(event: &'static str, operator: &str, webhook: WebhookAudit) -> Self {
        Self {
            event,
            operator: operator.to_owned(),
            operation: webhook.operation.clone(),
            detail: Detail::Webhook(webhook),
        }
    }

    /// The same entry standing for `times` of them.
    pub(super) fn times(mut self, times: u32) -> Self {
        if let Detail::Access(access) = &mut self.detail {
            access.times = times;
        }
        self
    }
}

impl Detail {
    pub(super) fn to_json(&self) -> Result<String, serde_json::Error> {
        match self {
            Self::Deploy(deploy) => serde_json::to_string(deploy),
            Self::Webhook(webhook) => serde_json::to_string(webhook),
            Self::Access(access) => serde_json::to_string(access),
        }
    }
}
