//! One row of the list of problems.

use super::rows::{Fold, Row, Section};
use crate::components::with_code;
use crate::reactive::memo;
use crate::ui::{Badge, Icon, IconName, Tone};
use crate::words::preview as words;
use leptos::prelude::*;
use leptos::tachys::html::attribute::custom::custom_attribute;
use std::sync::Arc;
use workflow::validate::{Finding, Severity};

/// What the rows share.
#[derive(Clone, Copy)]
pub(super) struct RowContext {
    pub(super) findings: Memo<Arc<Vec<Finding>>>,
    /// The row that has the keyboard.
    pub(super) active: Memo<usize>,
    pub(super) on_active: Callback<usize>,
    pub(super) on_fold: Callback<(Fold, bool)>,
    pub(super) on_go: Callback<Finding>,
    pub(super) on_fix: Callback<Finding>,
}

/// The tone that goes with a severity.
pub(super) const fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Danger,
        Severity::Warning => Tone::Warning,
        Severity::Hint => Tone::Info,
    }
}

pub(super) fn row_id(at: usize) -> String {
    format!("problem-{at}")
}

/// Draws a row.
pub(super) fn row_view(at: usize, row: Row, context: RowContext) -> AnyView {
    match row {
        Row::Heading { fold, count, is_open } => heading_view(at, fold, count, is_open, context),
        Row::Finding(place) => {
            match context.findings.try_with_untracked(|findings| findings.get(place).cloned()).flatten() {
                Some(finding) => finding_view(at, finding, context),
                None => ().into_any(),
            }
        }
    }
}

fn heading_view(at: usize, fold: Fold, count: usize, is_open: bool, context: RowContext) -> AnyView {
    let tabindex = tabindex(at, context);
    let toggled = fold.clone();
    let (level, class, words) = match fold {
        Fold::Section(section) => {
            let name = match section {
                Section::Change => words::OF_CHANGE,
                Section::Elsewhere => words::NOT_OF_CHANGE,
                Section::Whole => words::OF_WORKFLOW,
            };
            let words = view! {
                <span>{name}</span>
                <Badge tone=Tone::Neutral>{count}</Badge>
            };
            ("1", "problem-section", words.into_any())
        }
        Fold::Group(_, severity, node) => {
            let tone = tone(severity);
            let name = match node {
                Some(node) => view! { <span class="mono">{node.to_string()}</span> }.into_any(),
                None => words::NO_NODE.into_any(),
            };
            let words = view! {
                <span class=format!("tone-{}", tone.name())>
                    <Icon name=tone.icon() />
                </span>
                <span class="problem-node">{name}</span>
                <span class="muted">{words::of_severity(severity, count)}</span>
            };
            ("2", "problem-group", words.into_any())
        }
    };
    view! {
        <div
            class=class
            role="row"
            id=row_id(at)
            tabindex=tabindex
            aria-rowindex=at + 1
            {..custom_attribute("aria-level", level)}
            aria-expanded=if is_open { "true" } else { "false" }
            on:focus=move |_| context.on_active.run(at)
            on:click=move |_| {
                context.on_active.run(at);
                context.on_fold.run((toggled.clone(), !is_open));
            }
        >
            <span class="problem-heading" role="gridcell">
                <span class="problem-chevron">
                    <Icon name=if is_open { IconName::ChevronDown } else { IconName::ChevronRight } />
                </span>
                {words}
            </span>
        </div>
    }
    .into_any()
}

fn finding_view(at: usize, finding: Finding, context: RowContext) -> AnyView {
    let tabindex = tabindex(at, context);
    // The buttons of the row that has the keyboard come next in the tab order, all others by the mouse.
    let button_index = tabindex;
    let (going, fixing) = (finding.clone(), finding.clone());
    let severity = words::severity(finding.severity);
    let fix = finding.fix.as_ref().map(|fix| {
        view! {
            <button
                type="button"
                class="link-button"
                tabindex=button_index
                on:click=move |_| {
                    context.on_active.run(at);
                    context.on_fix.run(fixing.clone());
                }
            >
                {with_code(&fix.label)}
            </button>
        }
    });
    view! {
        <div
            class="problem"
            role="row"
            id=row_id(at)
            tabindex=tabindex
            aria-rowindex=at + 1
            {..custom_attribute("aria-level", "3")}
            on:focus=move |_| context.on_active.run(at)
        >
            <span class="problem-words" role="gridcell">
                <span class="visually-hidden">{severity} ": "</span>
                {with_code(&finding.message)}
            </span>
            <span class="problem-actions" role="gridcell">
                <button
                    type="button"
                    class="link-button"
                    tabindex=button_index
                    on:click=move |_| context.on_go.run(going.clone())
                >
                    {words::go_to(finding.field)}
                </button>
                {fix}
                <span class="finding-code mono">{finding.code}</span>
            </span>
        </div>
    }
    .into_any()
}

/// One row is in the tab order: the one that has the keyboard.
fn tabindex(at: usize, context: RowContext) -> Memo<&'static str> {
    memo(move |_| if context.active.get() == at { "0" } else { "-1" })
}
