//! Copying a text.

use crate::browser::{clipboard, timer};
use crate::reactive::spawn_local;
use crate::ui::{IconButton, IconName};
use crate::words::craft::parts as words;
use leptos::prelude::*;

/// How long the button shows that it worked, in ms.
const SHOWN_MS: u64 = 1_500;

/// A button that copies a text, and says whether that worked.
#[component]
pub fn CopyButton(
    /// What is copied, for its name: "the receipt".
    #[prop(into)]
    what: String,
    /// Makes the text when it is asked for.
    #[prop(into)]
    text: Callback<(), String>,
) -> impl IntoView {
    let announcer = super::use_announcer();
    let copied = RwSignal::new(false);
    let name = what.clone();
    let copy = move |()| {
        let (text, name) = (text.run(()), name.clone());
        spawn_local(async move {
            if clipboard::copy(&text).await {
                announcer.say(words::copied(&name));
                copied.set(true);
                timer::sleep(SHOWN_MS).await;
                // The button may be gone by now.
                let _ = copied.try_set(false);
            } else {
                announcer.notify(crate::ui::Tone::Warning, words::NOT_COPIED);
            }
        });
    };
    view! {
        <IconButton
            label=words::copy(&what)
            icon=Signal::derive(move || if copied.get() { IconName::Check } else { IconName::Copy })
            on_press=copy
        />
    }
}
