//! The bar at the bottom: what is under way, and what can be done with it.

use super::state::{Pane, tab, use_editor};
use crate::browser::page;
use crate::components::{ConfirmDialog, use_announcer};
use crate::navigator::use_navigator;
use crate::reactive::memo;
use crate::routes;
use crate::ui::{Button, ButtonKind};
use crate::words::editor::{self as words, counted};
use crate::workspace::use_workspace;
use leptos::prelude::*;
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
        if has_change.get() { workspace.diff.with(|diff| diff.summary().to_string()) } else { "No changes".to_owned() }
    });
    let review = move |()| {
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
        announcer.say(format!(
            "{} to correct before the review",
            counted(workspace.blocking.get_untracked(), "error", "errors")
        ));
        request_animation_frame(|| {
            page::focus("#error-summary");
        });
    };
    let show_problems = move |_| {
        editor.tab.set(tab::PROBLEMS);
        editor.pane.set(Pane::Preview);
    };
    view! {
        <footer class="status-bar" aria-label="Changes">
            <div class="status-bar-words">
                <span class="status-bar-summary">{summary}</span>
                <button type="button" class="status-bar-counts link-button" on:click=show_problems>
                    <span class:tone-danger=move || errors.get() != 0>
                        {move || counted(errors.get(), "error", "errors")}
                    </span>
                    <span aria-hidden="true">" · "</span>
                    <span class:tone-warning=move || warnings.get() != 0>
                        {move || counted(warnings.get(), "warning", "warnings")}
                    </span>
                    {move || {
                        (has_change.get() && older.get() > 0)
                            .then(|| format!(" · {} from before", counted(older.get(), "error", "errors")))
                    }}
                </button>
            </div>
            <div class="status-bar-actions">
                <Button
                    kind=ButtonKind::Ghost
                    on_press=move |()| asking.set(true)
                    disabled_reason=Signal::derive(move || {
                        (!has_change.get()).then(|| words::NO_CHANGES.to_owned())
                    })
                >
                    "Discard"
                </Button>
                <Button
                    kind=ButtonKind::Primary
                    on_press=review
                    disabled_reason=Signal::derive(move || {
                        (!has_change.get()).then(|| words::NOTHING_TO_REVIEW.to_owned())
                    })
                >
                    "Review & deploy"
                </Button>
            </div>
            <ConfirmDialog
                title="Discard all changes?"
                text=words::DISCARD_QUESTION
                confirm="Discard"
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
