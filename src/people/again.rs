//! The notice that the session is over, in the middle of the work: signing in again loses nothing.

use super::People;
use crate::api;
use crate::browser::history;
use crate::chunk::NotFetched;
use crate::components::{FailurePanel, use_announcer};
use crate::reactive::spawn_local;
use crate::words::{not_fetched, people as words};
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use workflow::wire::Session;

/// Fetches what signs in.
pub type FetchPeople = fn() -> Pin<Box<dyn Future<Output = Result<&'static People, NotFetched>>>>;

/// Watches for answers that say that nobody is signed in any more, says so above the page, and signs in
/// again over it.
#[component]
pub fn SessionOver(
    /// Who was signed in; nobody before the first page.
    session: Signal<Option<Arc<Session>>>,
    /// Fetches what signs in.
    fetch: FetchPeople,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let people = RwSignal::new(None::<Result<&'static People, NotFetched>>);
    let open = RwSignal::new(false);
    api::on_signed_out(move || {
        if session.with_untracked(Option::is_some) {
            over.set(true);
        }
    });
    let ask = move || {
        open.set(true);
        if !matches!(people.get_untracked(), Some(Ok(_))) {
            spawn_local(async move { people.set(Some(fetch().await)) });
        }
    };
    let announcer = use_announcer();
    let done = Callback::new(move |()| {
        open.set(false);
        over.set(false);
        announcer.say(words::SIGNED_IN_AGAIN);
        spawn_local(async move {
            // Somebody else may have signed in, or the role may have changed: then the page begins anew.
            let before = session.get_untracked();
            let now = api::session().await.ok();
            let same =
                before.zip(now).is_some_and(|(before, now)| before.operator == now.operator && before.role == now.role);
            if !same {
                history::reload();
            }
        });
    });
    move || {
        over.get().then(|| {
            view! {
                <div class="session-over" role="alert">
                    <p>{words::OVER}</p>
                    <button type="button" class="button" on:click=move |_| ask()>
                        {words::SIGN_IN_AGAIN}
                    </button>
                </div>
                {move || match people.get() {
                    Some(Ok(people)) => (people.sign_in_dialog)(open, done),
                    Some(Err(NotFetched)) => {
                        view! { <FailurePanel words=not_fetched() on_action=move |()| ask() /> }.into_any()
                    }
                    None => ().into_any(),
                }}
            }
        })
    }
}
