//! Undo and redo, across everything that is under way.
//!
//! What is kept of a step is the state before it: forms are small and documents are shared, so a state costs
//! next to nothing. Every change of the state is a step, whoever makes it: what is done inside of
//! [`Workspace::step`] goes by the name that is given there; anything else is what somebody types or chooses in
//! a form, is named by what it changed, and goes on the step before where that was in the same
//! field a moment ago.

use super::base::Base;
use super::form::Form;
use super::steps::{DraftKey, OpenDraft, Removal, Step};
use super::{Selection, Workspace};
use crate::browser::clock;
use crate::reactive::effect;
use crate::words::nodes as words;
use leptos::prelude::*;
use std::sync::Arc;
use workflow::document::NodeId;
use workflow::email::Draft;
use workflow::validate::Field;

/// How long typing in a field must pause before what follows is a step of its own, in ms.
const PAUSE_MS: u64 = 1_000;
/// How long the placeholders of a template may take to be laid out, in ms.
const LAID_OUT_MS: u64 = 5_000;
/// Most steps that are kept.
const MOST: usize = 500;

/// What is under way, at one moment. Drafts that ask for nothing are left out.
#[derive(Clone, Debug)]
struct State {
    base: Arc<Base>,
    steps: Vec<Saved>,
}

#[derive(Clone, Debug, PartialEq)]
enum Saved {
    Draft(DraftKey, Arc<Form>),
    Removal(Removal),
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.base, &other.base) && self.steps == other.steps
    }
}

impl State {
    fn form(&self, key: DraftKey) -> Option<&Arc<Form>> {
        self.steps.iter().find_map(|saved| match saved {
            Saved::Draft(found, form) if *found == key => Some(form),
            _ => None,
        })
    }
}

/// Where in the editor a step was made.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    draft: Option<DraftKey>,
    node: Option<NodeId>,
    field: Option<Field>,
}

#[derive(Clone, Debug)]
struct Entry {
    words: String,
    spot: Spot,
    /// The state to go to: before the step where it can be undone, after it where it can be redone.
    state: State,
    /// When it was last typed in, ms; `None` where it has a name of its own and nothing goes on it.
    typed_at: Option<u64>,
}

impl Entry {
    /// Whether what is done at `spot`, `ms` later, is a part of this step.
    fn goes_on(&self, spot: &Spot, ms: u64) -> bool {
        let same = self.spot == *spot && spot.field.is_some() && ms < PAUSE_MS;
        // A template lays out its placeholders once the tenant has told them.
        let laid_out = self.spot.draft == spot.draft
            && self.spot.field == Some(Field::TemplateId)
            && spot.field == Some(Field::Variables)
            && ms < LAID_OUT_MS;
        same || laid_out
    }
}

/// The steps that can be undone and redone.
#[derive(Debug)]
pub(super) struct History {
    last: State,
    past: Vec<Entry>,
    future: Vec<Entry>,
    /// Whether a named step is being made.
    under_way: bool,
}

/// A step that was undone or redone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its name.
    pub words: String,
    /// The form field that it is about, where it is one's; else the node as a whole.
    pub field: Option<Field>,
}

impl History {
    /// Nothing has happened yet.
    pub fn new(base: Arc<Base>) -> Self {
        let last = State { base, steps: Vec::new() };
        Self { last, past: Vec::new(), future: Vec::new(), under_way: false }
    }

    /// Takes note of a new state. `name` is `None` for what was typed.
    fn note(&mut self, now: State, name: Option<String>, at: u64) {
        if now == self.last {
            return;
        }
        let before = std::mem::replace(&mut self.last, now);
        let is_other_base = !Arc::ptr_eq(&before.base, &self.last.base);
        if is_other_base && name.is_none() {
            // Another version was opened, or a deploy has landed: what led there cannot be taken back.
            self.past.clear();
            self.future.clear();
            return;
        }
        self.future.clear();
        let (spot, typed) = difference(&before, &self.last);
        if let (None, Some(last)) = (&name, self.past.last_mut())
            && last.typed_at.is_some_and(|then| last.goes_on(&spot, at.saturating_sub(then)))
        {
            if last.spot != spot {
                return;
            }
            // Typed and taken back at once is no step at all.
            if last.state == self.last {
                self.past.pop();
            } else {
                last.typed_at = Some(at);
                last.words = typed;
            }
            return;
        }
        let typed_at = name.is_none().then_some(at);
        self.past.push(Entry { words: name.unwrap_or(typed), spot, state: before, typed_at });
        if self.past.len() > MOST {
            self.past.remove(0);
        }
    }

    fn go(&mut self, back: bool) -> Option<(State, Moved, Spot)> {
        let (from, to) = if back { (&mut self.past, &mut self.future) } else { (&mut self.future, &mut self.past) };
        let Entry { words, spot, state, .. } = from.pop()?;
        let left = std::mem::replace(&mut self.last, state.clone());
        to.push(Entry { words: words.clone(), spot: spot.clone(), state: left, typed_at: None });
        Some((state, Moved { words, field: spot.field }, spot))
    }
}

impl Workspace {
    /// Does something as one step that can be undone, under a name as "duplicate email_send_01" (it is shown
    /// behind "Undo: "; take it from `crate::words`). `make` changes the workspace before it returns: whatever
    /// becomes of drafts, removals and the base in it is undone together. What was typed before it is a step of
    /// its own. A step inside of a step is a part of it. For what is typed or chosen in a single field no step is needed: it
    /// is noticed and named by itself, typing as one step until it pauses.
    pub fn step<T>(self, name: impl Into<String>, make: impl FnOnce() -> T) -> T {
        let is_part = self.history.try_update_untracked(|history| std::mem::replace(&mut history.under_way, true));
        if is_part != Some(false) {
            return make();
        }
        self.note(None);
        let made = make();
        self.history.update_untracked(|history| history.under_way = false);
        self.note(Some(name.into()));
        made
    }

    /// Does something after which nothing before can be undone: bringing back the work of an earlier visit.
    pub fn begin_anew<T>(self, make: impl FnOnce() -> T) -> T {
        let made = make();
        let last = untrack(|| self.state());
        self.history
            .update(|history| *history = History { last, past: Vec::new(), future: Vec::new(), under_way: false });
        made
    }

    /// The name of the step that [`Workspace::undo`] takes back; subscribes.
    #[must_use]
    pub fn undoable(self) -> Option<String> {
        self.history.with(|history| history.past.last().map(|entry| entry.words.clone()))
    }

    /// The name of the step that [`Workspace::redo`] does again; subscribes.
    #[must_use]
    pub fn redoable(self) -> Option<String> {
        self.history.with(|history| history.future.last().map(|entry| entry.words.clone()))
    }

    /// Takes the last step back and shows what it was about.
    pub fn undo(self) -> Option<Moved> {
        self.travel(true)
    }

    /// Does the step that was undone last again, and shows what it is about.
    pub fn redo(self) -> Option<Moved> {
        self.travel(false)
    }

    fn travel(self, back: bool) -> Option<Moved> {
        self.note(None);
        let (state, moved, spot) = self.history.try_update(|history| history.go(back)).flatten()?;
        self.go_to(&state);
        match (spot.draft.filter(|key| state.form(*key).is_some()), spot.node) {
            (Some(key), _) => self.select_draft(key),
            (None, Some(node)) => self.select(&node),
            (None, None) if self.shows_what_is_there(&state) => {}
            (None, None) => self.selected.set(Selection::Nothing),
        }
        Some(moved)
    }

    /// Whether what is selected is a part of `state`, which is the present one.
    fn shows_what_is_there(self, state: &State) -> bool {
        match self.selected.get_untracked() {
            Selection::Draft(key) => state.form(key).is_some(),
            Selection::Node(node) => state.base.has(&node),
            Selection::Nothing => true,
        }
    }

    /// Takes note of everything that is typed. For the current owner.
    pub(super) fn keep_history(self) {
        effect(move || {
            let _ = self.state();
            untrack(|| self.note(None));
        });
    }

    fn note(self, name: Option<String>) {
        let now = untrack(|| self.state());
        let is_due = self.history.try_with_untracked(|history| !history.under_way && history.last != now);
        if is_due == Some(true) {
            self.history.update(|history| history.note(now, name, clock::monotonic_ms()));
        }
    }

    /// The state as it is; subscribes.
    fn state(self) -> State {
        let steps = self.steps.with(|steps| {
            let saved = steps.iter().filter_map(|step| match step {
                Step::Draft(draft) => draft.is_changed().then(|| Saved::Draft(draft.key, draft.kept.get())),
                Step::Removal(removal) => Some(Saved::Removal(removal.clone())),
            });
            saved.collect()
        });
        State { base: self.base.get(), steps }
    }

    fn go_to(self, state: &State) {
        if !Arc::ptr_eq(&self.base.get_untracked(), &state.base) {
            self.base.set(Arc::clone(&state.base));
        }
        let known = self.opened_before.get_value();
        let draft_of = |key: DraftKey| known.iter().find(|draft: &&OpenDraft| draft.key == key).copied();
        let mut steps = Vec::with_capacity(state.steps.len());
        for saved in &state.steps {
            match saved {
                Saved::Removal(removal) => steps.push(Step::Removal(removal.clone())),
                Saved::Draft(key, form) => {
                    if let Some(draft) = draft_of(*key) {
                        Form::put(draft.form, form.as_ref().clone());
                        steps.push(Step::Draft(draft));
                    }
                }
            }
        }
        // The draft that is shown stays open, as the base has it.
        if let Some(draft) = self.selected_draft_untracked()
            && state.form(draft.key).is_none()
            && let Some(node) = draft.existing_untracked()
            && let Some(unedited) = Draft::of_node(&state.base.document, &node)
        {
            Form::change(draft.form, |form| {
                form.origin = unedited.origin.clone();
                form.take(unedited);
            });
            steps.push(Step::Draft(draft));
        }
        self.steps.set(steps);
    }
}

/// What differs between two states: where it is, and a name for it.
fn difference(before: &State, after: &State) -> (Spot, String) {
    let keys = |state: &State| -> Vec<DraftKey> {
        let drafts = state.steps.iter().filter_map(|saved| match saved {
            Saved::Draft(key, _) => Some(*key),
            Saved::Removal(_) => None,
        });
        drafts.collect()
    };
    let removed = |state: &State, other: &State| {
        state.steps.iter().find_map(|saved| match saved {
            Saved::Removal(removal) if !other.steps.contains(saved) => Some(removal.id.clone()),
            _ => None,
        })
    };
    if let Some(node) = removed(after, before).or_else(|| removed(before, after)) {
        let words = words::remove(node.as_str());
        return (Spot { draft: None, node: Some(node), field: None }, words);
    }
    let changed = keys(after).into_iter().rev().chain(keys(before)).find(|key| before.form(*key) != after.form(*key));
    let Some(key) = changed else {
        return (Spot { draft: None, node: None, field: None }, words::edit(None, "", ""));
    };
    let (old, new) = (before.form(key), after.form(key));
    let form = new.or(old);
    let node = form.and_then(|form| form.origin.node().cloned());
    let unedited = node.as_ref().and_then(|node| Draft::of_node(&before.base.document, node)).map(Form::from);
    let id = form.map(|form| form.id.clone()).unwrap_or_default();
    let (old, new) = (old.map(Arc::as_ref).or(unedited.as_ref()), new.map(Arc::as_ref).or(unedited.as_ref()));
    let (field, name) = match (old, new) {
        (Some(old), Some(new)) => edited_field(old, new),
        _ => (None, String::new()),
    };
    (Spot { draft: Some(key), node, field }, words::edit(field, &name, &id))
}

/// The field in which two states of a form differ, and the placeholder or file that it is about.
fn edited_field(old: &Form, new: &Form) -> (Option<Field>, String) {
    if old.origin != new.origin {
        return (Some(Field::Placement), String::new());
    }
    if old.json_edits != new.json_edits || old.json_typed != new.json_typed {
        return (Some(Field::Document), String::new());
    }
    if old.template_id != new.template_id {
        return (Some(Field::TemplateId), String::new());
    }
    if old.variables != new.variables {
        let rows = old.variables.len() == new.variables.len();
        let differ = |(one, other): (&super::VariableField, &super::VariableField)| {
            one.name != other.name || one.path != other.path
        };
        let at = old.variables.iter().zip(&new.variables).position(differ).filter(|_| rows);
        return match at {
            Some(at) if old.variables[at].name != new.variables[at].name => {
                (Some(Field::VariableName(at)), new.variables[at].name.clone())
            }
            Some(at) => (Some(Field::VariablePath(at)), new.variables[at].name.clone()),
            None => (Some(Field::Variables), String::new()),
        };
    }
    if old.attachments != new.attachments {
        let rows = old.attachments.len() == new.attachments.len();
        let at = old.attachments.iter().zip(&new.attachments).position(|(one, other)| one != other).filter(|_| rows);
        return match at {
            Some(at) if old.attachments[at].file_id != new.attachments[at].file_id => {
                (Some(Field::AttachmentId(at)), new.attachments[at].file_name.clone())
            }
            Some(at) => (Some(Field::AttachmentName(at)), new.attachments[at].file_name.clone()),
            None => (Some(Field::Attachments), String::new()),
        };
    }
    let field = if old.id != new.id {
        Some(Field::Id)
    } else if old.delivery_mode != new.delivery_mode {
        Some(Field::DeliveryMode)
    } else if old.track_opens != new.track_opens {
        Some(Field::TrackOpens)
    } else if old.track_clicks != new.track_clicks {
        Some(Field::TrackClicks)
    } else {
        None
    };
    (field, String::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow::document::Document;

    const TEXT: &str = r#"{"nodes":[{"id":"mail","type":"email","properties":{"templateId":"t"}}]}"#;

    fn base() -> Arc<Base> {
        Arc::new(Base::new(Document::parse(TEXT).expect("parses")))
    }

    fn form(template: &str, delivery: &str) -> Arc<Form> {
        let base = base();
        let draft = Draft::of_node(&base.document, &"mail".into()).expect("is there");
        Arc::new(Form::from(Draft { template_id: template.into(), delivery_mode: delivery.into(), ..draft }))
    }

    fn state(base: &Arc<Base>, forms: &[(u32, Arc<Form>)]) -> State {
        let steps = forms.iter().map(|(key, form)| Saved::Draft(DraftKey(*key), Arc::clone(form))).collect();
        State { base: Arc::clone(base), steps }
    }

    fn names(entries: &[Entry]) -> Vec<&str> {
        entries.iter().map(|entry| entry.words.as_str()).collect()
    }

    #[test]
    fn typing_in_one_field_is_one_step_until_it_pauses() {
        let base = base();
        let mut history = History::new(Arc::clone(&base));
        for (at, template) in [(0, "a"), (900, "ab"), (1_800, "abc"), (3_000, "abcd")] {
            history.note(state(&base, &[(1, form(template, ""))]), None, at);
        }
        assert_eq!(names(&history.past), ["set template of mail"; 2]);
        let (to, ..) = history.go(true).expect("can be undone");
        assert_eq!(to, state(&base, &[(1, form("abc", ""))]));
        let (to, ..) = history.go(true).expect("can be undone");
        assert_eq!(to, state(&base, &[]));
        assert!(history.go(true).is_none());
        assert_eq!(names(&history.future).len(), 2);
    }

    #[test]
    fn another_field_is_another_step() {
        let base = base();
        let mut history = History::new(Arc::clone(&base));
        history.note(state(&base, &[(1, form("a", ""))]), None, 0);
        history.note(state(&base, &[(1, form("a", "x"))]), None, 1);
        assert_eq!(names(&history.past), ["set template of mail", "set delivery mode of mail"]);
    }

    #[test]
    fn what_a_template_lays_out_belongs_to_choosing_it() {
        let base = base();
        let mut history = History::new(Arc::clone(&base));
        history.note(state(&base, &[(1, form("a", ""))]), None, 0);
        let mut laid_out = form("a", "").as_ref().clone();
        laid_out.lay_out(&["name".to_owned()]);
        history.note(state(&base, &[(1, Arc::new(laid_out))]), None, 2_000);
        assert_eq!(names(&history.past), ["set template of mail"]);
        let (to, ..) = history.go(true).expect("can be undone");
        assert_eq!(to, state(&base, &[]));
    }

    #[test]
    fn what_was_typed_and_taken_back_at_once_is_no_step() {
        let base = base();
        let mut history = History::new(Arc::clone(&base));
        history.note(state(&base, &[(1, form("a", ""))]), None, 0);
        history.note(state(&base, &[]), None, 10);
        assert!(history.past.is_empty());
    }

    #[test]
    fn a_new_step_ends_what_could_be_redone() {
        let base = base();
        let mut history = History::new(Arc::clone(&base));
        history.note(state(&base, &[(1, form("a", ""))]), Some("one".into()), 0);
        history.go(true);
        assert_eq!(names(&history.future), ["one"]);
        let (to, moved, _) = history.go(false).expect("can be redone");
        assert_eq!((to, moved.words.as_str()), (state(&base, &[(1, form("a", ""))]), "one"));
        history.go(true);
        history.note(state(&base, &[(1, form("b", ""))]), None, 1);
        assert!(history.future.is_empty());
    }

    #[test]
    fn another_version_is_a_step_only_where_it_was_brought_in() {
        let (one, other) = (base(), base());
        let mut history = History::new(Arc::clone(&one));
        let edited = [(1, form("a", ""))];
        history.note(state(&one, &edited), None, 0);
        history.note(state(&other, &edited), Some("bring in v4".into()), 1);
        assert_eq!(names(&history.past), ["set template of mail", "bring in v4"]);
        let (to, ..) = history.go(true).expect("can be undone");
        assert!(Arc::ptr_eq(&to.base, &one));
        history.note(state(&other, &[]), None, 2);
        assert!(history.past.is_empty() && history.future.is_empty());
    }
}
