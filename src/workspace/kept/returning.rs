//! Work of an earlier visit comes back.
//!
//! What was made on the version that is shown comes back by itself, and says so. What was made on another version
//! is offered: it is shown on its own version, and goes onto the newest one only when that is asked for.

use super::keeper::Keeping;
use super::record::{Record, Restored, landed_already};
use super::{marks, store};
use crate::browser::database::Trouble;
use crate::browser::{clock, locks, timer};
use crate::reactive::spawn_local;
use crate::workspace::base::Base;
use crate::workspace::steps::Step;
use crate::workspace::{Selection, Workspace};
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;
use workflow::change::{Replayed, replay};
use workflow::document::{Document, NodeId};

/// How long to wait before the database is asked again, in ms.
const AGAIN_MS: u64 = 3_000;

/// What came of going on with kept work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoneOn {
    /// It is shown.
    Shown,
    /// It is shown, and what was under way here is put aside.
    OthersAside,
    /// Another tab works on it.
    Elsewhere,
    /// The browser's database does not answer.
    Not(Trouble),
}

/// Whether a newer version says all that a record asks for: it was deployed, although nobody heard of it.
fn has_landed(record: &Record, base: Option<&str>, shown: &Document) -> bool {
    let own = base.and_then(|text| Document::parse_with(text, shown.dialect()).ok());
    own.is_some_and(|own| own != *shown && matches!(replay(&record.change, &own, shown), Replayed::AlreadyThere))
}

impl Keeping {
    fn drop_from_lists(self, id: &str) {
        for list in [self.offered, self.aside] {
            list.update(|all| all.retain(|record| record.id != id));
        }
    }
}

impl Workspace {
    /// Looks for work of earlier visits, once the workflow is here; only the first call does.
    pub(in crate::workspace) fn look_for_kept(self) {
        if self.has_looked.try_update_value(|looked| std::mem::replace(looked, true)) != Some(false) {
            return;
        }
        let keeper = self.keeping.keeper.get_value();
        if let Some((record, base)) = keeper.latest() {
            // Elsewhere in the app and back again is no other visit.
            let loaded = self.base.get_untracked();
            self.begin_anew(|| {
                self.base.set(base);
                self.reopen(&record);
            });
            self.upstream.is_newer(&loaded.document);
        }
        spawn_local(async move {
            while self.look().await.is_err() {
                let (org, id) = (keeper.about().org, keeper.about().workflow);
                if !marks::is_kept(&org, &id) {
                    return;
                }
                timer::sleep(AGAIN_MS).await;
            }
        });
    }

    /// Looks through what is kept, and brings back what was made on the version that is shown. Again, whenever
    /// another tab may have left something.
    pub async fn look(self) -> Result<(), Trouble> {
        let Some(keeper) = self.keeping.keeper.try_get_value() else { return Ok(()) };
        let dialect = self.session.with_untracked(|session| session.dialect.clone());
        let records = store::records(&keeper.about(), &dialect).await?;
        let (aside, open): (Vec<Record>, Vec<Record>) =
            records.into_iter().partition(|record| record.aside_at.is_some());
        let mut offered = Vec::new();
        for record in open {
            if record.id == keeper.about().id {
                continue;
            }
            // What another tab works on is told by that tab.
            let Some(lock) = locks::take(&store::lock_name(&record.id)).await else { continue };
            let Some(shown) = self.base.try_get_untracked() else { return Ok(()) };
            let base = store::base(&record).await?;
            if has_landed(&record, base.as_deref(), &shown.document) {
                store::forget(&record).await?;
                continue;
            }
            if offered.is_empty() && !self.has_work() {
                let same = match &base {
                    Some(text) => shown.document.text_len() == text.len() && shown.document.to_text() == *text,
                    None => record.base_version == shown.document.version(),
                };
                if same && !self.has_work() {
                    keeper.adopt(record.clone(), base.map(|_| Arc::clone(&shown)), lock);
                    self.begin_anew(|| self.reopen(&record));
                    if !self.has_work() {
                        // All of it is in the workflow already.
                        store::forget(&record).await?;
                        keeper.let_go();
                        continue;
                    }
                    if !keeper.was_left(&record.id) {
                        self.tell_restored(&record);
                    }
                    self.keep_now();
                    continue;
                }
                if keeper.was_left(&record.id) {
                    drop(lock);
                    self.go_on(&record, false).await;
                    self.keeping.restored.try_set(None);
                    continue;
                }
            }
            offered.push(Arc::new(record));
        }
        self.keeping.offered.try_set(offered);
        self.keeping.aside.try_set(aside.into_iter().map(Arc::new).collect());
        Ok(())
    }

    /// Whether anything is under way; does not subscribe.
    #[must_use]
    pub fn has_work(self) -> bool {
        self.change.try_with_untracked(|change| !change.is_empty()).unwrap_or(true)
    }

    fn tell_restored(self, record: &Record) {
        self.keeping.restored.set(Some(Restored {
            saved_at: record.saved_at,
            version: record.base_version.clone(),
            summary: record.summary.clone(),
        }));
    }

    /// Opens the steps of a record on the base that is shown.
    fn reopen(self, record: &Record) {
        let base = self.base.get_untracked();
        let Some(steps) = record.steps() else {
            self.show_change(&record.change, &base);
            return;
        };
        let mut shown = None;
        for step in steps {
            match step.removal() {
                Err(form) => {
                    if !landed_already(&form, &base.document) {
                        shown = Some(self.begin(*form).key);
                    }
                }
                Ok(removal) => {
                    if base.has(&removal.id) {
                        self.steps.update(|steps| steps.push(Step::Removal(removal)));
                    }
                }
            }
        }
        if let Some(key) = shown {
            self.selected.set(Selection::Draft(key));
        }
    }

    /// Goes on with kept work: on the version it was made on, or with `newest` on the one that is shown. What is
    /// under way here is put aside.
    pub async fn go_on(self, record: &Record, newest: bool) -> GoneOn {
        let keeper = self.keeping.keeper.get_value();
        let Some(lock) = locks::take_within(&store::lock_name(&record.id), 2_000).await else {
            return GoneOn::Elsewhere;
        };
        let text = match store::base(record).await {
            Ok(text) => text,
            Err(trouble) => return GoneOn::Not(trouble),
        };
        let Some(head) = self.base.try_get_untracked() else { return GoneOn::Elsewhere };
        let others_aside = self.has_work();
        if others_aside {
            self.put_aside();
        }
        self.clear();
        let dialect = self.session.with_untracked(|session| session.dialect.clone());
        let own = text.and_then(|text| Document::parse_owned(text, &dialect).ok());
        self.keeping.drop_from_lists(&record.id);
        match own {
            Some(own) if own == head.document => {
                keeper.adopt(record.clone(), Some(Arc::clone(&head)), lock);
                self.begin_anew(|| self.reopen(record));
                self.keep_now();
            }
            Some(own) => {
                let own = Arc::new(Base::new(own));
                keeper.adopt(record.clone(), Some(Arc::clone(&own)), lock);
                self.begin_anew(|| {
                    self.base.set(own);
                    self.reopen(record);
                });
                self.keep_now();
                self.upstream.is_newer(&head.document);
                if newest {
                    self.bring_onto(head.document.clone());
                }
            }
            // The version it was made on is not kept with it, so it is put on the one that is shown.
            None => {
                keeper.adopt(record.clone(), None, lock);
                self.bring_change(record.change.clone(), head.document.clone());
            }
        }
        self.tell_restored(record);
        if others_aside { GoneOn::OthersAside } else { GoneOn::Shown }
    }

    /// Drops work that is kept and not shown, for good.
    pub async fn drop_kept(self, record: &Record) -> GoneOn {
        let Some(_lock) = locks::take_within(&store::lock_name(&record.id), 2_000).await else {
            return GoneOn::Elsewhere;
        };
        match store::forget(record).await {
            Ok(()) => {
                self.keeping.drop_from_lists(&record.id);
                GoneOn::Shown
            }
            Err(trouble) => GoneOn::Not(trouble),
        }
    }

    /// Puts work that is kept and not shown aside.
    pub async fn set_aside(self, record: &Record) -> GoneOn {
        let Some(_lock) = locks::take_within(&store::lock_name(&record.id), 2_000).await else {
            return GoneOn::Elsewhere;
        };
        let aside = Record { aside_at: Some(clock::now_unix_ms()), ..record.clone() };
        match store::keep(&aside, None).await {
            Ok(()) => {
                self.keeping.drop_from_lists(&record.id);
                self.keeping.aside.update(|all| all.insert(0, Arc::new(aside)));
                GoneOn::Shown
            }
            Err(trouble) => GoneOn::Not(trouble),
        }
    }

    /// Hands this page's work over to another tab: keeps it, and shows the workflow without it. Answers the
    /// record's id, where there is one and it is safe.
    pub(in crate::workspace) async fn hand_over(self) -> Option<String> {
        self.keep_now();
        let keeper = self.keeping.keeper.get_value();
        keeper.latest()?;
        if !Rc::clone(&keeper).settled().await {
            return None;
        }
        let id = keeper.about().id;
        keeper.let_go();
        self.begin_anew(|| self.clear());
        self.keeping.restored.set(None);
        Some(id)
    }

    /// Goes on with the work that another tab has handed over.
    pub(in crate::workspace) async fn take_handed(self, id: &str) -> GoneOn {
        let keeper = self.keeping.keeper.get_value();
        let dialect = self.session.with_untracked(|session| session.dialect.clone());
        match store::records(&keeper.about(), &dialect).await {
            Ok(all) => match all.into_iter().find(|record| record.id == id) {
                Some(record) => self.go_on(&record, false).await,
                None => GoneOn::Elsewhere,
            },
            Err(trouble) => GoneOn::Not(trouble),
        }
    }

    /// Takes everything under way off the screen.
    pub(in crate::workspace) fn clear(self) {
        let node: Option<NodeId> = match self.selected.get_untracked() {
            Selection::Node(node) => Some(node),
            Selection::Draft(_) => self.selected_draft_untracked().and_then(|draft| draft.existing_untracked()),
            Selection::Nothing => None,
        };
        self.selected.set(Selection::Nothing);
        self.steps.set(Vec::new());
        if let Some(node) = node {
            self.select(&node);
        }
    }
}
