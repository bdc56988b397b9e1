//! What is known about the tenant: templates and attachments, asked for when a draft names them.

use super::{OpenDraft, Pause, Step, Uploads, Workspace};
use crate::api::{self, Failure};
use crate::reactive::{effect, memo, spawn_local};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use workflow::document::{FileId, TemplateId};
use workflow::email::template;
use workflow::validate::{AttachmentFact, Facts, TemplateFact};
use workflow::wire::{Attachment, Role, Session, Template, TemplateSummary};

/// How long typing must pause before the tenant is asked about an id, in ms.
const ASK_MS: u64 = 300;

/// What is known about one thing of the tenant's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<T> {
    /// The tenant has been asked.
    Asking,
    /// It is there.
    Here(T),
    /// The tenant answered that there is no such thing.
    Missing,
    /// The tenant could not be asked.
    Failed(Failure),
}

/// A list that a tenant may offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listed<T> {
    /// Not asked for yet.
    Unasked,
    /// The tenant has been asked.
    Asking,
    /// The list.
    Here(Arc<Vec<T>>),
    /// This tenant has no such list; ids are typed.
    NotOffered,
    /// The tenant could not be asked.
    Failed(Failure),
}

impl<T> Listed<T> {
    /// The entries; none while there is no list.
    #[must_use]
    pub fn entries(&self) -> &[T] {
        match self {
            Self::Here(entries) => entries,
            _ => &[],
        }
    }
}

/// The tenant, as far as it is known.
#[derive(Clone, Copy)]
pub struct Tenant {
    /// Templates by id, with their bodies.
    pub templates: RwSignal<BTreeMap<TemplateId, Known<Arc<Template>>>>,
    /// Attachments by id.
    pub attachments: RwSignal<BTreeMap<FileId, Known<Attachment>>>,
    /// The tenant's templates.
    pub template_list: RwSignal<Listed<TemplateSummary>>,
    /// Whether a template is being looked for: what is typed may be a part of its name rather than an id.
    pub searching: RwSignal<bool>,
    /// The tenant's attachments.
    pub attachment_list: RwSignal<Listed<Attachment>>,
    /// All of it, as the rules take it.
    pub facts: Memo<Facts>,
    /// Files on their way into its storage.
    pub uploads: Uploads,
}

impl Tenant {
    /// A tenant of which nothing is known yet but what the proxy's configuration tells.
    pub(super) fn new(session: Signal<Arc<Session>>) -> Self {
        let templates = RwSignal::new(BTreeMap::<TemplateId, Known<Arc<Template>>>::new());
        let attachments = RwSignal::new(BTreeMap::<FileId, Known<Attachment>>::new());
        let attachment_list = RwSignal::new(Listed::<Attachment>::Unasked);
        let facts = memo(move |_| Facts {
            templates: templates.with(|templates| {
                in_a_map(templates.iter().filter_map(|(id, known)| Some((id.clone(), template_fact(known)?))))
            }),
            attachments: attachments.with(|attachments| {
                attachment_list.with(|list| {
                    let listed = list
                        .entries()
                        .iter()
                        .map(|file| (FileId::from(file.file_id.as_str()), AttachmentFact::of(file)));
                    let asked = attachments.iter().filter_map(|(id, known)| match known {
                        Known::Here(file) => Some((id.clone(), AttachmentFact::of(file))),
                        Known::Missing => Some((id.clone(), AttachmentFact::Missing)),
                        Known::Asking | Known::Failed(_) => None,
                    });
                    in_a_map(listed.chain(asked))
                })
            }),
            scope_paths: session.with(|session| session.scope_paths.iter().cloned().collect()),
        });
        let template_list = RwSignal::new(Listed::Unasked);
        let uploads =
            Uploads::new(session.with_untracked(|session| session.features.upload && session.role >= Role::Editor));
        let searching = RwSignal::new(false);
        Self { templates, attachments, template_list, searching, attachment_list, facts, uploads }
    }

    /// Asks for the lists, once. A list that could not be had is asked for again.
    pub fn want_lists(self) {
        if self.template_list.with_untracked(|list| matches!(list, Listed::Unasked | Listed::Failed(_))) {
            self.template_list.set(Listed::Asking);
            spawn_local(async move {
                let answer = api::list_templates().await.map(|list| list.map(|list| list.templates));
                self.template_list.try_set(listed(answer));
            });
        }
        if self.attachment_list.with_untracked(|list| matches!(list, Listed::Unasked | Listed::Failed(_))) {
            self.attachment_list.set(Listed::Asking);
            spawn_local(async move {
                let answer = api::list_attachments().await.map(|list| list.map(|list| list.attachments));
                self.attachment_list.try_set(listed(answer));
            });
        }
    }

    /// Asks for a template, unless it is known or being asked for.
    pub fn want_template(self, id: TemplateId) {
        let settled = self.templates.with_untracked(|known| settled(known.get(&id)));
        if settled || id.as_str().is_empty() {
            return;
        }
        self.ask_template(id);
    }

    /// Asks for a template again, whatever is known.
    pub fn ask_template(self, id: TemplateId) {
        self.templates.update(|known| drop(known.insert(id.clone(), Known::Asking)));
        spawn_local(async move {
            let answer = known(api::template(&id).await.map(Arc::new));
            self.templates.try_update(|known| known.insert(id, answer));
        });
    }

    /// Asks for an attachment, unless it is known or being asked for.
    pub fn want_attachment(self, id: FileId) {
        let settled = self.attachments.with_untracked(|known| settled(known.get(&id)))
            || self
                .attachment_list
                .with_untracked(|list| list.entries().iter().any(|file| file.file_id == id.as_str()));
        if settled || id.as_str().is_empty() {
            return;
        }
        self.ask_attachment(id);
    }

    /// Asks for an attachment again, whatever is known.
    pub fn ask_attachment(self, id: FileId) {
        self.attachments.update(|known| drop(known.insert(id.clone(), Known::Asking)));
        spawn_local(async move {
            let answer = known(api::attachment(&id).await);
            self.attachments.try_update(|known| known.insert(id, answer));
        });
    }

    /// Asks again for what could not be had.
    fn ask_again(self) {
        fn failed<I: Clone, T>(known: &BTreeMap<I, Known<T>>) -> Vec<I> {
            known.iter().filter(|(_, known)| matches!(known, Known::Failed(_))).map(|(id, _)| id.clone()).collect()
        }
        let Some(templates) = self.templates.try_with_untracked(failed) else { return };
        templates.into_iter().for_each(|id| self.ask_template(id));
        self.attachments.with_untracked(failed).into_iter().for_each(|id| self.ask_attachment(id));
        self.want_lists();
    }

    /// A template, where it is known; subscribes.
    #[must_use]
    pub fn template(self, id: &TemplateId) -> Option<Known<Arc<Template>>> {
        self.templates.with(|known| known.get(id).cloned())
    }

    /// An attachment's metadata, where it is known; subscribes.
    #[must_use]
    pub fn attachment(self, id: &str) -> Option<Known<Attachment>> {
        let listed = self.attachment_list.with(|list| list.entries().iter().find(|file| file.file_id == id).cloned());
        listed.map(Known::Here).or_else(|| self.attachments.with(|known| known.get(&FileId::from(id)).cloned()))
    }
}

impl OpenDraft {
    /// The names and sizes in bytes of the draft's files whose sizes are known; subscribes.
    #[must_use]
    pub fn sizes(self, tenant: Tenant) -> Vec<(String, u64)> {
        self.draft.with(|draft| {
            let known = draft.attachments.iter().filter_map(|row| match tenant.attachment(row.file_id.trim()) {
                Some(Known::Here(file)) => {
                    let name = if row.file_name.is_empty() { &row.file_id } else { &row.file_name };
                    Some((name.clone(), file.size))
                }
                _ => None,
            });
            known.collect()
        })
    }
}

impl Workspace {
    /// Asks the tenant about the templates and attachments that open drafts name.
    pub(super) fn ask_about_ids(self) {
        let wanted = memo(move |_| {
            let mut templates = Vec::new();
            let mut files = Vec::new();
            self.steps.with(|steps| {
                for draft in steps.iter().filter_map(Step::draft) {
                    draft.draft.with(|draft| {
                        templates.push(TemplateId::from(draft.template_id.trim()));
                        files.extend(
                            draft
                                .attachments
                                .iter()
                                .map(|row| row.file_id.trim())
                                .filter(|id| id.starts_with("att_"))
                                .map(FileId::from),
                        );
                    });
                }
            });
            (templates, files)
        });
        // What was asked while nobody was signed in was refused.
        api::on_signed_in(move || self.tenant.ask_again());
        let pause = Pause::of_ms(ASK_MS);
        effect(move || {
            let (mut templates, files) = wanted.get();
            if self.tenant.searching.get() {
                self.tenant.template_list.with(|list| {
                    templates.retain(|id| list.entries().iter().any(|listed| listed.id == id.as_str()));
                });
            }
            if !templates.is_empty() {
                self.tenant.want_lists();
            }
            pause.then(move || {
                templates.into_iter().for_each(|id| self.tenant.want_template(id));
                files.into_iter().for_each(|id| self.tenant.want_attachment(id));
            });
        });
    }
}

/// The distinct placeholders of a template, over all its parts, in order.
#[must_use]
pub fn placeholders(template: &Template) -> Vec<String> {
    template::names([&template.subject, &template.preheader, &template.html, &template.text].map(String::as_str))
}

/// One by one: collecting into a map sorts first, and sorting is much code for every type.
fn in_a_map<K: Ord, V>(entries: impl Iterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    entries.for_each(|(key, value)| drop(map.insert(key, value)));
    map
}

fn template_fact(known: &Known<Arc<Template>>) -> Option<TemplateFact> {
    match known {
        Known::Here(found) => Some(TemplateFact::of(found)),
        Known::Missing => Some(TemplateFact::Missing),
        Known::Asking | Known::Failed(_) => None,
    }
}

fn settled<T>(known: Option<&Known<T>>) -> bool {
    matches!(known, Some(Known::Asking | Known::Here(_) | Known::Missing))
}

fn known<T>(answer: Result<T, Failure>) -> Known<T> {
    match answer {
        Ok(found) => Known::Here(found),
        Err(failure) if failure.is_not_found() => Known::Missing,
        Err(failure) => Known::Failed(failure),
    }
}

fn listed<T>(answer: Result<Option<Vec<T>>, Failure>) -> Listed<T> {
    match answer {
        Ok(Some(entries)) => Listed::Here(Arc::new(entries)),
        Ok(None) => Listed::NotOffered,
        Err(failure) => Listed::Failed(failure),
    }
}
