//! Which page is shown, and going to another one.

use crate::browser::history;
use crate::reactive::memo;
use crate::routes::Route;
use leptos::prelude::*;

/// Knows the page, and goes to others. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Navigator {
    /// The page that is shown.
    pub route: Memo<Route>,
    path: RwSignal<String>,
}

/// The navigator of the app.
///
/// # Panics
/// Outside of the app, which provides it.
#[must_use]
pub fn use_navigator() -> Navigator {
    expect_context()
}

impl Navigator {
    /// Follows the address bar and the links of the page, and provides itself as context. Once in the
    /// life of the page.
    pub fn provide() -> Self {
        let path = RwSignal::new(history::path());
        let navigator = Self { route: memo(move |_| path.with(|path| Route::of(path))), path };
        history::on_move(move || path.set(history::path()));
        history::on_link(move |path| {
            // What is no page of the app is the server's: an export, say.
            let known = Route::of(path) != Route::Unknown;
            if known {
                navigator.go(path);
            }
            known
        });
        provide_context(navigator);
        navigator
    }

    /// Goes to a page of the app.
    pub fn go(self, path: &str) {
        if self.path.with_untracked(|current| current != path) && history::push(path) {
            self.path.set(path.to_owned());
            history::scroll_to_top();
        }
    }

    /// Goes to a page of the app; the way back does not lead here.
    pub fn go_instead(self, path: &str) {
        if history::replace(path) {
            self.path.set(path.to_owned());
        }
    }

    /// Notes an address of the page that is shown already: as a step of the browser's history, or instead of the
    /// last one.
    pub fn note(self, path: &str, as_step: bool) {
        let noted = self.path.with_untracked(|current| current != path)
            && if as_step { history::push(path) } else { history::replace(path) };
        if noted {
            self.path.set(path.to_owned());
        }
    }
}
