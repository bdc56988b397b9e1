//! A page whose code is fetched when it is first shown.

use super::{FailurePanel, PageHeading};
use crate::chunk::NotFetched;
use crate::reactive::spawn_local;
use crate::ui::Skeleton;
use crate::words::craft::parts as words;
use crate::words::not_fetched;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;

/// Fetches what draws the page.
pub type FetchPage = fn() -> Pin<Box<dyn Future<Output = Result<fn() -> AnyView, NotFetched>>>>;

/// Draws the page once its code is here; until then, that it is on its way, or why it is not coming.
#[component]
pub fn Fetched(
    /// Fetches what draws the page.
    fetch: FetchPage,
) -> impl IntoView {
    let state = RwSignal::new(None::<Result<fn() -> AnyView, NotFetched>>);
    let start = move || {
        state.set(None);
        spawn_local(async move {
            let page = fetch().await;
            state.try_set(Some(page));
        });
    };
    start();
    move || match state.get() {
        None => view! { <div class="page"><Skeleton label=words::LOADING_PAGE lines=6 /></div> }.into_any(),
        Some(Ok(page)) => page(),
        Some(Err(NotFetched)) => view! {
            <div class="page">
                <PageHeading title=words::NOT_LOADED hidden=true />
                <FailurePanel words=not_fetched() on_action=move |()| start() />
            </div>
        }
        .into_any(),
    }
}
