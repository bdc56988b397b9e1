//! What is fetched for signing in and for the list of sessions.

use crate::chunk::{NotFetched, with_style};
use crate::components::Fetched;
use crate::navigator::use_navigator;
use crate::people::{PEOPLE, People};
use crate::routes;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;

crate::chunk! {
    people,
    fn people() -> &'static People {
        &PEOPLE
    }
}

/// Fetches what signs in.
pub fn fetch_people() -> Pin<Box<dyn Future<Output = Result<&'static People, NotFetched>>>> {
    Box::pin(with_style(people()))
}

/// In the place of all pages while nobody is signed in. [`SignedIn`](crate::people::SignedIn) is to be provided.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <Fetched fetch=|| Box::pin(async { fetch_people().await.map(|people| people.sign_in) }) /> }
}

/// `/sessions`: who is signed in where.
#[component]
pub fn SessionsPage() -> impl IntoView {
    view! { <Fetched fetch=|| Box::pin(async { fetch_people().await.map(|people| people.sessions) }) /> }
}

/// `/sign-in` for somebody who is signed in: there is nothing to do here.
#[component]
pub fn SignedInPage() -> impl IntoView {
    use_navigator().go_instead(routes::HOME);
}
