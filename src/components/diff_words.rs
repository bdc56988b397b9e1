//! A difference in sentences.

use crate::ui::{Icon, IconName};
use crate::words::preview as words;
use leptos::prelude::*;
use workflow::diff::{Diff, DiffEntry};

/// A sentence for each thing that differs. What every save changes anyway comes last and muted.
#[component]
pub fn DiffWords(
    /// The difference.
    #[prop(into)]
    diff: Signal<Diff>,
) -> impl IntoView {
    move || {
        diff.with(|diff| {
            if diff.entries.is_empty() {
                return view! { <p class="empty-note">{words::NO_CHANGES}</p> }.into_any();
            }
            let rows = diff
                .entries
                .iter()
                .flat_map(|entry| entry.sentences().into_iter().map(move |sentence| (entry, sentence)))
                .map(|(entry, sentence)| {
                    let (icon, class, words) = sentence_view(entry, &sentence);
                    view! {
                        <li class=class>
                            <Icon name=icon />
                            <span>{words}</span>
                        </li>
                    }
                })
                .collect_view();
            view! { <ul class="diff-words">{rows}</ul> }.into_any()
        })
    }
}

/// A sentence about a difference: its icon, the class of its row, its words.
pub fn sentence_view(entry: &DiffEntry, sentence: &str) -> (IconName, &'static str, AnyView) {
    let (icon, class) = sign(entry);
    (icon, class, with_code(sentence).into_any())
}

fn sign(entry: &DiffEntry) -> (IconName, &'static str) {
    match entry {
        DiffEntry::NodeAdded { .. } | DiffEntry::TransitionAdded { .. } => (IconName::Add, "diff-word diff-word-added"),
        DiffEntry::NodeRemoved { .. } | DiffEntry::TransitionRemoved { .. } => {
            (IconName::Trash, "diff-word diff-word-removed")
        }
        DiffEntry::NodeChanged { .. } | DiffEntry::TransitionChanged { .. } => (IconName::Edit, "diff-word"),
        DiffEntry::NodeMoved { .. } | DiffEntry::TransitionMoved { .. } => (IconName::ArrowRight, "diff-word"),
        DiffEntry::DocumentChanged { noise: true, .. } => (IconName::Clock, "diff-word diff-word-noise"),
        DiffEntry::DocumentChanged { noise: false, .. } => (IconName::Edit, "diff-word"),
    }
}

/// Shows what stands between backticks as code.
#[must_use]
pub fn with_code(sentence: &str) -> impl IntoView + use<> {
    sentence
        .split('`')
        .enumerate()
        .map(|(at, part)| {
            if at % 2 == 1 {
                view! { <code class="code-inline">{part.to_owned()}</code> }.into_any()
            } else {
                part.to_owned().into_any()
            }
        })
        .collect_view()
}
