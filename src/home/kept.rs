//! Work that is kept in this browser and not finished: a few lines above the list of workflows.

use crate::components::{RelativeTime, use_session};
use crate::routes;
use crate::words::keeping as words;
use crate::workspace::kept_marks;
use leptos::prelude::*;

/// What is kept, newest first; nothing where nothing is.
#[component]
pub fn KeptWork() -> impl IntoView {
    let marks = use_session().with_untracked(|session| kept_marks::all(&session.org));
    if marks.is_empty() {
        return ().into_any();
    }
    let rows = marks
        .into_iter()
        .map(|mark| {
            let name = if mark.name.is_empty() { mark.workflow.clone() } else { mark.name };
            view! {
                <li>
                    <a class="row" href=routes::workflow(&mark.workflow)>
                        <span class="row-name">{name}</span>
                        <span class="row-id">{words::home_row(&mark.version, &mark.summary, mark.is_aside)}</span>
                        <span class="row-version"></span>
                        <span class="row-updated"><RelativeTime at=mark.saved_at /></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="picker-section kept-work" aria-labelledby="kept-title">
            <h2 class="section-title" id="kept-title">{words::HOME_TITLE}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}
