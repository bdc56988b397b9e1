//! The single-page app: a form for email nodes, with validation, preview, diff and deploy.
//!
//! `pages → features → components → ui`, `features → api → workflow`. `ui` and `browser` import
//! nothing of ours but `reactive` and their words. Effects only touch the outside world; everything
//! shown is derived.

pub mod activity;
pub mod api;
pub mod browser;
pub mod chunk;
pub mod components;
pub mod crash;
pub mod editor;
#[cfg(debug_assertions)]
pub mod gallery;
pub mod home;
pub mod navigator;
pub mod pages;
pub mod palette;
pub mod people;
pub mod reactive;
pub mod review;
pub mod routes;
pub mod shortcuts;
pub mod ui;
pub mod words;
pub mod workspace;

use browser::page;
use components::{Announcements, SessionGate, TopBar, provide_announcer, provide_current_workflow, provide_theme};
use leptos::prelude::*;
use navigator::Navigator;
use pages::{
    ActivityPage, HomePage, NotFoundPage, SessionsPage, SignInPage, SignedInPage, WorkflowFrame, fetch_people,
};
use palette::{Palette, PaletteHost};
use people::{AccountMenu, SessionOver, SignedIn};
use reactive::memo;
use routes::{Route, WorkflowPage};
use shortcuts::{Action, Shortcuts};
use std::sync::Arc;
use workflow::document::WorkflowId;
use workflow::wire::Session;

/// What the pages below one address share.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Section {
    Home,
    Workflow(WorkflowId),
    Activity,
    #[cfg(debug_assertions)]
    Gallery,
    Sessions,
    SignIn,
    Unknown,
}

/// The app: what every page shares, and the pages.
#[component]
pub fn App() -> impl IntoView {
    provide_announcer();
    provide_current_workflow();
    provide_theme();
    let navigator = Navigator::provide();
    let route = navigator.route;
    let shortcuts = Shortcuts::provide();
    shortcuts.on(Action::Home, move || navigator.go(routes::HOME));
    shortcuts.on(Action::Activity, move || navigator.go(routes::ACTIVITY));
    Palette::provide();
    let session = RwSignal::new(None::<Arc<Session>>);
    // Going between the pages of one workflow leaves what they share standing.
    let section = memo(move |_| match route.get() {
        Route::Home => Section::Home,
        Route::Workflow(id, _) | Route::Node(id, _) => Section::Workflow(id),
        Route::Activity => Section::Activity,
        #[cfg(debug_assertions)]
        Route::Gallery => Section::Gallery,
        Route::Sessions => Section::Sessions,
        Route::SignIn => Section::SignIn,
        Route::Unknown => Section::Unknown,
    });
    let page = memo(move |_| match route.get() {
        Route::Workflow(_, page) => page,
        _ => WorkflowPage::Editor,
    });
    view! {
        <a
            class="skip-link"
            href="#main"
            on:click=|event| {
                event.prevent_default();
                page::focus("#main");
            }
        >
            {words::craft::SKIP}
        </a>
        <TopBar session=session account=|session| view! { <AccountMenu session=session /> }.into_any() />
        <SessionOver session=session.into() fetch=fetch_people />
        <main id="main" class="main" tabindex="-1">
            <SessionGate
                on_ready=move |ready| session.set(Some(ready))
                sign_in=|signed_in| {
                    provide_context(SignedIn(signed_in));
                    view! { <SignInPage /> }.into_any()
                }
            >
                {move || match section.get() {
                    Section::Home => view! { <HomePage /> }.into_any(),
                    Section::Workflow(id) => view! { <WorkflowFrame id=id page=page /> }.into_any(),
                    #[cfg(debug_assertions)]
                    Section::Gallery => view! { <gallery::GalleryPage /> }.into_any(),
                    Section::Activity => view! { <ActivityPage /> }.into_any(),
                    Section::Sessions => view! { <SessionsPage /> }.into_any(),
                    Section::SignIn => view! { <SignedInPage /> }.into_any(),
                    Section::Unknown => view! { <NotFoundPage /> }.into_any(),
                }}
            </SessionGate>
        </main>
        <PaletteHost />
        <Announcements />
    }
}
