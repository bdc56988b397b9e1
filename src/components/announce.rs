//! Telling what happened: a live region for screen readers, and a short notice for everyone.
//!
//! Notices are for what would otherwise be invisible ("Copied"). What went wrong stands where it
//! went wrong, not here.

use crate::browser::timer;
use crate::reactive::spawn_local;
use crate::ui::{Icon, IconButton, IconName, Tone};
use crate::words::craft::parts as words;
use leptos::prelude::*;

/// How long a notice stays, in ms.
const SHOWN_MS: u64 = 5_000;

#[derive(Clone, Debug)]
struct Notice {
    tone: Tone,
    text: String,
    number: u32,
}

/// Says things. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Announcer {
    spoken: RwSignal<String>,
    notice: RwSignal<Option<Notice>>,
}

impl Announcer {
    /// Says something to screen readers, politely.
    pub fn say(self, text: impl Into<String>) {
        let mut text = text.into();
        // A text that is already there would not be read again.
        if self.spoken.with_untracked(|spoken| *spoken == text) {
            text.push('\u{a0}');
        }
        self.spoken.set(text);
    }

    /// Shows a short notice for a few seconds, and says it.
    pub fn notify(self, tone: Tone, text: impl Into<String>) {
        let text = text.into();
        self.say(text.clone());
        let number = self.notice.with_untracked(|notice| notice.as_ref().map_or(0, |notice| notice.number)) + 1;
        self.notice.set(Some(Notice { tone, text, number }));
        spawn_local(async move {
            timer::sleep(SHOWN_MS).await;
            self.notice.update(|notice| {
                if notice.as_ref().is_some_and(|notice| notice.number == number) {
                    *notice = None;
                }
            });
        });
    }
}

/// Makes the announcer available to everything below.
pub fn provide_announcer() -> Announcer {
    let announcer = Announcer { spoken: RwSignal::default(), notice: RwSignal::new(None) };
    provide_context(announcer);
    announcer
}

/// The app's announcer. Get it while a component is built; use it any time.
///
/// # Panics
/// Outside of the app, which provides it.
#[must_use]
pub fn use_announcer() -> Announcer {
    expect_context()
}

/// Where announcements appear. Once, at the end of the page.
#[component]
pub fn Announcements() -> impl IntoView {
    let announcer = use_announcer();
    view! {
        <div class="visually-hidden" role="status" aria-live="polite">
            {announcer.spoken}
        </div>
        {move || {
            announcer
                .notice
                .get()
                .map(|notice| {
                    view! {
                        <div class=format!("toast tone-{}", notice.tone.name())>
                            <Icon name=notice.tone.icon() />
                            <span>{notice.text}</span>
                            <IconButton
                                label=words::CLOSE_NOTICE
                                icon=IconName::Close
                                on_press=move |()| announcer.notice.set(None)
                            />
                        </div>
                    }
                })
        }}
    }
}
