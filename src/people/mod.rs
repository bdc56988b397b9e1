//! Feature: who is signed in. The bar's menu and the notice that the session is over are loaded with the
//! page; signing in and the list of sessions are a chunk of their own, reached through [`PEOPLE`].

mod account;
mod again;
mod sessions;
mod sign_in;

pub use account::AccountMenu;
pub use again::{FetchPeople, SessionOver};

use leptos::prelude::*;

/// What is fetched when it is needed.
pub struct People {
    /// Asks to sign in, and does what [`SignedIn`] says when somebody has.
    pub sign_in: fn() -> AnyView,
    /// The same in a dialog over the page, open as the signal says.
    pub sign_in_dialog: fn(RwSignal<bool>, Callback<()>) -> AnyView,
    /// The list of sessions.
    pub sessions: fn() -> AnyView,
}

/// What to do once somebody is signed in; provided by whoever shows the page for it.
#[derive(Clone, Copy)]
pub struct SignedIn(pub Callback<()>);

/// What only the chunk names.
pub static PEOPLE: People =
    People { sign_in: sign_in::page, sign_in_dialog: sign_in::dialog, sessions: sessions::page };
