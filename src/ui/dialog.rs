//! A modal dialog: the browser's own `<dialog>`, which keeps the focus inside and gives it back.

use super::{IconButton, IconName, fresh_id};
use crate::reactive::effect;
use crate::words::craft::parts as words;
use leptos::html;
use leptos::prelude::*;

/// A dialog over the page. Escape, the cross and a press beside it close it.
#[component]
pub fn Dialog(
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is open. Set to `false` when the administrator closes it.
    open: RwSignal<bool>,
    /// Whether it takes most of the screen.
    #[prop(optional)]
    wide: bool,
    /// What it shows, with its buttons last in an element of the class `dialog-actions`.
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let title_id = fresh_id("dialog");
    let labelled_by = title_id.clone();
    keep_modal(element, open.into());
    view! {
        <dialog
            class="dialog"
            class:dialog-wide=wide
            node_ref=element
            aria-labelledby=labelled_by
            on:close=move |_| open.set(false)
            on:click=move |event| {
                let beside = event.target().zip(element.get_untracked()).is_some_and(|(target, dialog)| target == ****dialog);
                if beside {
                    open.set(false);
                }
            }
        >
            {move || {
                let id = title_id.clone();
                let children = children.clone();
                open.get()
                    .then(|| {
                        view! {
                            <div class="dialog-body">
                                <header class="dialog-head">
                                    <h2 class="dialog-title" id=id>{title}</h2>
                                    <IconButton label=words::CLOSE icon=IconName::Close on_press=move |()| open.set(false) />
                                </header>
                                {children()}
                            </div>
                        }
                    })
            }}
        </dialog>
    }
}

/// Opens and closes a `<dialog>` over the page as `open` says.
pub fn keep_modal(element: NodeRef<html::Dialog>, open: Signal<bool>) {
    effect(move || {
        let open = open.get();
        let Some(dialog) = element.get() else { return };
        if open && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
}
