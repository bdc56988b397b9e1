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

/// What to do once somebody is signed in; provided by whoever shows the [`SignInPage`].
#[derive(Clone, Copy)]
pub struct SignedIn(pub Callback<()>);

/// In the place of all pages while nobody is signed in.
#[component]
pub fn SignInPage() -> impl IntoView {
    fn page() -> AnyView {
        let SignedIn(done) = expect_context();
        (PEOPLE.sign_in)(done)
    }
    view! { <Fetched fetch=|| Box::pin(async { fetch_people().await.map(|_| page as fn() -> AnyView) }) /> }
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
