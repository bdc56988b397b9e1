//! What is known about the tenant, and its limits.

use crate::document::{FileId, TemplateId};
use std::collections::{BTreeMap, BTreeSet};

/// What is known about a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateFact {
    /// The tenant has it, with these placeholders.
    Known {
        /// Distinct placeholder names in order of first appearance.
        placeholders: Vec<String>,
        /// Why it does not compile, in words; empty where it does.
        problems: Vec<String>,
    },
    /// The tenant answered that there is none.
    Missing,
}

/// What is known about an attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttachmentFact {
    /// The tenant has it.
    Known {
        /// Size in bytes.
        size: u64,
        /// Its name in the tenant's storage, where given.
        file_name: Option<String>,
    },
    /// The tenant answered that there is none.
    Missing,
}

/// All that is known about the tenant. What is absent is not known, and not judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Templates by id.
    pub templates: BTreeMap<TemplateId, TemplateFact>,
    /// Attachments by id.
    pub attachments: BTreeMap<FileId, AttachmentFact>,
    /// Scope paths that are known to lead to a value. Others may as well; only near misses are told.
    pub scope_paths: BTreeSet<String>,
}

/// The tenant's limits.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Limits {
    /// Largest attachment, in bytes. Tutorial: 10 MiB.
    pub attachment_bytes: u64,
    /// All attachments of a node together, in bytes. Tutorial: 25 MiB.
    pub attachments_total_bytes: u64,
    /// Largest mail that recipients' servers take, in bytes, attachments encoded. 25 MiB is what the
    /// large mailbox providers take.
    pub mail_bytes: u64,
    /// Delivery modes the tenant knows.
    pub delivery_modes: Vec<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            attachment_bytes: 10 * 1024 * 1024,
            attachments_total_bytes: 25 * 1024 * 1024,
            mail_bytes: 25 * 1024 * 1024,
            delivery_modes: vec![crate::email::DEFAULT_DELIVERY_MODE.to_owned()],
        }
    }
}
