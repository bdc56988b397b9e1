//! What is to be known about an email that is shown: what is missing in it, what it would fetch, where it leads.

use super::mail::Mail;
use super::rendering::Rendered;
use crate::components::use_announcer;
use crate::reactive::memo;
use crate::ui::{Icon, IconName};
use crate::words::preview as words;
use leptos::prelude::*;
use std::sync::Arc;

/// The placeholders that nothing fills, and those that are empty with this contact.
#[component]
pub(super) fn Missing(email: Signal<Option<Arc<Rendered>>>) -> impl IntoView {
    let names = move |pick: fn(&Rendered) -> &Vec<String>| {
        memo(move |_| email.with(|email| email.as_ref().map(|email| pick(email).join(", ")).unwrap_or_default()))
    };
    let lines = [(words::NOT_SET, names(|email| &email.missing)), (words::EMPTY, names(|email| &email.empty))];
    lines
        .into_iter()
        .map(|(what, names)| {
            move || {
                (!names.with(String::is_empty)).then(|| {
                    view! {
                        <p class="preview-missing tone-warning">
                            <Icon name=IconName::Warning />
                            <span>{what} " " <span class="mono">{names}</span></span>
                        </p>
                    }
                })
            }
        })
        .collect_view()
}

/// Remote pictures: not loaded until the administrator says so.
#[component]
pub(super) fn Pictures(
    mail: Memo<Arc<Mail>>,
    allowed: Memo<bool>,
    #[prop(into)] on_allow: Callback<bool>,
) -> impl IntoView {
    let announcer = use_announcer();
    let count = memo(move |_| mail.with(|mail| mail.remote.len()));
    move || {
        let count = count.get();
        if count == 0 {
            return ().into_any();
        }
        let (told, button, note) = if allowed.get() {
            (words::pictures_allowed(count), words::BLOCK_PICTURES, None)
        } else {
            (words::pictures_blocked(count), words::LOAD_PICTURES, Some(words::LOAD_PICTURES_NOTE))
        };
        view! {
            <p class="preview-pictures">
                <Icon name=IconName::Info />
                <span>{told}</span>
                <button
                    type="button"
                    class="link-button"
                    on:click=move |_| {
                        let allow = !allowed.get_untracked();
                        on_allow.run(allow);
                        announcer
                            .say(if allow { words::pictures_allowed(count) } else { words::pictures_blocked(count) });
                    }
                >
                    {button}
                </button>
                {note.map(|note| view! { <span class="muted">{note}</span> })}
            </p>
        }
        .into_any()
    }
}

/// Where links and forms would lead.
#[component]
pub(super) fn Ways(mail: Memo<Arc<Mail>>) -> impl IntoView {
    let ways = memo(move |_| mail.with(|mail| mail.ways.clone()));
    move || {
        let ways = ways.get();
        if ways.is_empty() {
            return ().into_any();
        }
        let or = |text: &str, otherwise: &str| if text.is_empty() { otherwise.to_owned() } else { text.to_owned() };
        view! {
            <details class="ways">
                <summary>{words::ways(ways.len())}</summary>
                <ol>
                    {ways
                        .iter()
                        .map(|way| {
                            view! {
                                <li>
                                    <span dir="auto">{or(&way.label, words::WAY_WITHOUT_WORDS)}</span>
                                    <span class="visually-hidden">" " {words::LEADS_TO} " "</span>
                                    <code class="way-address">{or(&way.address, words::WAY_NOWHERE)}</code>
                                </li>
                            }
                        })
                        .collect_view()}
                </ol>
            </details>
        }
        .into_any()
    }
}
