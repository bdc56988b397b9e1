//! What stands beside the outline once there is a workspace: which nodes are looked for, and the menu of a
//! row's actions.

use super::node_actions::{NodeAction, act_on_row, actions_of};
use super::outline_state::{MenuAt, OutlineState, Which};
use crate::browser::page;
use crate::ui::{Menu, MenuItem};
use crate::words::nodes as words;
use leptos::prelude::*;

/// Which nodes are looked for.
pub fn filters(outline: OutlineState) -> AnyView {
    let one = move |which: Which, name: &'static str| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || if outline.which.get() == which { "true" } else { "false" }
                on:click=move |_| outline.which.update(|now| *now = if *now == which { Which::All } else { which })
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="outline-which" role="group" aria-label=words::FILTER>
            {one(Which::Email, words::ONLY_EMAIL)}
            {one(Which::Changed, words::ONLY_CHANGED)}
            {one(Which::Faulty, words::ONLY_FAULTY)}
        </div>
    }
    .into_any()
}

/// The open menu, if one is.
pub fn menu(outline: OutlineState) -> AnyView {
    let close = move |()| {
        outline.menu.set(None);
        page::focus(".outline-list, .graph-canvas");
    };
    let open = move |MenuAt { row, x, y }: MenuAt| {
        let item = |action: NodeAction| MenuItem {
            label: action.label().to_owned(),
            icon: action.icon(),
            keys: action.keys(),
            danger: action == NodeAction::Remove,
            run: Callback::new(move |()| act_on_row(outline, row, action)),
        };
        let items: Vec<MenuItem> = actions_of(outline, row).into_iter().map(item).collect();
        let name = untrack(|| outline.new_id_of(row)).to_string();
        view! { <Menu label=words::actions_of(&name) items=items x=x y=y on_close=close /> }
    };
    view! { {move || outline.menu.get().map(open)} }.into_any()
}
