//! The bar at the bottom: what is under way, and what can be done with it.

use super::state::{Pane, focus_heading, tab, use_editor};
use super::undoing::UndoButtons;
use crate::browser::page;
use crate::components::{ConfirmDialog, use_announcer};
use crate::navigator::use_navigator;
use crate::reactive::memo;
use crate::routes;
use crate::shortcuts::{Action, use_shortcuts};
use crate::ui::{Button, ButtonKind, Icon, IconName};
use crate::words::editor as words;
use crate::words::{nodes, overview as bar};
use crate::workspace::{Ask, Mark, use_opened, use_workspace};
use leptos::html;
use leptos::prelude::*;
use workflow::document::NodeId;
use workflow::validate::Severity;

/// Summary, Discard, Review & deploy.
#[component]
pub fn StatusBar() -> impl IntoView {
    let workspace = use_workspace();
    let editor = use_editor();
    let announcer = use_announcer();
    let navigator = use_navigator();
    let asking = RwSignal::new(false);
    let has_change = memo(move |_| workspace.change.with(|change| !change.is_empty()));
    let warnings = memo(move |_| {
        let count = |all: &std::sync::Arc<Vec<workflow::validate::Finding>>| {
            all.iter().filter(|finding| finding.severity == Severity::Warning).count()
        };
        workspace.live.with(count) + workspace.rest.with(count)
    });
    // Errors that were there before and that nothing under way touches stand in nobody's way.
    let older = memo(move |_| {
        let count = |all: &std::sync::Arc<Vec<workflow::validate::Finding>>| {
            all.iter().filter(|finding| finding.severity == Severity::Error).count()
        };
        (workspace.live.with(count) + workspace.rest.with(count)).saturating_sub(workspace.blocking.get())
    });
    let errors = memo(move |_| workspace.blocking.get() + if has_change.get() { 0 } else { older.get() });
    let summary = memo(move |_| {
        if has_change.get() {
            workspace.diff.with(|diff| diff.summary().to_string())
        } else {
            bar::NO_CHANGES.to_owned()
        }
    });
    let review = move |()| {
        workspace.judge_now();
        if workspace.blocking.get_untracked() == 0 {
            navigator.go(&workspace.id.with_untracked(|id| routes::review(id.as_str())));
            return;
        }
        editor.attempted.set(true);
        let first = workspace
            .findings
            .with_untracked(|all| all.iter().find(|finding| untrack(|| workspace.blocks(finding))).cloned());
        if workspace.selected_draft_untracked().is_none()
            && let Some(node) = first.and_then(|finding| finding.node)
        {
            workspace.select(&node);
        }
        editor.tab.set(tab::PROBLEMS);
        editor.pane.set(Pane::Form);
        announcer.say(bar::to_correct(workspace.blocking.get_untracked()));
        page::focus_soon("#error-summary");
    };
    let shortcuts = use_shortcuts();
    shortcuts.on(Action::Review, move || {
        if has_change.get_untracked() {
            review(());
        }
    });
    shortcuts.on(Action::Discard, move || {
        if has_change.get_untracked() {
            asking.set(true);
        }
    });
    let show_problems = move |_| {
        editor.tab.set(tab::PROBLEMS);
        editor.pane.set(Pane::Preview);
    };
    view! {
        <footer class="status-bar" aria-label=bar::BAR>
            <div class="status-bar-words">
                <ChangedNodes summary=summary />
                <button type="button" class="status-bar-counts link-button" on:click=show_problems>
                    <span class:tone-danger=move || errors.get() != 0>
                        {move || bar::errors(errors.get())}
                    </span>
                    <span aria-hidden="true">" · "</span>
                    <span class:tone-warning=move || warnings.get() != 0>
                        {move || bar::warnings(warnings.get())}
                    </span>
                    {move || {
                        (has_change.get() && older.get() > 0)
                            .then(|| bar::errors_from_before(older.get()))
                    }}
                </button>
            </div>
            <UndoButtons />
            <div class="status-bar-actions">
                <Button
                    kind=ButtonKind::Ghost
                    on_press=move |()| asking.set(true)
                    disabled_reason=Signal::derive(move || {
                        (!has_change.get()).then(|| words::NO_CHANGES.to_owned())
                    })
                >
                    {bar::DISCARD}
                </Button>
                <Button
                    kind=ButtonKind::Primary
                    on_press=review
                    disabled_reason=Signal::derive(move || {
                        (!has_change.get()).then(|| words::NOTHING_TO_REVIEW.to_owned())
                    })
                >
                    {bar::REVIEW}
                </Button>
            </div>
            <ConfirmDialog
                title=bar::DISCARD_ALL
                text=words::DISCARD_QUESTION
                confirm=bar::DISCARD
                danger=true
                open=asking
                on_confirm=move |()| {
                    workspace.discard();
                    editor.attempted.set(false);
                }
            />
        </footer>
    }
}

/// A node and what is done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ChangedNode {
    id: NodeId,
    words: String,
    ask: Ask,
}

/// The sum of all changes; opened, what is done with each node, and the way there.
#[component]
fn ChangedNodes(
    /// The sum in words.
    summary: Memo<String>,
) -> impl IntoView {
    let opened = use_opened();
    let editor = use_editor();
    let workspace = use_workspace();
    let details = NodeRef::<html::Details>::new();
    let changed = memo(move |_| {
        let Some(work) = opened.work.get() else { return Vec::new() };
        work.marks.with(|marks| {
            let new = marks.new.iter().map(|node| ChangedNode {
                id: node.id.clone(),
                words: nodes::NEW.to_owned(),
                ask: Ask::ShowDraft(node.key),
            });
            let changed = marks.changed.iter().map(|(id, mark)| ChangedNode {
                id: workspace.shown_id(id),
                words: mark_words(mark),
                ask: Ask::Show(id.clone()),
            });
            new.chain(changed).collect()
        })
    });
    let close = move |to_summary: bool| {
        if let Some(details) = details.get_untracked() {
            details.set_open(false);
        }
        if to_summary {
            page::focus(".status-bar-changed > summary");
        }
    };
    let row = move |node: ChangedNode| {
        let ChangedNode { id, words, ask } = node;
        let go = move |_| {
            close(false);
            opened.ask(ask.clone());
            editor.pane.set(Pane::Form);
            focus_heading();
        };
        view! {
            <li>
                <button type="button" class="changed-node" on:click=go>
                    <span class="mono">{if id.as_str().is_empty() { nodes::NO_ID.to_owned() } else { id.to_string() }}</span>
                    <span class="muted">{words}</span>
                </button>
            </li>
        }
        .into_any()
    };
    move || {
        if changed.with(Vec::is_empty) {
            return view! { <span class="status-bar-summary">{summary}</span> }.into_any();
        }
        view! {
            <details
                class="status-bar-changed"
                node_ref=details
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        close(true);
                    }
                }
            >
                <summary class="status-bar-summary">
                    {summary}
                    <Icon name=IconName::ChevronDown />
                </summary>
                <ul class="changed-nodes">{move || changed.get().into_iter().map(row).collect_view()}</ul>
            </details>
        }
        .into_any()
    }
}

/// What is done with a node of the base.
fn mark_words(mark: &Mark) -> String {
    if mark.removed {
        return nodes::REMOVED.to_owned();
    }
    let renamed = mark.renamed.is_some().then_some(nodes::RENAMED);
    let words = [mark.edited.then_some(nodes::EDITED), mark.moved.is_some().then_some(nodes::MOVED_TO), renamed];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
