//! The bar at the top of every page.

use super::{StatusDot, ThemeSwitch, use_current_workflow};
use crate::browser::network;
use crate::navigator::use_navigator;
use crate::routes::{self, Route};
use crate::shortcuts::{self, Action, use_shortcuts};
use crate::ui::{Icon, IconName, Kbd};
use crate::words::craft::{self, keys, top_bar as words};
use leptos::prelude::*;
use std::sync::Arc;
use workflow::wire::Session;

/// Product name, open workflow, DEMO sign, activity, theme; and a notice while there is no network.
#[component]
pub fn TopBar(
    /// The session, once it is here.
    #[prop(into)]
    session: Signal<Option<Arc<Session>>>,
    /// Draws the menu of whoever is signed in.
    account: fn(Arc<Session>) -> AnyView,
) -> impl IntoView {
    let current = use_current_workflow();
    let route = use_navigator().route;
    let answers = use_shortcuts();
    let online = network::watch_online();
    view! {
        <header class="topbar">
            <a class="topbar-home" href=routes::HOME aria-current=move || (route.get() == Route::Home).then_some("page")>
                <Icon name=IconName::Mail />
                <span class="topbar-product">{craft::PRODUCT}</span>
                <span class="visually-hidden">{words::HOME}</span>
            </a>
            <div class="topbar-current">
                {move || {
                    current
                        .get()
                        .map(|current| {
                            let name = if current.name.is_empty() { current.id.clone() } else { current.name };
                            let version = (!current.version.is_empty())
                                .then(|| view! { <span class="topbar-version">"v" {current.version}</span> });
                            view! {
                                <span class="topbar-slash" aria-hidden="true">"/"</span>
                                <a class="topbar-workflow" href=routes::workflow(&current.id) title=current.id.clone()>
                                    {name}
                                </a>
                                {version}
                                <StatusDot status=current.status words=current.words />
                            }
                        })
                }}
            </div>
            <nav class="topbar-side" aria-label=words::MAIN>
                {move || {
                    session
                        .get()
                        .map(|session| {
                            if session.demo {
                                view! {
                                    <span class="demo-badge" title=words::DEMO_MEANS>
                                        {words::DEMO}
                                    </span>
                                }
                                    .into_any()
                            } else {
                                view! { <span class="topbar-org" title=words::ORGANISATION>{session.org.clone()}</span> }.into_any()
                            }
                        })
                }}
                <a
                    class="topbar-link"
                    href=routes::ACTIVITY
                    aria-current=move || (route.get() == Route::Activity).then_some("page")
                >
                    <Icon name=IconName::Clock />
                    <span class="topbar-link-words">{words::ACTIVITY}</span>
                </a>
                <button
                    type="button"
                    class="topbar-search"
                    aria-label=keys::PALETTE
                    title=keys::PALETTE
                    aria-haspopup="dialog"
                    aria-keyshortcuts=shortcuts::for_aria(Action::Palette)
                    on:click=move |_| {
                        answers.run(Action::Palette);
                    }
                >
                    <Icon name=IconName::Search />
                    {shortcuts::row(Action::Palette)
                        .and_then(|row| row.keys.first())
                        .map(|keys| view! { <Kbd>{keys.printed().join(" ")}</Kbd> })}
                </button>
                <ThemeSwitch />
                {move || session.get().map(account)}
            </nav>
        </header>
        <div class="offline" role="status">
            {move || {
                (!online.get())
                    .then(|| view! { <p>{words::OFFLINE}</p> })
            }}
        </div>
    }
}
