//! The bar with which one finds one's way in a long JSON: words, lines, changes.

use super::json_search::{MOST, Match, NoPattern, Query, Search, next_from};
use super::json_text::JsonText;
use crate::browser::{clock, timer};
use crate::reactive::{effect, spawn_local};
use crate::ui::{IconButton, IconName, TextInput};
use crate::words::preview as words;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// How long typing must pause before a search begins, in ms.
const SEARCH_MS: u64 = 120;
/// How long a search may hold the page up at a time, in ms: less than half a frame.
const SLICE_MS: u64 = 6;
/// Lines between two looks at the clock.
const LINES: usize = 500;

/// How a search stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Busy,
    Done,
    NoPattern,
}

/// What is looked for, and what was found. A handle.
#[derive(Clone, Copy)]
pub(super) struct Finder {
    query: RwSignal<Query>,
    /// The matches so far, in order.
    pub(super) found: RwSignal<Arc<Vec<Match>>>,
    /// Which of them one is at.
    pub(super) current: RwSignal<Option<usize>>,
    state: RwSignal<State>,
    pub(super) input: NodeRef<html::Input>,
}

impl Finder {
    /// Sets it up for the calling component. `go` shows a match; a new search begins at the line that `from` tells.
    pub(super) fn begin(text: Signal<JsonText>, from: Callback<(), usize>, go: Callback<Match>) -> Self {
        let finder = Self {
            query: RwSignal::default(),
            found: RwSignal::default(),
            current: RwSignal::new(None),
            state: RwSignal::new(State::Idle),
            input: NodeRef::new(),
        };
        let turn = StoredValue::new(0_u32);
        let last = StoredValue::new(Query::default());
        effect(move || {
            let (text, query) = (text.get(), finder.query.get());
            let mine = turn.try_update_value(|turn| {
                *turn += 1;
                *turn
            });
            if query.text.is_empty() {
                finder.end(State::Idle);
                last.set_value(query);
                return;
            }
            let is_new = last.with_value(|last| *last != query);
            last.set_value(query.clone());
            let is_outdated = move || mine.is_none() || turn.try_get_value() != mine;
            spawn_local(async move {
                timer::sleep(SEARCH_MS).await;
                if is_outdated() {
                    return;
                }
                match Search::begin(text, &query) {
                    Ok(Some(search)) => {
                        finder.state.set(State::Busy);
                        finder.search(search, is_outdated, is_new, from, go).await;
                    }
                    Ok(None) => finder.end(State::Idle),
                    Err(NoPattern) => finder.end(State::NoPattern),
                }
            });
        });
        finder
    }

    fn end(self, state: State) {
        self.found.set(Arc::default());
        self.current.set(None);
        self.state.set(state);
    }

    async fn search(
        self,
        mut search: Search,
        is_outdated: impl Fn() -> bool,
        is_new: bool,
        from: Callback<(), usize>,
        go: Callback<Match>,
    ) {
        let mut is_first = true;
        loop {
            if is_outdated() {
                return;
            }
            let begun = clock::monotonic_ms();
            let mut is_through = false;
            while !is_through && clock::monotonic_ms() - begun < SLICE_MS {
                is_through = search.go_on(LINES);
            }
            // The matches of the search before stay until there is something in their place.
            let is_worth_telling = is_through || (is_first && !search.found.is_empty());
            if is_worth_telling {
                let found = Arc::new(search.found.clone());
                let is_at = self.current.get_untracked();
                if is_first {
                    let at = if is_new { None } else { is_at.filter(|at| *at < found.len()) };
                    let next = at.or_else(|| next_from(&found, from.run(())));
                    self.current.set(next);
                    self.found.set(Arc::clone(&found));
                    if let (true, Some(next)) = (is_new, next.and_then(|next| found.get(next))) {
                        go.run(next.clone());
                    }
                    is_first = search.found.is_empty();
                } else {
                    self.found.set(found);
                }
            }
            if is_through {
                self.state.set(State::Done);
                return;
            }
            timer::sleep(0).await;
        }
    }

    /// Goes to another match, round and round.
    pub(super) fn step(self, back: bool, go: Callback<Match>) {
        let found = self.found.get_untracked();
        if found.is_empty() {
            return;
        }
        let next = match self.current.get_untracked() {
            None => 0,
            Some(at) if back => (at + found.len() - 1) % found.len(),
            Some(at) => (at + 1) % found.len(),
        };
        self.current.set(Some(next));
        if let Some(next) = found.get(next) {
            go.run(next.clone());
        }
    }

    fn told(self) -> String {
        match self.state.get() {
            State::Idle => String::new(),
            State::NoPattern => words::FIND_NO_PATTERN.to_owned(),
            state => {
                let count = self.found.with(|found| found.len());
                match (count, state) {
                    (0, State::Busy) => words::FIND_BUSY.to_owned(),
                    (0, _) => words::FIND_NONE.to_owned(),
                    _ => {
                        let current = self.current.get().map(|at| at + 1);
                        words::find_count(current, count, state == State::Done && count < MOST)
                    }
                }
            }
        }
    }
}

/// Words to find, and a line to go to.
#[component]
pub(super) fn FindBar(
    finder: Finder,
    /// Shows a match.
    go: Callback<Match>,
    /// Goes to a line (first is 1); answers whether there is one.
    to_line: Callback<usize, bool>,
    /// Gives the focus back to the text.
    back: Callback<()>,
    line_input: NodeRef<html::Input>,
    /// How many lines there are.
    lines: Signal<usize>,
) -> impl IntoView {
    let line = RwSignal::new(String::new());
    let no_such_line = RwSignal::new(false);
    let Finder { query, input, .. } = finder;
    let on_find_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            finder.step(event.shift_key(), go);
        }
        "Escape" if !query.with_untracked(|query| query.text.is_empty()) => {
            event.prevent_default();
            query.update(|query| query.text.clear());
            back.run(());
        }
        "Escape" => back.run(()),
        _ => {}
    };
    let on_line_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            let wanted = line.with_untracked(|line| line.trim().parse::<usize>().ok());
            let found = wanted.is_some_and(|wanted| to_line.run(wanted));
            no_such_line.set(!found);
        }
        "Escape" => back.run(()),
        _ => {}
    };
    let switch = move |label: &'static str, sign: &'static str, get: fn(&Query) -> bool, flip: fn(&mut Query)| {
        view! {
            <button
                type="button"
                class="code-switch"
                aria-label=label
                title=label
                aria-pressed=move || if query.with(get) { "true" } else { "false" }
                on:click=move |_| query.update(flip)
            >
                <span aria-hidden="true">{sign}</span>
            </button>
        }
    };
    let told = move || {
        if no_such_line.get() { words::line_range(lines.get()) } else { finder.told() }
    };
    view! {
        <div class="code-find" role="search" aria-label=words::FIND>
            <span class="code-find-words" on:keydown=on_find_key>
                <TextInput
                    value=Signal::derive(move || query.with(|query| query.text.clone()))
                    on_input=move |text| {
                        no_such_line.set(false);
                        query.update(|query| query.text = text);
                    }
                    kind="search"
                    label=words::FIND
                    placeholder=words::FIND_PLACEHOLDER
                    node_ref=input
                />
            </span>
            {switch(words::FIND_CASE, "Aa", |query| query.by_case, |query| query.by_case ^= true)}
            {switch(words::FIND_PATTERN, ".*", |query| query.is_pattern, |query| query.is_pattern ^= true)}
            <IconButton label=words::FIND_PREVIOUS icon=IconName::ChevronUp on_press=move |()| finder.step(true, go) />
            <IconButton label=words::FIND_NEXT icon=IconName::ChevronDown on_press=move |()| finder.step(false, go) />
            <span class="code-find-line" on:keydown=on_line_key>
                <TextInput
                    value=line
                    on_input=move |text| {
                        no_such_line.set(false);
                        line.set(text);
                    }
                    label=words::LINE
                    placeholder=words::LINE_PLACEHOLDER
                    node_ref=line_input
                />
            </span>
            <span class="code-find-told muted" role="status">{told}</span>
        </div>
    }
}
