//! What is known about the tenant, and its limits.

use super::ids::hash;
use crate::document::{FileId, TemplateId};
use crate::email::template;
use crate::wire::{Attachment, Template};
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

impl TemplateFact {
    /// What a template that the tenant has sent tells, over all its parts.
    #[must_use]
    pub fn of(found: &Template) -> Self {
        let parts = [
            ("subject", found.subject.as_str()),
            ("preheader", found.preheader.as_str()),
            ("HTML body", found.html.as_str()),
            ("plain text", found.text.as_str()),
        ];
        let mut problems = Vec::new();
        for (part, text) in parts {
            problems.extend(template::scan(text).1.iter().map(|problem| format!("{part}: {problem}")));
        }
        Self::Known { placeholders: template::names(parts.map(|(_, text)| text)), problems }
    }
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

impl AttachmentFact {
    /// What an attachment that the tenant has sent tells.
    #[must_use]
    pub fn of(found: &Attachment) -> Self {
        Self::Known { size: found.size, file_name: found.file_name.clone() }
    }
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

/// What a node's findings depend on, or what has become known otherwise: a bit for every id, several to a
/// bit, and one for the scope paths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked(u64);

impl Asked {
    /// Everything that can be known about templates and attachments.
    pub(super) const ALL: Self = Self(u64::MAX);
    const SCOPE_PATHS: Self = Self(1 << 63);

    /// What every email node depends on.
    pub(super) fn by_email_node() -> Self {
        Self::SCOPE_PATHS
    }

    /// Depends on what is known about this template or attachment too, also where it is meant without
    /// the white space around it.
    pub(super) fn about(&mut self, id: &str) {
        self.0 |= 1 << (hash(id.as_bytes()) % 63);
        let trimmed = id.trim();
        if trimmed.len() < id.len() {
            self.0 |= 1 << (hash(trimmed.as_bytes()) % 63);
        }
    }

    /// Whether the two have something in common.
    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What is known otherwise in `after` than in `before`.
    pub(super) fn differences(before: &Facts, after: &Facts) -> Self {
        let mut differing = Self::default();
        for (id, fact) in &before.templates {
            if after.templates.get(id) != Some(fact) {
                differing.about(id.as_str());
            }
        }
        for (id, fact) in &before.attachments {
            if after.attachments.get(id) != Some(fact) {
                differing.about(id.as_str());
            }
        }
        for id in after.templates.keys().filter(|id| !before.templates.contains_key(*id)) {
            differing.about(id.as_str());
        }
        for id in after.attachments.keys().filter(|id| !before.attachments.contains_key(*id)) {
            differing.about(id.as_str());
        }
        if before.scope_paths != after.scope_paths {
            differing.0 |= Self::SCOPE_PATHS.0;
        }
        differing
    }
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
