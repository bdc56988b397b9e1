//! What the app must know before it starts, and waiting for it.

use super::{FailurePanel, Load, PageHeading, use_loader};
use crate::api;
use crate::browser::history;
use crate::ui::Skeleton;
use crate::words::craft::parts as words;
use crate::words::{Doing, explain};
use leptos::prelude::*;
use std::sync::Arc;
use workflow::wire::Session;

/// The session.
///
/// # Panics
/// Outside of [`SessionGate`], which provides it.
#[must_use]
pub fn use_session() -> Signal<Arc<Session>> {
    expect_context()
}

/// Shows what is inside once the session is here; until then, why not.
#[component]
pub fn SessionGate(
    /// Told of the session once it is here.
    #[prop(into)]
    on_ready: Callback<Arc<Session>>,
    /// Shown where nobody is signed in; to be told when somebody is.
    sign_in: fn(Callback<()>) -> AnyView,
    /// What needs it.
    children: ChildrenFn,
) -> impl IntoView {
    let loader = use_loader(api::session);
    let children = StoredValue::new(children);
    move || match loader.state.get() {
        Load::Loading => view! {
            <div class="page">
                <Skeleton label=words::STARTING lines=4 />
            </div>
        }
        .into_any(),
        // The page begins anew, because what it asked for ahead was answered for nobody.
        Load::Failed(failure) if failure.needs_sign_in() => sign_in(Callback::new(|()| history::reload())),
        Load::Failed(failure) => view! {
            <div class="page">
                <PageHeading title=words::NOT_STARTED hidden=true />
                <FailurePanel words=explain(&failure, Doing::Start) on_action=move |()| loader.reload() />
            </div>
        }
        .into_any(),
        Load::Ready(session) => {
            on_ready.run(Arc::clone(&session));
            provide_context(Signal::stored(session));
            children.with_value(|children| children()).into_any()
        }
    }
}
