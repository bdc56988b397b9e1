//! A deploy that was interrupted before anybody has seen its outcome: the browser was closed, or the
//! connection stayed away.

use super::deploying::{Deploying, use_deploying};
use crate::reactive::memo;
use crate::routes;
use crate::ui::{Banner, Button, ButtonKind, Tone};
use crate::words::review as words;
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
            <Banner tone=Tone::Warning title=words::WAS_INTERRUPTED>
                <p>{words::OUTCOME_NOT_KNOWN}</p>
                <div class="banner-actions">
                    <a class="button" href=review>{words::FIND_OUT}</a>
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
                <h2 id="interrupted-title" class="section-title">{words::INTERRUPTED}</h2>
                <p class="section-note">
                    {words::INTERRUPTED_NOTE}
                </p>
                <Button kind=ButtonKind::Primary on_press=move |()| deploying.find_out()>
                    {words::FIND_OUT}
                </Button>
            </section>
        </Show>
    }
}

fn is_there(deploying: Deploying) -> Memo<bool> {
    memo(move |_| deploying.interrupted.with(Option::is_some))
}
