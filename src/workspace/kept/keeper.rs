//! Keeping the work of this page: shortly after every edit, one write after the other, and at the last moment.

use super::record::{Record, Restored};
use super::store;
use crate::browser::database::Trouble;
use crate::browser::locks::{self, Held};
use crate::browser::{clock, page, timer, unload};
use crate::reactive::{effect, spawn_local};
use crate::workspace::base::Base;
use crate::workspace::steps::Step;
use crate::workspace::{Load, Pause, Workspace};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use workflow::document::WorkflowId;

/// How long typing must pause before the browser keeps the work, in ms.
const KEEP_MS: u64 = 300;
/// How long an edit waits at most while the typing does not pause, in ms.
const KEEP_AT_LATEST_MS: u64 = 10_000;
/// How long to wait before keeping is tried again, in ms.
const AGAIN_MS: u64 = 3_000;

/// Whether the work is safe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// There is nothing to keep.
    #[default]
    Nothing,
    /// It is about to be kept.
    Pending,
    /// All of it is on the disk.
    Kept,
    /// It cannot be kept.
    Not(Trouble),
}

/// What is known about kept work, for the screen. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Keeping {
    /// Whether the work of this page is safe.
    pub standing: RwSignal<Standing>,
    /// Work of an earlier visit that was brought back; `None` once that is taken note of.
    pub restored: RwSignal<Option<Restored>>,
    /// Unfinished work that earlier visits left and that is not shown, newest first.
    pub offered: RwSignal<Vec<Arc<Record>>>,
    /// Work that was put aside, newest first.
    pub aside: RwSignal<Vec<Arc<Record>>>,
    pub(in crate::workspace) keeper: StoredValue<Rc<Keeper>, LocalStorage>,
}

/// What is to be done about this page's record.
enum Wanted {
    Keep(Box<Record>, Arc<Base>),
    Forget,
}

/// Keeps the work of this page in one workflow, for as long as the page lives: going elsewhere in the app and
/// coming back goes on with the same record.
pub(in crate::workspace) struct Keeper {
    about: RefCell<Record>,
    lock: RefCell<Option<Held>>,
    /// The newest work, and the base it was made on.
    latest: RefCell<Option<(Record, Arc<Base>)>>,
    /// The base that is kept beside the record.
    kept_base: RefCell<Option<Arc<Base>>>,
    wanted: RefCell<Option<Wanted>>,
    is_at_work: Cell<bool>,
    standing: Cell<Standing>,
    told: RefCell<Option<RwSignal<Standing>>>,
    /// Counts how often the workflow was opened in this page.
    opened: Cell<u32>,
    /// The record that this page worked on when the workflow was last left.
    left: RefCell<Option<String>>,
}

thread_local! {
    static KEEPERS: RefCell<HashMap<(String, WorkflowId), Rc<Keeper>>> = RefCell::default();
}

impl Keeper {
    fn of(org: &str, workflow: &WorkflowId) -> Rc<Self> {
        let fresh = || {
            Rc::new(Self {
                about: RefCell::new(Record::blank(store::fresh_id(), org.to_owned(), workflow.clone())),
                lock: RefCell::default(),
                latest: RefCell::default(),
                kept_base: RefCell::default(),
                wanted: RefCell::default(),
                is_at_work: Cell::default(),
                standing: Cell::default(),
                told: RefCell::default(),
                opened: Cell::default(),
                left: RefCell::default(),
            })
        };
        KEEPERS.with_borrow_mut(|all| Rc::clone(all.entry((org.to_owned(), workflow.clone())).or_insert_with(fresh)))
    }

    /// The record of this page, as far as it says what it is about.
    pub(super) fn about(&self) -> Record {
        self.about.borrow().clone()
    }

    /// The newest work of this page, if it has any.
    pub(super) fn latest(&self) -> Option<(Record, Arc<Base>)> {
        self.latest.borrow().clone()
    }

    /// Goes on with a record of an earlier visit, whose lock is ours.
    pub(super) fn adopt(&self, record: Record, base: Option<Arc<Base>>, lock: Held) {
        *self.lock.borrow_mut() = Some(lock);
        *self.kept_base.borrow_mut() = base.clone();
        *self.latest.borrow_mut() = base.map(|base| (record.clone(), base));
        *self.about.borrow_mut() = Record { aside_at: None, ..record };
        self.stand(Standing::Kept);
    }

    /// Begins a record of its own, and leaves the one so far to whoever wants it.
    pub(super) fn let_go(&self) {
        let fresh = Record { id: store::fresh_id(), ..self.about() };
        *self.about.borrow_mut() = fresh;
        *self.lock.borrow_mut() = None;
        *self.kept_base.borrow_mut() = None;
        *self.latest.borrow_mut() = None;
        *self.wanted.borrow_mut() = None;
        self.stand(Standing::Nothing);
    }

    /// Whether a record is the one that this page worked on when it went elsewhere in the app.
    pub(super) fn was_left(&self, id: &str) -> bool {
        self.left.borrow().as_deref() == Some(id)
    }

    /// The workflow is left for another page of the app: once all is kept, any tab may go on with it.
    fn leave(self: Rc<Self>) {
        let opened = self.opened.get();
        spawn_local(async move {
            if Rc::clone(&self).settled().await && self.opened.get() == opened {
                *self.left.borrow_mut() = Some(self.about().id);
                self.let_go();
            }
        });
    }

    fn stand(&self, standing: Standing) {
        self.standing.set(standing);
        page::say_unkept(matches!(standing, Standing::Not(_)));
        if let Some(told) = *self.told.borrow()
            && told.try_get_untracked() != Some(standing)
        {
            told.try_set(standing);
        }
    }

    fn want(self: Rc<Self>, wanted: Wanted) {
        match &wanted {
            Wanted::Keep(record, base) => {
                *self.latest.borrow_mut() = Some((Record::clone(record), Arc::clone(base)));
                store::mark(record);
                if !matches!(self.standing.get(), Standing::Not(_)) {
                    self.stand(Standing::Pending);
                }
            }
            Wanted::Forget => *self.latest.borrow_mut() = None,
        }
        *self.wanted.borrow_mut() = Some(wanted);
        if !self.is_at_work.replace(true) {
            spawn_local(async move {
                self.work().await;
                self.is_at_work.set(false);
            });
        }
    }

    /// Does what is wanted, until nothing more is. What fails is tried again, unless something newer is wanted.
    async fn work(&self) {
        loop {
            let Some(wanted) = self.wanted.borrow_mut().take() else { return };
            let (done, kept) = match &wanted {
                Wanted::Keep(record, base) => (self.keep(record, base).await, Standing::Kept),
                Wanted::Forget => (self.forget().await, Standing::Nothing),
            };
            match done {
                Ok(()) if self.wanted.borrow().is_none() => self.stand(kept),
                Ok(()) => {}
                Err(trouble) => {
                    self.stand(Standing::Not(trouble));
                    self.want_again(wanted);
                    timer::sleep(AGAIN_MS).await;
                }
            }
        }
    }

    fn want_again(&self, wanted: Wanted) {
        self.wanted.borrow_mut().get_or_insert(wanted);
    }

    async fn keep(&self, record: &Record, base: &Arc<Base>) -> Result<(), Trouble> {
        if self.lock.borrow().is_none() {
            let lock = locks::take(&store::lock_name(&record.id)).await;
            if self.about.borrow().id == record.id {
                *self.lock.borrow_mut() = lock;
            }
        }
        let is_kept = self.kept_base.borrow().as_ref().is_some_and(|kept| Arc::ptr_eq(kept, base));
        store::keep(record, (!is_kept).then(|| base.document.to_text())).await?;
        if self.about.borrow().id == record.id {
            *self.kept_base.borrow_mut() = Some(Arc::clone(base));
        }
        Ok(())
    }

    async fn forget(&self) -> Result<(), Trouble> {
        *self.kept_base.borrow_mut() = None;
        let about = self.about();
        store::forget(&about).await
    }

    /// Keeps the newest work while the page goes away. Answers whether all of it is safe.
    fn keep_at_last(&self) -> bool {
        match (self.standing.get(), &*self.latest.borrow()) {
            (Standing::Nothing | Standing::Kept, _) | (_, None) => true,
            (_, Some((record, _))) => store::keep_at_last(record),
        }
    }

    /// Waits until what is wanted so far is done. Answers whether it is kept.
    pub(super) async fn settled(self: Rc<Self>) -> bool {
        for _ in 0..40 {
            match self.standing.get() {
                Standing::Pending => timer::sleep(50).await,
                standing => return standing == Standing::Kept,
            }
        }
        false
    }
}

impl Keeping {
    /// The keeping of a workflow's work.
    pub(in crate::workspace) fn begin(org: &str, workflow: &WorkflowId) -> Self {
        let keeper = Keeper::of(org, workflow);
        keeper.opened.set(keeper.opened.get().wrapping_add(1));
        let standing = RwSignal::new(keeper.standing.get());
        *keeper.told.borrow_mut() = Some(standing);
        Self {
            standing,
            restored: RwSignal::new(None),
            offered: RwSignal::new(Vec::new()),
            aside: RwSignal::new(Vec::new()),
            keeper: StoredValue::new_local(keeper),
        }
    }
}

impl Workspace {
    /// Keeps the work in the browser shortly after every edit, and when the page goes away. Leaving asks only
    /// where something would be lost.
    pub(in crate::workspace) fn keep_work(self) {
        let keeper = self.keeping.keeper.get_value();
        let last = Rc::clone(&keeper);
        unload::guard(move || {
            self.keep_now();
            !last.keep_at_last()
        });
        let pause = Pause::of_ms(KEEP_MS);
        let waiting_since = StoredValue::new(None::<u64>);
        let keep = move || {
            waiting_since.try_set_value(None);
            self.keep_now();
        };
        let begun = StoredValue::new(false);
        effect(move || {
            self.change.track();
            self.diff.track();
            self.steps.with(|steps| {
                for draft in steps.iter().filter_map(Step::draft) {
                    draft.draft.track();
                }
            });
            // Nothing has been done yet the first time, unless it was asked for before all this was here.
            let is_later = begun.try_update_value(|begun| std::mem::replace(begun, true)) == Some(true);
            if is_later || self.has_work() {
                let now = clock::monotonic_ms();
                let since = waiting_since.try_update_value(|since| *since.get_or_insert(now)).unwrap_or(now);
                if now.saturating_sub(since) < KEEP_AT_LATEST_MS {
                    pause.then(keep);
                } else {
                    pause.cancel();
                    untrack(keep);
                }
            }
        });
        let last = Rc::clone(&keeper);
        let leaving = window_event_listener_untyped("pagehide", move |_| {
            self.keep_now();
            last.keep_at_last();
        });
        // What is out of sight may be ended by the browser without a word.
        let hiding = window_event_listener_untyped("visibilitychange", move |_| self.keep_now());
        on_cleanup(move || {
            leaving.remove();
            hiding.remove();
            self.keep_now();
            if let Some(keeper) = self.keeping.keeper.try_get_value() {
                keeper.leave();
            }
        });
    }

    /// Keeps the work, or forgets what was kept where nothing is changed any more.
    pub(in crate::workspace) fn keep_now(self) {
        let Some(keeper) = self.keeping.keeper.try_get_value() else { return };
        if !matches!(self.load.try_get_untracked(), Some(Load::Ready)) {
            return;
        }
        let Some(base) = self.base.try_get_untracked() else { return };
        let about = keeper.about();
        let record = self.steps.try_with_untracked(|steps| Record::of(steps, &base, &about)).flatten();
        match record {
            Some(mut record) => {
                record.summary = self.summary();
                let known = keeper.latest().filter(|(known, _)| known.says_what(&record));
                record.saved_at = known.as_ref().map_or_else(clock::now_unix_ms, |(known, _)| known.saved_at);
                if known.is_some_and(|(known, kept)| known == record && Arc::ptr_eq(&kept, &base)) {
                    return;
                }
                keeper.want(Wanted::Keep(Box::new(record), base));
            }
            None if keeper.latest().is_some() => keeper.want(Wanted::Forget),
            None => {}
        }
    }

    /// What is under way, in a few words.
    #[must_use]
    pub fn summary(self) -> String {
        self.diff.with_untracked(|diff| diff.summary().to_string())
    }

    /// Forgets what is kept of this page's work.
    pub(in crate::workspace) fn forget_kept(self) {
        self.keeping.restored.set(None);
        let keeper = self.keeping.keeper.get_value();
        if keeper.latest().is_some() {
            keeper.want(Wanted::Forget);
        }
    }

    /// Keeps the work as something put aside, and takes it off the screen. It can be had again for 30 days.
    pub fn put_aside(self) {
        let keeper = self.keeping.keeper.get_value();
        self.keep_now();
        let Some((record, base)) = keeper.latest() else { return };
        let aside = Record { aside_at: Some(clock::now_unix_ms()), ..record };
        keeper.let_go();
        self.begin_anew(|| self.clear());
        self.keeping.restored.set(None);
        self.keeping.aside.update(|all| all.insert(0, Arc::new(aside.clone())));
        spawn_local(async move {
            let _lock = locks::take_within(&store::lock_name(&aside.id), 5_000).await;
            if store::keep(&aside, Some(base.document.to_text())).await.is_err() {
                store::keep_at_last(&aside);
            }
        });
    }
}
