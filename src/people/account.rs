//! The menu in the bar at the top: who is signed in, in which role, and the way out.

use crate::api;
use crate::browser::history;
use crate::reactive::spawn_local;
use crate::routes;
use crate::ui::{Icon, IconName};
use crate::words::people as words;
use leptos::prelude::*;
use std::sync::Arc;
use workflow::wire::{Session, Way};

/// The id that ties the button to what it opens.
const ID: &str = "account";

/// A button with the operator's name that opens the menu. The browser itself opens and closes it.
#[component]
pub fn AccountMenu(
    /// Who is signed in.
    session: Arc<Session>,
) -> impl IntoView {
    let label = format!("{}: {}", words::ACCOUNT, session.operator);
    let leaves = matches!(session.way, Way::Link | Way::Password | Way::Oidc);
    let sign_out = move |_| {
        spawn_local(async {
            // Whatever the answer is: the page that is loaded next tells where one stands.
            let _ = api::sign_out().await;
            history::load(routes::HOME);
        });
    };
    view! {
        <button type="button" class="topbar-account" popovertarget=ID aria-label=label title=session.operator.clone()>
            <Icon name=IconName::Person />
            <span class="topbar-operator">{session.operator.clone()}</span>
        </button>
        <div id=ID class="account" popover="auto" role="group" aria-label=words::ACCOUNT>
            <p class="account-name">{session.operator.clone()}</p>
            <p class="account-about">{words::role(session.role)}</p>
            <p class="account-about">{words::way(session.way)}</p>
            {(session.way != Way::None)
                .then(|| {
                    view! {
                        <a class="account-item" href=routes::SESSIONS>
                            {words::SESSIONS}
                        </a>
                    }
                })}
            {leaves
                .then(|| {
                    view! {
                        <button type="button" class="account-item" on:click=sign_out>
                            {words::SIGN_OUT}
                        </button>
                    }
                })}
        </div>
    }
}
