//! Files on their way into the tenant's storage, and from there into the draft that they are for.
//!
//! An upload outlives the form that it was begun in: who looks at another node meanwhile finds the file
//! attached when coming back.

use super::form::{AttachmentField, Form};
use super::{DraftKey, Listed, OpenDraft, Workspace};
use crate::api::{self, Failure};
use crate::browser::upload::Sending;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use web_sys::File;
use workflow::document::{FileId, NodeId};
use workflow::email::Draft;
use workflow::wire::Attachment;

/// How many files are sent at once; the others wait.
const AT_ONCE: usize = 2;

/// A file that is to be uploaded, and how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UploadKey(u32);

/// One file.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its identity.
    pub key: UploadKey,
    /// The draft that it is for.
    pub draft: DraftKey,
    /// The file's name.
    pub name: Arc<str>,
    /// In bytes.
    pub size: u64,
    /// How far it is.
    pub state: RwSignal<UploadState>,
    node: NodeId,
}

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadState {
    /// Others come first.
    Waiting,
    /// So many bytes are sent.
    Sending(u64),
    /// It was taken back.
    Cancelled,
    /// It was not sent.
    Refused(WhyRefused),
    /// It was sent and did not arrive, or not for sure.
    Failed(Failure),
}

/// Why a file is not even sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyRefused {
    /// It holds nothing.
    Empty,
    /// Larger than a file may be.
    TooLarge {
        /// What a file may have, in bytes.
        limit: u64,
    },
    /// Too much together with what is attached already.
    TooMuch {
        /// What all would have, in bytes.
        total: u64,
        /// What all may have, in bytes.
        limit: u64,
    },
    /// The tenant takes no uploads.
    NotOffered,
}

/// What became of an upload, for whoever tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uploaded {
    /// It is attached.
    Attached(Arc<str>),
    /// It is not.
    Not(Arc<str>),
}

/// All uploads of a workspace. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Uploads {
    /// What is under way or went wrong, in the order it was begun.
    pub list: RwSignal<Vec<Upload>>,
    /// Whether the tenant takes uploads, as far as is known.
    pub offered: RwSignal<bool>,
    /// What became of the last one.
    pub last: RwSignal<Option<Uploaded>>,
    files: StoredValue<BTreeMap<UploadKey, Sent>, LocalStorage>,
    next: StoredValue<u32>,
}

/// A file, and its request while it is under way.
struct Sent {
    file: File,
    sending: Option<Sending>,
}

impl Uploads {
    /// No uploads yet.
    pub(super) fn new(offered: bool) -> Self {
        Self {
            list: RwSignal::new(Vec::new()),
            offered: RwSignal::new(offered),
            last: RwSignal::new(None),
            files: StoredValue::new_local(BTreeMap::new()),
            next: StoredValue::new(0),
        }
    }

    /// The uploads for one draft; subscribes.
    #[must_use]
    pub fn of(self, draft: DraftKey) -> Vec<Upload> {
        self.list.with(|list| list.iter().filter(|upload| upload.draft == draft).cloned().collect())
    }

    fn get(self, key: UploadKey) -> Option<Upload> {
        self.list.try_with_untracked(|list| list.iter().find(|upload| upload.key == key).cloned()).flatten()
    }

    fn set(self, key: UploadKey, state: UploadState) {
        if let Some(upload) = self.get(key) {
            upload.state.try_set(state);
        }
    }

    /// Takes an upload from the list, and back where it is under way.
    pub fn dismiss(self, key: UploadKey) {
        self.files.try_update_value(|files| files.remove(&key));
        self.list.try_update(|list| list.retain(|upload| upload.key != key));
    }

    /// The bytes of a draft's uploads that are to come.
    fn to_come(self, draft: DraftKey) -> u64 {
        let counts = |upload: &&Upload| {
            upload.draft == draft
                && upload.state.with_untracked(|state| matches!(state, UploadState::Waiting | UploadState::Sending(_)))
        };
        self.list.with_untracked(|list| list.iter().filter(counts).map(|upload| upload.size).sum())
    }
}

impl Workspace {
    /// Uploads files and attaches each to the draft once it is there. What is too large is told and not sent.
    pub fn upload(self, draft: OpenDraft, files: Vec<File>) {
        let uploads = self.tenant.uploads;
        for file in files {
            let key =
                UploadKey(uploads.next.try_update_value(|next| std::mem::replace(next, *next + 1)).unwrap_or_default());
            let (name, size) = (Arc::from(file.name()), file.size() as u64);
            uploads.files.update_value(|files| drop(files.insert(key, Sent { file, sending: None })));
            // It outlives the form in which it is begun.
            let begin = self.begin_state(draft, size);
            let state = self.owner.with_value(|owner| owner.with(|| RwSignal::new(begin)));
            let node = draft.id.get_untracked();
            uploads.list.update(|list| list.push(Upload { key, draft: draft.key, name, size, state, node }));
        }
        self.send_next();
    }

    /// Sends an upload again that went wrong or was taken back.
    pub fn retry_upload(self, key: UploadKey) {
        let Some(upload) = self.tenant.uploads.get(key) else { return };
        let draft = untrack(|| self.draft(upload.draft));
        upload.state.set(draft.map_or(UploadState::Waiting, |draft| self.begin_state(draft, upload.size)));
        self.send_next();
    }

    /// Takes an upload back.
    pub fn cancel_upload(self, key: UploadKey) {
        let uploads = self.tenant.uploads;
        uploads.files.update_value(|files| {
            if let Some(sent) = files.get_mut(&key) {
                sent.sending = None;
            }
        });
        uploads.set(key, UploadState::Cancelled);
        self.send_next();
    }

    fn begin_state(self, draft: OpenDraft, size: u64) -> UploadState {
        let (each, all) =
            self.limits.with_untracked(|limits| (limits.attachment_bytes, limits.attachments_total_bytes));
        let attached: u64 = untrack(|| draft.sizes(self.tenant)).iter().map(|(_, size)| size).sum();
        let total = attached.saturating_add(self.tenant.uploads.to_come(draft.key)).saturating_add(size);
        match size {
            0 => UploadState::Refused(WhyRefused::Empty),
            size if size > each => UploadState::Refused(WhyRefused::TooLarge { limit: each }),
            _ if total > all => UploadState::Refused(WhyRefused::TooMuch { total, limit: all }),
            _ => UploadState::Waiting,
        }
    }

    fn send_next(self) {
        let uploads = self.tenant.uploads;
        // The page may have been left meanwhile.
        if uploads.list.try_with_untracked(Vec::is_empty) != Some(false) {
            return;
        }
        let state_is = |upload: &Upload, wanted: fn(&UploadState) -> bool| upload.state.with_untracked(wanted);
        let under_way = uploads.list.with_untracked(|list| {
            list.iter().filter(|upload| state_is(upload, |state| matches!(state, UploadState::Sending(_)))).count()
        });
        let waiting: Vec<UploadKey> = uploads.list.with_untracked(|list| {
            let waiting = list.iter().filter(|upload| state_is(upload, |state| *state == UploadState::Waiting));
            waiting.map(|upload| upload.key).take(AT_ONCE.saturating_sub(under_way)).collect()
        });
        for key in waiting {
            self.send(key);
        }
    }

    fn send(self, key: UploadKey) {
        let uploads = self.tenant.uploads;
        let Some(file) = uploads.files.with_value(|files| files.get(&key).map(|sent| sent.file.clone())) else {
            return;
        };
        uploads.set(key, UploadState::Sending(0));
        let sending = api::upload_attachment(
            &file,
            move |sent| {
                if let Some(upload) = uploads.get(key) {
                    upload.state.try_maybe_update(|state| {
                        let on_its_way = matches!(state, UploadState::Sending(_));
                        if on_its_way {
                            *state = UploadState::Sending(sent.min(upload.size));
                        }
                        (on_its_way, ())
                    });
                }
            },
            move |answer| self.ended(key, answer),
        );
        if sending.is_none() {
            uploads.set(key, UploadState::Failed(Failure::ConnectionLost));
        }
        uploads.files.update_value(|files| {
            if let Some(sent) = files.get_mut(&key) {
                sent.sending = sending;
            }
        });
    }

    fn ended(self, key: UploadKey, answer: Result<Option<Attachment>, Failure>) {
        let uploads = self.tenant.uploads;
        let Some(upload) = uploads.get(key) else { return };
        match answer {
            Ok(Some(file)) => {
                self.tenant.know_attachment(file.clone());
                self.attach(&upload, &file);
                uploads.last.set(Some(Uploaded::Attached(Arc::clone(&upload.name))));
                // Not from within the request's own event.
                let next = move || {
                    uploads.dismiss(key);
                    self.send_next();
                };
                set_timeout(next, std::time::Duration::ZERO);
                return;
            }
            Ok(None) => {
                uploads.offered.set(false);
                uploads.set(key, UploadState::Refused(WhyRefused::NotOffered));
                uploads.last.set(Some(Uploaded::Not(upload.name)));
            }
            Err(failure) => {
                uploads.set(key, UploadState::Failed(failure));
                uploads.last.set(Some(Uploaded::Not(upload.name)));
            }
        }
        self.send_next();
    }

    /// Attaches a file to the draft that it was uploaded for; where that was closed, to its node.
    fn attach(self, upload: &Upload, file: &Attachment) {
        let by_node = || {
            let is_it = |draft: &OpenDraft| {
                draft.existing_untracked().as_ref() == Some(&upload.node)
                    || draft.id.with_untracked(|id| *id == upload.node)
            };
            self.steps.with_untracked(|steps| steps.iter().filter_map(super::Step::draft).find(is_it))
        };
        let anew = || {
            let base = self.base.get_untracked();
            let draft = Draft::of_node(&base.document, &upload.node).filter(|_| !self.is_removed(&upload.node))?;
            Some(self.begin(Form::from(draft)))
        };
        let Some(draft) = untrack(|| self.draft(upload.draft)).or_else(by_node).or_else(anew) else { return };
        Form::change(draft.form, |form| {
            let key = form.fresh_key();
            let file_name = file.file_name.clone().unwrap_or_else(|| upload.name.to_string());
            form.attachments.push(AttachmentField { key, file_id: file.file_id.clone(), file_name });
        });
    }
}

impl super::Tenant {
    /// Takes note of an attachment that is there now.
    fn know_attachment(self, file: Attachment) {
        self.attachment_list.update(|list| {
            if let Listed::Here(entries) = list {
                let mut all = entries.as_ref().clone();
                all.retain(|known| known.file_id != file.file_id);
                all.push(file.clone());
                *list = Listed::Here(Arc::new(all));
            }
        });
        let id = FileId::from(file.file_id.as_str());
        self.attachments.update(|known| drop(known.insert(id, super::Known::Here(file))));
    }
}
