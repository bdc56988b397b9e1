//! The shortcuts that hold wherever the focus is: one table, read by the keyboard, the palette, the help
//! sheet and the buttons that do the same.
//!
//! A row says what it is called, which keys it has and where it is valid. What it does is said by the part
//! that can do it, for as long as that part is there ([`Shortcuts::on`]): so the table weighs little, and
//! a row is available exactly where something answers to it. To add one: a name in [`Action`], a row in
//! [`TABLE`], a word in `words::craft::keys`, and a call of [`Shortcuts::on`].

use crate::browser::keys::Keys;
use crate::browser::{page, storage};
use crate::words::craft::keys as words;
use leptos::prelude::*;
use std::rc::Rc;

/// Something that has a row in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Opens the command palette.
    Palette,
    /// Shows all shortcuts.
    Help,
    /// Puts the focus into the filter of the page.
    Filter,
    /// Goes to the list of workflows.
    Home,
    /// Goes to the activity.
    Activity,
    /// Takes the last step back.
    Undo,
    /// Does again what was taken back.
    Redo,
    /// Begins a new email node.
    AddEmail,
    /// Goes to the review.
    Review,
    /// Drops everything under way.
    Discard,
    /// Reads the newest version.
    Reload,
}

/// Where a row is valid, which is also how the help sheet is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On every page.
    Everywhere,
    /// While a workflow is open.
    Workflow,
}

/// A row of the table.
#[derive(Debug)]
pub struct Shortcut {
    /// What it does.
    pub action: Action,
    /// The same in words.
    pub name: &'static str,
    /// The keys, the first of which are shown. Without any it is in the palette only.
    pub keys: &'static [Keys],
    /// Where it is valid.
    pub place: Place,
}

impl Shortcut {
    const fn new(action: Action, name: &'static str, place: Place, keys: &'static [Keys]) -> Self {
        Self { action, name, keys, place }
    }
}

/// All of them, in the order in which they are listed.
pub static TABLE: &[Shortcut] = &[
    Shortcut::new(Action::Palette, words::PALETTE, Place::Everywhere, &[Keys::primary("k")]),
    Shortcut::new(Action::Help, words::HELP, Place::Everywhere, &[Keys::plain("?")]),
    Shortcut::new(Action::Filter, words::FILTER, Place::Everywhere, &[Keys::plain("/")]),
    Shortcut::new(Action::Home, words::HOME, Place::Everywhere, &[]),
    Shortcut::new(Action::Activity, words::ACTIVITY, Place::Everywhere, &[]),
    Shortcut::new(Action::Undo, words::UNDO, Place::Workflow, &[Keys::primary("z")]),
    Shortcut::new(Action::Redo, words::REDO, Place::Workflow, &[Keys::primary_shift("z"), Keys::primary("y")]),
    Shortcut::new(Action::AddEmail, words::ADD_EMAIL, Place::Workflow, &[Keys::plain("n")]),
    Shortcut::new(Action::Review, words::REVIEW, Place::Workflow, &[Keys::primary("Enter")]),
    Shortcut::new(Action::Discard, words::DISCARD, Place::Workflow, &[]),
    Shortcut::new(Action::Reload, words::RELOAD, Place::Workflow, &[Keys::plain("r")]),
];

/// The row of an action.
#[must_use]
pub fn row(action: Action) -> Option<&'static Shortcut> {
    TABLE.iter().find(|row| row.action == action)
}

/// The keys of an action for the `aria-keyshortcuts` of the button that does the same.
#[must_use]
pub fn for_aria(action: Action) -> Option<String> {
    row(action).and_then(|row| row.keys.first()).map(|keys| keys.for_aria())
}

const SINGLE_KEYS: &str = "single-keys";

/// What answers to an action. The number tells it from others that answer to the same.
struct Answer {
    action: Action,
    number: u32,
    run: Rc<dyn Fn()>,
}

/// What answers to the shortcuts. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Shortcuts {
    answers: StoredValue<Vec<Answer>, LocalStorage>,
    next: StoredValue<u32>,
    single_keys: RwSignal<bool>,
}

/// The shortcuts of the app.
///
/// # Panics
/// Outside of the app, which provides them.
#[must_use]
pub fn use_shortcuts() -> Shortcuts {
    expect_context()
}

impl Shortcuts {
    /// Listens to the keyboard, and provides itself as context. Once in the life of the page.
    pub fn provide() -> Self {
        let shortcuts = Self {
            answers: StoredValue::new_local(Vec::new()),
            next: StoredValue::new(0),
            single_keys: RwSignal::new(storage::read(SINGLE_KEYS).as_deref() != Some("off")),
        };
        drop(window_event_listener(leptos::ev::keydown, move |event| {
            if event.default_prevented() || event.is_composing() || page::has_open_dialog() {
                return;
            }
            let pressed = |keys: &Keys| {
                let barred = keys.is_character()
                    && (event.repeat() || !shortcuts.single_keys.get_untracked() || page::is_typing());
                !barred && keys.are_pressed(&event)
            };
            // A field that is no part of the work undoes its own typing.
            let is_fields = |action| matches!(action, Action::Undo | Action::Redo) && page::has_own_undo();
            let rows = TABLE.iter().filter(|row| row.keys.iter().any(pressed) && !is_fields(row.action));
            if rows.into_iter().any(|row| shortcuts.run(row.action)) {
                event.prevent_default();
            }
        }));
        provide_context(shortcuts);
        shortcuts
    }

    /// Has `run` answer to an action for as long as the calling component lives. Where several parts answer,
    /// the last that came does.
    pub fn on(self, action: Action, run: impl Fn() + 'static) {
        self.add(action, Rc::new(run));
    }

    fn add(self, action: Action, run: Rc<dyn Fn()>) {
        let number = self.next.get_value();
        self.next.set_value(number.wrapping_add(1));
        self.answers.update_value(|all| all.push(Answer { action, number, run }));
        on_cleanup(move || {
            self.answers.try_update_value(|all| all.retain(|answer| answer.number != number));
        });
    }

    /// Whether something answers to an action at present.
    #[must_use]
    pub fn is_available(self, action: Action) -> bool {
        self.answers.with_value(|all| all.iter().any(|answer| answer.action == action))
    }

    /// Does what an action does. Answers whether there was something that does it.
    pub fn run(self, action: Action) -> bool {
        // Not while the list is being read: what runs may come and go itself.
        let found = self.answers.with_value(|all| {
            all.iter().rev().find(|answer| answer.action == action).map(|answer| Rc::clone(&answer.run))
        });
        found.inspect(|run| untrack(|| run())).is_some()
    }

    /// Whether single characters are shortcuts; subscribes.
    #[must_use]
    pub fn has_single_keys(self) -> bool {
        self.single_keys.get()
    }

    /// Switches the shortcuts that are single characters on or off, and keeps the choice.
    pub fn set_single_keys(self, on: bool) {
        self.single_keys.set(on);
        if on {
            storage::remove(SINGLE_KEYS);
        } else {
            storage::write(SINGLE_KEYS, "off");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Place, TABLE};
    use std::collections::BTreeSet;

    #[test]
    fn each_action_and_each_name_has_one_row() {
        let actions: BTreeSet<Action> = TABLE.iter().map(|row| row.action).collect();
        let names: BTreeSet<&str> = TABLE.iter().map(|row| row.name).collect();
        assert_eq!((actions.len(), names.len()), (TABLE.len(), TABLE.len()));
    }

    #[test]
    fn no_keys_are_given_away_twice() {
        let all: Vec<_> = TABLE.iter().flat_map(|row| row.keys.iter().map(move |keys| (keys, row.place))).collect();
        for (at, (keys, place)) in all.iter().enumerate() {
            let clash = all[..at].iter().any(|(other, elsewhere)| {
                other == keys && (elsewhere == place || [*elsewhere, *place].contains(&Place::Everywhere))
            });
            assert!(!clash, "{keys:?} are given away twice");
        }
    }
}
