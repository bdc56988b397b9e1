//! Opening a workflow by its id: the only way where the tenant offers no list.

use crate::navigator::use_navigator;
use crate::routes;
use crate::ui::{Button, Field, FieldMessage, TextInput, Tone};
use crate::words::home as words;
use leptos::prelude::*;

/// A field for the id, and a button.
#[component]
pub fn OpenById() -> impl IntoView {
    let id = RwSignal::new(String::new());
    let complaint = RwSignal::new(None::<&'static str>);
    let navigator = use_navigator();
    let messages = Signal::derive(move || {
        let text = complaint.get()?.to_owned();
        Some(FieldMessage { tone: Tone::Danger, text, action: None })
    });
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
            <Field label=words::OPEN_BY_ID messages=Signal::derive(move || messages.get().into_iter().collect())>
                <TextInput
                    value=id
                    mono=true
                    placeholder=words::ID_EXAMPLE
                    on_input=move |text| {
                        complaint.set(None);
                        id.set(text);
                    }
                />
            </Field>
            <Button submit=true on_press=|()| ()>{words::OPEN}</Button>
        </form>
    }
}
