//! The single-page app: a form for email nodes, with validation, preview, diff and deploy.
//!
//! `pages → features → components → ui`, `features → api → workflow`. `ui` and `browser` import
//! nothing of ours but `reactive`. Effects only touch the outside world; everything shown is derived.

pub mod activity;
pub mod api;
pub mod browser;
pub mod components;
pub mod editor;
pub mod home;
pub mod pages;
pub mod reactive;
pub mod review;
pub mod routes;
pub mod ui;
pub mod words;
pub mod workspace;

use browser::page;
use components::{Announcements, SessionGate, TopBar, provide_announcer, provide_current_workflow};
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;
use pages::{ActivityPage, EditorPage, HomePage, NotFoundPage, ReviewPage, WorkflowFrame};
use std::sync::Arc;
use workflow::wire::Session;

/// The app: what every page shares, and the route table.
#[component]
pub fn App() -> impl IntoView {
    provide_announcer();
    provide_current_workflow();
    let session = RwSignal::new(None::<Arc<Session>>);
    view! {
        <Router>
            <a
                class="skip-link"
                href="#main"
                on:click=|event| {
                    event.prevent_default();
                    page::focus("#main");
                }
            >
                "Skip to the content"
            </a>
            <TopBar session=session />
            <main id="main" class="main" tabindex="-1">
                <SessionGate on_ready=move |ready| session.set(Some(ready))>
                    <Routes fallback=NotFoundPage>
                        <Route path=path!("/") view=HomePage />
                        <ParentRoute path=path!("/workflows/:id") view=WorkflowFrame>
                            <Route path=path!("") view=EditorPage />
                            <Route path=path!("review") view=ReviewPage />
                        </ParentRoute>
                        <Route path=path!("/activity") view=ActivityPage />
                    </Routes>
                </SessionGate>
            </main>
            <Announcements />
        </Router>
    }
}
