//! JSON to be looked through, however long: folded, searched, its changed lines marked.
//!
//! One tab stop. Arrow keys, Page Up and Down, Home and End move through the lines; Right unfolds or goes in,
//! Left folds or goes out, Enter does the one or the other (WAI-ARIA APG "treegrid"). Ctrl+F finds, Ctrl+G goes
//! to a line, F3 to the next match, F8 to the next change.

use super::json_find::{FindBar, Finder};
use super::json_fold::{Folds, closing, opening};
use super::json_line::Hit;
use super::json_marks::{LineMarks, MarkKind};
use super::json_search::{Match, of_line};
use super::json_text::JsonText;
use super::json_view::{LINE_HEIGHT, line_with_hits};
use crate::browser::page;
use crate::components::use_announcer;
use crate::reactive::{effect, memo};
use crate::ui::{IconButton, IconName, VirtualList, fresh_id};
use crate::words::preview as words;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::html::attribute::custom::custom_attribute;
use std::ops::Range;
use std::sync::Arc;

/// How far Page Up and Page Down go.
const PAGE: usize = 20;

/// A text and how it is folded.
#[derive(Clone, Debug, Default)]
struct Shown {
    text: JsonText,
    folds: Arc<Folds>,
}

impl Shown {
    fn row_count(&self) -> usize {
        self.folds.row_count(self.text.line_count())
    }
}

/// What a user of the explorer does with it. A handle.
#[derive(Clone, Copy)]
struct Explorer {
    /// How the text was folded last, and which text that was.
    folded: RwSignal<Shown>,
    shown: Memo<Arc<Shown>>,
    /// Where the keyboard is: a line of which text.
    cursor: RwSignal<(JsonText, usize)>,
    line: Memo<usize>,
    reveal: RwSignal<Option<usize>>,
    id: StoredValue<String>,
}

impl Explorer {
    fn new(text: Signal<JsonText>) -> Self {
        let folded = RwSignal::new(Shown::default());
        let cursor = RwSignal::new((JsonText::default(), 0));
        // Compared where they are made; comparing long texts again would cost more than drawing them.
        let shown = Memo::new_with_compare(
            move |_| {
                let text = text.get();
                Arc::new(folded.with(|folded| {
                    let is_same = folded.folds.is_empty() || folded.text == text;
                    let folds = if is_same {
                        Arc::clone(&folded.folds)
                    } else {
                        Arc::new(folded.folds.moved(&folded.text.moved(&text)))
                    };
                    Shown { text, folds }
                }))
            },
            |_, _| true,
        );
        let line = memo(move |_| {
            let text = text.get();
            cursor.with(|(of, line)| {
                let line = if *line == 0 || *of == text { *line } else { of.moved(&text).line(*line).unwrap_or(*line) };
                line.min(text.line_count().saturating_sub(1))
            })
        });
        Self { folded, shown, cursor, line, reveal: RwSignal::new(None), id: StoredValue::new(fresh_id("code")) }
    }

    fn row_id(self, line: usize) -> String {
        self.id.try_with_value(|id| format!("{id}-{line}")).unwrap_or_default()
    }

    /// What is shown; nothing where a late frame asks once it has been taken away.
    fn now(self) -> Arc<Shown> {
        self.shown.try_get_untracked().unwrap_or_default()
    }

    /// Changes the folds.
    fn fold(self, change: impl FnOnce(&JsonText, &mut Folds)) {
        let shown = self.now();
        let mut folds = shown.folds.as_ref().clone();
        change(&shown.text, &mut folds);
        self.folded.set(Shown { text: shown.text.clone(), folds: Arc::new(folds) });
    }

    fn set_fold(self, line: usize, fold: bool) {
        self.fold(|text, folds| {
            folds.set(text, line, fold);
        });
    }

    /// Moves the keyboard to a line, unfolds what hides it, and brings it into view.
    fn go(self, line: usize) {
        let shown = self.now();
        let line = line.min(shown.text.line_count().saturating_sub(1));
        self.cursor.set((shown.text.clone(), line));
        if shown.folds.line_at(shown.folds.row_of(line)) != line {
            self.fold(|_, folds| {
                folds.reveal(line);
            });
        }
        self.reveal.set(Some(self.now().folds.row_of(line)));
    }

    fn go_to_row(self, row: usize) {
        let shown = self.now();
        let line = shown.folds.line_at(row.min(shown.row_count().saturating_sub(1)));
        self.cursor.set((shown.text.clone(), line));
        self.reveal.set(Some(shown.folds.row_of(line)));
    }

    /// What a key does; answers whether it does anything.
    fn press(self, key: &str) -> bool {
        let shown = self.now();
        let line = self.line.get_untracked();
        let row = shown.folds.row_of(line);
        let is_folded = shown.folds.end_of(line).is_some();
        match key {
            "ArrowDown" => self.go_to_row(row + 1),
            "ArrowUp" => self.go_to_row(row.saturating_sub(1)),
            "PageDown" => self.go_to_row(row + PAGE),
            "PageUp" => self.go_to_row(row.saturating_sub(PAGE)),
            "Home" => self.go_to_row(0),
            "End" => self.go_to_row(shown.row_count()),
            "ArrowRight" if is_folded => self.set_fold(line, false),
            "ArrowRight" if closing(&shown.text, line).is_some() => self.go_to_row(row + 1),
            "ArrowLeft" if !is_folded && closing(&shown.text, line).is_some() => self.set_fold(line, true),
            "ArrowLeft" => {
                if let Some(outer) = opening(&shown.text, line) {
                    self.go(outer);
                }
            }
            "Enter" | " " => self.set_fold(line, !is_folded),
            _ => return false,
        }
        true
    }
}

/// Shows a text of JSON to be looked through.
#[component]
pub fn JsonExplorer(
    /// The text, laid out.
    #[prop(into)]
    text: Signal<JsonText>,
    /// What it is: "The workflow's JSON".
    #[prop(into)]
    label: Signal<String>,
    /// What became of its lines.
    #[prop(into)]
    marks: Signal<Arc<LineMarks>>,
    /// Lines that it is about (first is 0), brought into view whenever they are others.
    #[prop(optional, into)]
    about: Signal<Option<Range<usize>>>,
    /// Changes whenever `about` is about something else.
    #[prop(optional, into)]
    about_what: Signal<String>,
    /// A line to go to whenever it is set (first is 0).
    #[prop(optional, into)]
    wanted: Signal<Option<usize>>,
) -> impl IntoView {
    let announcer = use_announcer();
    let explorer = Explorer::new(text);
    let line_input = NodeRef::<html::Input>::new();
    let show = Callback::new(move |found: Match| {
        explorer.go(found.line);
        // Far to the right on a long line it would be out of sight.
        let selector = explorer.id.with_value(|id| format!("#{id} .code-hit.is-current"));
        request_animation_frame(move || page::bring_into_view(&selector));
    });
    let finder = Finder::begin(text, Callback::new(move |()| explorer.line.get_untracked()), show);
    let focus_text = move |()| {
        explorer.id.try_with_value(|id| page::focus(&format!("#{id} [role=treegrid]")));
    };
    let to_line = Callback::new(move |number: usize| {
        let is_there = (1..=explorer.now().text.line_count()).contains(&number);
        if is_there {
            explorer.go(number - 1);
            focus_text(());
            announcer.say(words::at_line(number));
        }
        is_there
    });
    let next_change = move |back: bool| {
        let line = explorer.line.get_untracked();
        let next = marks.with_untracked(|marks| {
            let runs = marks.runs();
            if back {
                runs.iter().rev().find(|run| **run < line).or(runs.last()).copied()
            } else {
                runs.iter().find(|run| **run > line).or(runs.first()).copied()
            }
        });
        if let Some(next) = next {
            explorer.go(next);
            announcer.say(words::at_line(next + 1));
        }
    };
    // Another node is shown from its beginning; an edit moves nothing.
    effect(move || {
        let _ = about_what.get();
        untrack(|| explorer.go(about.get().map_or(0, |lines| lines.start)));
    });
    effect(move || {
        if let Some(line) = wanted.get() {
            untrack(|| explorer.go(line));
            request_animation_frame(move || focus_text(()));
        }
    });

    let count = memo(move |_| explorer.shown.with(|shown| shown.row_count()));
    let revision = memo(move |before: Option<&u64>| {
        explorer.shown.track();
        finder.found.track();
        finder.current.track();
        before.map_or(0, |before| before + 1)
    });
    let has_marks = memo(move |_| marks.with(|marks| !marks.runs().is_empty()));
    let render = move |row: usize| {
        let shown = explorer.now();
        let line = shown.folds.line_at(row);
        let hits: Option<Vec<Hit>> = finder.found.try_with_untracked(|found| {
            let current = finder.current.try_get_untracked().flatten();
            let of_line = of_line(found, line);
            of_line.map(|at| Hit { bytes: found[at].bytes.clone(), is_current: current == Some(at) }).collect()
        });
        let code = line_with_hits(shown.text.line(line), &hits.unwrap_or_default());
        let folded = shown.folds.end_of(line);
        let is_open = folded.is_none() && shown.text.line(line).ends_with(['{', '[']);
        let expanded = if folded.is_some() { Some("false") } else { is_open.then_some("true") };
        let rest = folded.map(|end| {
            let closing = shown.text.line(end).trim_start().to_owned();
            view! {
                <span class="code-folded">{words::lines_folded(end - line)}</span>
                <code class="code-text">{closing}</code>
            }
        });
        let mark = memo(move |_| marks.with(|marks| marks.at(line)));
        let is_active = memo(move |_| explorer.line.get() == line);
        view! {
            <div
                class="code-line"
                class:is-active=is_active
                class:is-about=move || about.with(|about| about.as_ref().is_some_and(|lines| lines.contains(&line)))
                class:is-added=move || mark.get().kind == Some(MarkKind::Added)
                class:is-changed=move || mark.get().kind == Some(MarkKind::Changed)
                class:is-gone-before=move || { mark.get().gone_before > 0 }
                role="row"
                id=explorer.row_id(line)
                aria-rowindex=row + 1
                {..custom_attribute("aria-level", (shown.text.margin(line) / 2 + 1).to_string())}
                aria-expanded=expanded
                on:click=move |_| explorer.cursor.set((explorer.now().text.clone(), line))
            >
                <span
                    class="code-gutter"
                    class:is-foldable=expanded.is_some()
                    aria-hidden="true"
                    on:click=move |_| {
                        if expanded.is_some() {
                            explorer.set_fold(line, is_open);
                        }
                    }
                >
                    <span class="code-number">{line + 1}</span>
                    <span class="code-fold"></span>
                </span>
                <span class="code-cell" role="gridcell">
                    {move || {
                        let mark = mark.get();
                        let gone = (mark.gone_before > 0).then(|| words::lines_gone(mark.gone_before));
                        let kind = match mark.kind {
                            Some(MarkKind::Added) => words::LINE_ADDED,
                            Some(MarkKind::Changed) => words::LINE_CHANGED,
                            None => "",
                        };
                        (gone.is_some() || !kind.is_empty())
                            .then(|| view! { <span class="visually-hidden">{gone} {kind}</span> })
                    }}
                    {code}
                    {rest}
                </span>
            </div>
        }
        .into_any()
    };
    let on_panel_key = move |event: KeyboardEvent| {
        let with = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "f" if with => select(finder.input),
            "g" if with => select(line_input),
            "F3" => finder.step(event.shift_key(), show),
            "F8" => next_change(event.shift_key()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let on_code_key = move |event: KeyboardEvent| {
        let with = event.ctrl_key() || event.meta_key() || event.alt_key();
        let key = match event.key().as_str() {
            "Home" | "End" if with => event.key(),
            _ if with => return,
            _ => event.key(),
        };
        if explorer.press(&key) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let told_active = move || {
        let line = explorer.line.get();
        explorer.shown.with(|shown| explorer.row_id(shown.folds.line_at(shown.folds.row_of(line))))
    };
    view! {
        <div class="code-explorer" id=explorer.id.get_value() on:keydown=on_panel_key>
            <div class="code-tools">
                <FindBar
                    finder=finder
                    go=show
                    to_line=to_line
                    back=Callback::new(focus_text)
                    line_input=line_input
                    lines=Signal::derive(move || explorer.shown.with(|shown| shown.text.line_count()))
                />
                <div class="code-actions">
                    {move || {
                        has_marks
                            .get()
                            .then(|| {
                                view! {
                                    <IconButton
                                        label=words::CHANGE_PREVIOUS
                                        icon=IconName::ArrowUp
                                        on_press=move |()| next_change(true)
                                    />
                                    <IconButton
                                        label=words::CHANGE_NEXT
                                        icon=IconName::ArrowDown
                                        on_press=move |()| next_change(false)
                                    />
                                }
                            })
                    }}
                    <IconButton
                        label=words::FOLD_ALL
                        icon=IconName::Fold
                        on_press=move |()| {
                            explorer.fold(|text, folds| *folds = Folds::all(text));
                            explorer.go_to_row(0);
                        }
                    />
                    <IconButton
                        label=words::UNFOLD_ALL
                        icon=IconName::Unfold
                        on_press=move |()| explorer.fold(|_, folds| *folds = Folds::default())
                    />
                </div>
            </div>
            <VirtualList
                count=count
                row_height=LINE_HEIGHT
                revision=revision
                reveal=explorer.reveal
                role="treegrid"
                label=label
                focusable=true
                class="code"
                render=render
                attr:aria-rowcount=count
                attr:aria-activedescendant=told_active
                attr:aria-readonly="true"
                on:keydown=on_code_key
            />
        </div>
    }
}

/// Puts the focus into an input and selects what is in it, so that typing replaces it.
fn select(input: NodeRef<html::Input>) {
    if let Some(input) = input.get_untracked() {
        let _ = input.focus();
        input.select();
    }
}
