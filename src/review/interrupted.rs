//! A deploy that was interrupted before anybody has seen its outcome: the browser was closed, or the
//! connection stayed away.

use super::deploying::{Deploying, use_deploying};
use crate::reactive::memo;
use crate::routes;
use crate::ui::{Banner, Button, ButtonKind, Tone};
use crate::workspace::use_workspace;
use leptos::prelude::*;

/// Says so above the editor, and leads to the review.
#[component]
pub fn InterruptedNotice() -> impl IntoView {
    let workspace = use_workspace();
    let is_there = is_there(use_deploying());
    let review = move || workspace.id.with(|id| routes::review(id.as_str()));
    view! {
        <Show when=move || is_there.get()>
            <Banner tone=Tone::Warning title="A deploy of this workflow was interrupted">
                <p>"Its outcome was not known when this page was last open."</p>
                <div class="banner-actions">
                    <a class="button" href=review>"Find out"</a>
                </div>
            </Banner>
        </Show>
    }
}

/// Says so in the review, and finds out.
#[component]
pub(super) fn Interrupted(deploying: Deploying) -> impl IntoView {
    let is_there = is_there(deploying);
    view! {
        <Show when=move || is_there.get()>
            <section class="card interrupted" aria-labelledby="interrupted-title">
                <h2 id="interrupted-title" class="section-title">"Interrupted deploy"</h2>
                <p class="section-note">
                    "An earlier deploy of this workflow was interrupted before its outcome was known. Finding out reads the \
                     workflow and writes nothing. Should that deploy still be under way in another tab, it stops there."
                </p>
                <Button kind=ButtonKind::Primary on_press=move |()| deploying.find_out()>
                    "Find out"
                </Button>
            </section>
        </Show>
    }
}

fn is_there(deploying: Deploying) -> Memo<bool> {
    memo(move |_| deploying.interrupted.with(Option::is_some))
}
