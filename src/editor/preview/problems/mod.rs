//! All findings: by section, severity and node; each with a way to its field and its fix.
//!
//! One tab stop for the list (WAI-ARIA APG "treegrid", the rows take the focus): arrow keys move, Right and Left open
//! and close headings, Enter goes to the field; Tab goes on to the buttons of the row.

mod row;
mod rows;

use crate::browser::page;
use crate::browser::text::lowercase;
use crate::components::use_announcer;
use crate::editor::state::use_editor;
use crate::reactive::memo;
use crate::ui::{Button, Icon, IconName, MeasuredList, TextInput, Tone};
use crate::words::preview as words;
use crate::workspace::{is_certain, use_workspace};
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use leptos::web_sys::Element;
use row::{RowContext, row_id, row_view};
use rows::{Filter, Folded, Row, Section, parent, rows};
use std::collections::BTreeSet;
use std::sync::Arc;
use workflow::validate::{Finding, Severity};

/// How far Page Up and Page Down go.
const PAGE: usize = 10;
/// What a row's height is about, in px.
const ROW_HEIGHT: f64 = 56.0;

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Hint];

/// Every finding.
#[component]
pub fn ProblemsPanel() -> impl IntoView {
    let workspace = use_workspace();
    let editor = use_editor();
    let announcer = use_announcer();
    let needle = RwSignal::new(String::new());
    let without = RwSignal::new(BTreeSet::<Severity>::new());
    let folded = RwSignal::new(Folded::default());
    let findings = workspace.findings;
    let filter =
        memo(move |_| Filter { needle: needle.with(|needle| lowercase(needle.trim())), without: without.get() });
    let has_change = memo(move |_| workspace.change.with(|change| !change.is_empty()));
    let list = memo(move |_| {
        let of_change = has_change.get().then(|| workspace.of_change());
        let section = |finding: &Finding| match &of_change {
            None => Section::Whole,
            Some(of_change) if of_change.has(finding) => Section::Change,
            Some(_) => Section::Elsewhere,
        };
        Arc::new(
            findings
                .with(|findings| filter.with(|filter| folded.with(|folded| rows(findings, filter, folded, section)))),
        )
    });
    let count = memo(move |_| list.with(|rows| rows.len()));
    let revision = memo(move |before: Option<&u64>| {
        list.track();
        findings.track();
        before.map_or(0, |before| before + 1)
    });
    let counts = memo(move |_| {
        let mut counts = [0; SEVERITIES.len()];
        findings.with(|findings| {
            filter.with(|filter| {
                for finding in findings.iter().filter(|finding| filter.has_words(finding)) {
                    counts[finding.severity as usize] += 1;
                }
            });
        });
        counts
    });
    let certain = memo(move |_| {
        findings.with(|findings| {
            filter.with(|filter| findings.iter().filter(|one| filter.lets(one) && is_certain(one)).count())
        })
    });

    let active = RwSignal::new(0_usize);
    let active_row = memo(move |_| active.get().min(count.get().saturating_sub(1)));
    let reveal = RwSignal::new(None::<usize>);
    let inside = StoredValue::new(false);
    let focus_row = move |row: usize| {
        active.set(row);
        reveal.set(Some(row));
        page::focus_soon(format!("#{}", row_id(row)));
    };
    // Rows come and go as the list scrolls and with what is typed elsewhere, and an element that is moved in the page
    // loses the focus; it stays in the list until somebody presses somewhere else.
    let keep_focus = move |()| {
        if inside.try_get_value() == Some(true) && page::has_no_focus() {
            let row = active_row.try_get_untracked().unwrap_or_default();
            if !page::focus_in_place(&format!("#{}", row_id(row))) {
                page::focus("#problems-filter input");
            }
        }
    };
    let pressed = window_event_listener(leptos::ev::pointerdown, move |event| {
        if !page::holds_target(".problems-frame", &event) {
            inside.set_value(false);
        }
    });
    on_cleanup(move || pressed.remove());
    let left = move || findings.with_untracked(|findings| findings.len());
    let go = move |finding: Finding| editor.go_to(workspace, &finding);
    let fix = move |finding: Finding| {
        let Some(fix) = &finding.fix else { return };
        let row = active_row.get_untracked();
        let before = findings.get_untracked();
        workspace.apply_fix(fix);
        let same = |other: &&Finding| {
            (other.code, &other.node, &other.message) == (finding.code, &finding.node, &finding.message)
        };
        let times = |all: &[Finding]| all.iter().filter(same).count();
        let is_settled = findings.with_untracked(|after| times(after) < times(&before));
        if is_settled {
            announcer.notify(Tone::Success, words::fixed(&fix.label, left()));
        } else {
            announcer.notify(Tone::Warning, words::not_fixed(&fix.label));
        }
        focus_row(row.min(count.get_untracked().saturating_sub(1)));
    };
    let fix_all = move |()| {
        let listed: Vec<Finding> = findings.with_untracked(|findings| {
            filter.with_untracked(|filter| findings.iter().filter(|one| filter.lets(one)).cloned().collect())
        });
        let fixed = workspace.apply_certain_fixes(&listed);
        announcer.notify(Tone::Success, words::all_fixed(fixed, left()));
        if count.get_untracked() > 0 {
            focus_row(0);
        } else {
            page::focus_soon("#problems-filter input");
        }
    };
    let context = RowContext {
        findings,
        active: active_row,
        on_active: Callback::new(move |row| active.set(row)),
        on_fold: Callback::new(move |(fold, open)| {
            folded.update(|folded| {
                folded.set(&fold, open);
            });
        }),
        on_go: Callback::new(go),
        on_fix: Callback::new(fix),
    };
    let render = move |at: usize| match list.try_with_untracked(|rows| rows.get(at).cloned()).flatten() {
        Some(row) => row_view(at, row, context),
        None => ().into_any(),
    };
    let on_keydown = move |event: KeyboardEvent| {
        // The buttons of a row have keys of their own.
        let is_row = event_target::<Element>(&event).get_attribute("role").as_deref() == Some("row");
        let (at, last) = (active_row.get_untracked(), count.get_untracked().saturating_sub(1));
        let row = list.with_untracked(|rows| rows.get(at).cloned());
        match (event.key().as_str(), row) {
            ("ArrowDown", _) => focus_row((at + 1).min(last)),
            ("ArrowUp", _) => focus_row(at.saturating_sub(1)),
            ("PageDown", _) => focus_row((at + PAGE).min(last)),
            ("PageUp", _) => focus_row(at.saturating_sub(PAGE)),
            ("Home", _) => focus_row(0),
            ("End", _) => focus_row(last),
            ("ArrowRight", Some(Row::Heading { fold, is_open, .. })) => {
                if is_open {
                    focus_row((at + 1).min(last));
                } else {
                    context.on_fold.run((fold, true));
                    focus_row(at);
                }
            }
            ("ArrowLeft", Some(Row::Heading { fold, is_open: true, .. })) => {
                context.on_fold.run((fold, false));
                focus_row(at);
            }
            ("ArrowLeft", Some(_)) => {
                if let Some(above) = list.with_untracked(|rows| parent(rows, at)) {
                    focus_row(above);
                }
            }
            ("Enter" | " ", Some(Row::Heading { fold, is_open, .. })) if is_row => {
                context.on_fold.run((fold, !is_open));
                focus_row(at);
            }
            ("Enter", Some(Row::Finding(finding))) if is_row => {
                if let Some(finding) = findings.with_untracked(|findings| findings.get(finding).cloned()) {
                    go(finding);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let is_empty = memo(move |_| findings.with(|findings| findings.is_empty()));
    let on_focusout = move |event: FocusEvent| {
        if event.related_target().is_some() {
            inside.set_value(false);
        }
    };
    view! {
        <div class="problems-panel">
            {move || {
                if is_empty.get() {
                    return view! {
                        <p class="empty-note tone-success" id="problems-filter">
                            <Icon name=Tone::Success.icon() />
                            <span>{words::NO_PROBLEMS}</span>
                        </p>
                    }
                        .into_any();
                }
                view! {
                    <div class="problems-tools">
                        <div class="problems-filter" id="problems-filter">
                            <TextInput
                                value=needle
                                on_input=move |text| needle.set(text)
                                kind="search"
                                placeholder=words::PROBLEMS_FILTER_PLACEHOLDER
                                label=words::PROBLEMS_FILTER
                            />
                        </div>
                        <div class="problems-kinds" role="group" aria-label=words::PROBLEMS_KINDS>
                            {SEVERITIES
                                .into_iter()
                                .map(|severity| {
                                    let tone = row::tone(severity);
                                    view! {
                                        <button
                                            type="button"
                                            class="problems-kind"
                                            aria-pressed=move || {
                                                if without.with(|without| without.contains(&severity)) { "false" } else { "true" }
                                            }
                                            on:click=move |_| {
                                                without
                                                    .update(|without| {
                                                        if !without.remove(&severity) {
                                                            without.insert(severity);
                                                        }
                                                    })
                                            }
                                        >
                                            <span class=format!("problems-kind-sign tone-{}", tone.name())>
                                                <Icon name=tone.icon() />
                                            </span>
                                            {move || words::of_severity(severity, counts.with(|counts| counts[severity as usize]))}
                                        </button>
                                    }
                                })
                                .collect_view()}
                        </div>
                        {move || {
                            let count = certain.get();
                            (count > 0)
                                .then(|| {
                                    view! {
                                        <div class="problems-fix-all">
                                            <Button icon=IconName::Check on_press=fix_all>{words::fix_all(count)}</Button>
                                            <span class="muted">{words::FIX_ALL_NOTE}</span>
                                        </div>
                                    }
                                })
                        }}
                        <p class="problems-told muted" role="status">
                            {move || {
                                let shown = counts
                                    .with(|counts| {
                                        let shown = |severity: &&Severity| !without.with(|without| without.contains(severity));
                                        SEVERITIES.iter().filter(shown).map(|severity| counts[*severity as usize]).sum()
                                    });
                                words::problems_shown(shown, findings.with(|findings| findings.len()))
                            }}
                        </p>
                    </div>
                    {move || (count.get() == 0).then(|| view! { <p class="empty-note">{words::NO_PROBLEM_SHOWN}</p> })}
                    <div
                        class="problems-frame"
                        hidden=move || count.get() == 0
                        on:keydown=on_keydown
                        on:focusin=move |_| inside.set_value(true)
                        on:focusout=on_focusout
                    >
                        <MeasuredList
                            count=count
                            ordinary=ROW_HEIGHT
                            render=render
                            revision=revision
                            active=active_row
                            reveal=reveal
                            on_drawn=keep_focus
                            role="treegrid"
                            label=words::PROBLEMS
                            class="problems-list"
                            attr:aria-rowcount=count
                        />
                    </div>
                }
                    .into_any()
            }}
        </div>
    }
}
