//! The tenant's state: what is stored, and what is recorded about it.

use crate::delivery::{Deliveries, Job};
use crate::faults::Faults;
use crate::oauth::Tokens;
use crate::openid::OpenId;
use crate::requests::RequestLog;
use crate::speech::Speech;
use crate::webhooks::Webhook;
use crate::workflows::Stored;
use crate::{Options, seed, templates};
use bytes::Bytes;
use indexmap::IndexMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc;
use workflow::wire::{Attachment, Template};

/// A simulated tenant.
#[derive(Debug)]
pub(crate) struct Tenant {
    pub(crate) options: Options,
    pub(crate) tokens: Tokens,
    pub(crate) openid: OpenId,
    pub(crate) faults: Faults,
    pub(crate) requests: RequestLog,
    pub(crate) deliveries: Deliveries,
    store: Mutex<Store>,
}

/// What the tenant keeps. Each map is in the tenant's order.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) workflows: IndexMap<String, Stored>,
    pub(crate) templates: IndexMap<String, Arc<Template>>,
    pub(crate) attachments: IndexMap<String, Attachment>,
    pub(crate) webhooks: IndexMap<String, Webhook>,
    /// Webhooks registered so far, for their ids.
    pub(crate) webhooks_made: u64,
    /// Attachments uploaded so far, for their ids.
    pub(crate) uploads_made: u64,
}

impl Tenant {
    /// A tenant with the seeded data, and the webhook deliveries that it will ask for.
    pub(crate) fn seeded(options: Options) -> (Self, mpsc::UnboundedReceiver<Job>) {
        let (deliveries, jobs) = Deliveries::new();
        let tenant = Self {
            options,
            tokens: Tokens::default(),
            openid: OpenId::default(),
            faults: Faults::default(),
            requests: RequestLog::default(),
            deliveries,
            store: Mutex::new(seeded_store()),
        };
        (tenant, jobs)
    }

    /// Back to the seed. Tokens stay good.
    pub(crate) fn reset(&self) {
        *self.store() = seeded_store();
        self.faults.clear();
        self.requests.clear();
        self.deliveries.clear();
    }

    /// The store, locked. Never held over an await or a parse.
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        lock(&self.store)
    }

    /// A workflow as it is stored.
    pub(crate) fn workflow_bytes(&self, id: &str) -> Option<Bytes> {
        self.store().workflows.get(id).map(|stored| stored.text.clone())
    }

    /// Stores a workflow as it is, unchecked.
    pub(crate) fn store_workflow(&self, id: &str, text: Bytes) {
        let stored = Stored::new(&self.options.speech, id, text);
        self.store().workflows.insert(id.to_owned(), stored);
    }

    /// Adds or replaces a template.
    pub(crate) fn store_template(&self, template: Template) {
        let template = templates::described(template);
        self.store().templates.insert(template.id.clone(), Arc::new(template));
    }

    /// Whether a template was there once.
    pub(crate) fn is_deleted_template(&self, id: &str) -> bool {
        id == seed::DELETED_TEMPLATE
    }
}

fn seeded_store() -> Store {
    // The large workflow is read once for its summary, however many tenants a test run starts.
    static WORKFLOWS: LazyLock<IndexMap<String, Stored>> = LazyLock::new(|| {
        seed::workflows()
            .into_iter()
            .map(|(id, text)| (id.to_owned(), Stored::new(&Speech::default(), id, text)))
            .collect()
    });
    static TEMPLATES: LazyLock<IndexMap<String, Arc<Template>>> = LazyLock::new(|| {
        let described = seed::templates().into_iter().map(templates::described);
        described.map(|template| (template.id.clone(), Arc::new(template))).collect()
    });
    let attachments = seed::attachments().into_iter().map(|file| (file.file_id.clone(), file)).collect();
    Store {
        workflows: WORKFLOWS.clone(),
        templates: TEMPLATES.clone(),
        attachments,
        webhooks: IndexMap::new(),
        webhooks_made: 0,
        uploads_made: 0,
    }
}

/// Locks a mutex. What it guards is only ever replaced as a whole, so it is sound after a panic too.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
