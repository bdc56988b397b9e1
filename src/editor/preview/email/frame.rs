//! The email in a document of its own: served by the proxy, sandboxed, under its own policy.

use super::Colours;
use crate::api;
use crate::reactive::{memo, spawn_local};
use crate::ui::{Banner, Each, Tone};
use crate::words::preview as words;
use crate::words::{Doing, explain};
use crate::workspace::Pause;
use leptos::prelude::*;

/// How long typing must pause before the frame is drawn anew, in ms.
const FRAME_MS: u64 = 250;

/// What a frame shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// The email's HTML; nothing is shown where it is empty.
    pub(super) html: String,
    /// Whether its remote pictures may be loaded.
    pub(super) with_pictures: bool,
}

/// The body. The old one stays until the new one is drawn, so nothing flashes.
#[component]
pub(super) fn Frame(page: Memo<Page>, is_phone: Signal<bool>, colours: Signal<Colours>) -> impl IntoView {
    let shown = RwSignal::new(None::<String>);
    let coming = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None);
    let turn = StoredValue::new(0_u32);
    let pause = Pause::of_ms(FRAME_MS);
    let upload = move || {
        let Page { html, with_pictures } = page.get_untracked();
        let mine = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        spawn_local(async move {
            let answer = api::upload_preview(html, with_pictures).await;
            if mine.is_none() || turn.try_get_value() != mine {
                return;
            }
            match answer {
                Ok(url) => {
                    failure.set(None);
                    if shown.with_untracked(|shown| shown.as_ref() != Some(&url)) {
                        coming.set(Some(url));
                    } else {
                        coming.set(None);
                    }
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    Effect::new(move |before: Option<bool>| {
        let (is_empty, with_pictures) = page.with(|page| (page.html.is_empty(), page.with_pictures));
        match before {
            _ if is_empty => {
                pause.cancel();
                shown.set(None);
                coming.set(None);
            }
            // A press of a button is answered at once.
            Some(before) if before == with_pictures => pause.then(upload),
            _ => {
                pause.cancel();
                upload();
            }
        }
        with_pictures
    });
    view! {
        {move || {
            failure
                .get()
                .map(|failure| {
                    let told = explain(&failure, Doing::Preview);
                    view! {
                        <Banner tone=Tone::Warning title=told.title>
                            <p>{told.happened} " " {told.next}</p>
                            <button type="button" class="link-button" on:click=move |_| upload()>
                                {words::TRY_AGAIN}
                            </button>
                        </Banner>
                    }
                })
        }}
        <div
            class="mail-frame"
            class:is-phone=is_phone
            class:is-dark=move || colours.get() == Colours::Dark
            class:is-inverted=move || colours.get() == Colours::Inverted
            hidden=move || page.with(|page| page.html.is_empty())
        >
            <Each
                each=move || {
                    let (shown, coming) = (shown.get(), coming.get());
                    shown.into_iter().map(|url| (url, true)).chain(coming.into_iter().map(|url| (url, false)))
                }
                key=|(url, _)| url.clone()
                children=move |(url, was_shown)| {
                    let own = url.clone();
                    let is_shown = memo(move |_| was_shown || shown.with(|shown| shown.as_ref() == Some(&own)));
                    let loaded = url.clone();
                    view! {
                        <iframe
                            class="mail-document"
                            class:is-coming=move || !is_shown.get()
                            title=words::FRAME
                            sandbox=""
                            src=url
                            on:load=move |_| {
                                if coming.with_untracked(|coming| coming.as_ref() == Some(&loaded)) {
                                    shown.set(Some(loaded.clone()));
                                    coming.set(None);
                                }
                            }
                        ></iframe>
                    }
                }
            />
        </div>
    }
}
