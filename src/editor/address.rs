//! The address of the node that is shown: a link opens it, back and forward go from node to node.

use crate::navigator::use_navigator;
use crate::reactive::{effect, memo};
use crate::routes::{self, Route, WorkflowPage};
use crate::workspace::{Ask, Load, Opened, Shown, Workspace};
use leptos::prelude::*;
use workflow::document::NodeId;

/// Shows the node that the address names, until [`follow_address`] takes over.
pub fn ask_for_address(opened: Opened) {
    let route = use_navigator().route;
    effect(move || {
        if let (Route::Node(_, node), true) = (route.get(), opened.work.with_untracked(Option::is_none)) {
            opened.ask(Ask::Show(node));
        }
    });
}

/// Keeps the address and what is shown in step, for the calling component. It reads of the workspace itself, at
/// once: what [`Work`](crate::workspace::Work) tells comes a turn later, when the address would be noted twice.
pub fn follow_address(opened: Opened, workspace: Workspace) {
    let navigator = use_navigator();
    let id = opened.id;
    let path_of = move |node: Option<&NodeId>| {
        id.with_untracked(|id| match node {
            Some(node) => routes::node(id.as_str(), node.as_str()),
            None => routes::workflow(id.as_str()),
        })
    };
    let now_shown = workspace.shown();
    // `None` until the workspace is there and has done what it was asked for.
    let shown = memo(move |_| {
        let is_done =
            opened.work.with(Option::is_some) && opened.load.get() == Load::Ready && opened.asked.with(Option::is_none);
        let node = match now_shown.get() {
            _ if !is_done => return None,
            Shown::Nothing => None,
            Shown::Node(node) => Some(node),
            Shown::New(key) => Some(workspace.draft(key)?.id.get()),
        };
        Some(node.filter(|node| routes::is_addressable(node.as_str())))
    });
    // Typing another id makes no step of the history.
    let draft = memo(move |_| match now_shown.get() {
        Shown::New(key) => Some(key),
        _ => None,
    });
    let asked = memo(move |_| match navigator.route.get() {
        Route::Node(_, node) => Some(Some(node)),
        Route::Workflow(_, WorkflowPage::Editor) => Some(None),
        _ => None,
    });
    // What the address names at the start has been asked for.
    let last = StoredValue::new((asked.get_untracked(), None::<Option<NodeId>>, None));
    effect(move || {
        let now = (asked.get(), shown.get(), draft.get());
        let before = last
            .try_update_value(|last| {
                let known = now.1.clone().or_else(|| last.1.clone());
                std::mem::replace(last, (now.0.clone(), known, now.2))
            })
            .unwrap_or_default();
        let (Some(asked), shown, draft) = now else { return };
        let moved = before.0.as_ref() != Some(&asked);
        match (asked, shown) {
            // The address was opened, or gone back to.
            (Some(node), None) if moved => opened.ask(Ask::Show(node)),
            (Some(node), Some(shown)) if moved && shown.as_ref() != Some(&node) => opened.ask(Ask::Show(node)),
            (None, Some(Some(_))) if moved && before.0.is_some() => opened.ask(Ask::ShowNothing),
            // Something else is shown.
            (asked, Some(shown)) if shown != asked => {
                let is_typed = draft.is_some() && draft == before.2;
                let is_step = before.1.is_some() && before.0.is_some() && !is_typed;
                navigator.note(&path_of(shown.as_ref()), is_step);
            }
            _ => {}
        }
    });
}
