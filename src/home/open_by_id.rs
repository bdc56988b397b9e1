//! Opening a workflow by its id: the only way where the tenant offers no list.

use crate::navigator::use_navigator;
use crate::routes;
use crate::ui::{Button, FieldMessage, PlainInput, Tone, message_view};
use crate::words::home as words;
use leptos::prelude::*;

/// The field.
const ID: &str = "open-by-id";
/// What is wrong with it.
const NOTES: &str = "open-by-id-notes";

/// A field for the id, and a button.
#[component]
pub fn OpenById() -> impl IntoView {
    let id = RwSignal::new(String::new());
    let complaint = RwSignal::new(None::<&'static str>);
    let navigator = use_navigator();
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let id = id.with_untracked(|id| id.trim().to_owned());
        if id.is_empty() {
            complaint.set(Some(words::ID_MISSING));
        } else if routes::is_addressable(&id) {
            navigator.go(&routes::workflow(&id));
        } else {
            complaint.set(Some(words::ID_IMPOSSIBLE));
        }
    };
    view! {
        <form class="open-by-id" on:submit=open>
            <div class="field" class:field-danger=move || complaint.get().is_some()>
                <label class="field-label" for=ID>{words::OPEN_BY_ID}</label>
                <PlainInput
                    attr:aria-describedby=NOTES
                    attr:aria-invalid=move || complaint.get().map(|_| "true")
                    id=ID
                    kind="text"
                    mono=true
                    value=id
                    placeholder=words::ID_EXAMPLE
                    on_input=move |()| complaint.set(None)
                />
                <div class="field-notes" id=NOTES>
                    {move || {
                        let message = |text: &str| FieldMessage { tone: Tone::Danger, text: text.to_owned(), action: None };
                        complaint.get().map(|text| message_view(message(text)))
                    }}
                </div>
            </div>
            <Button submit=true on_press=|()| ()>{words::OPEN}</Button>
        </form>
    }
}
