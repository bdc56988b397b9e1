//! The menu of a row's actions.

use super::node_actions::{NodeAction, act_on_row, actions_of};
use super::outline_state::{MenuAt, OutlineState};
use crate::browser::page;
use crate::ui::{Menu, MenuItem};
use crate::words::nodes as words;
use leptos::prelude::*;

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
