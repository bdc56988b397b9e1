//! What must be known before anything else: work that was brought back, work that is not kept, a
//! newer version that could not be loaded.

use super::load_failure::load_words;
use crate::browser::clock;
use crate::browser::locale::relative;
use crate::ui::{Banner, Button, ButtonKind, Tone};
use crate::words::editor as words;
use crate::workspace::use_workspace;
use leptos::prelude::*;

/// The banners above the panes. They keep no room where there is nothing to say.
#[component]
pub fn Banners() -> impl IntoView {
    let workspace = use_workspace();
    let opened = workspace.opened;
    view! {
            {move || {
                workspace
                    .restored
                    .get()
                    .map(|restored| {
                        let when = relative(restored.saved_at, clock::now_unix_ms());
                        let tone = if restored.clashes.is_empty() { Tone::Info } else { Tone::Warning };
                        view! {
                            <Banner tone=tone>
                                <p>{words::restored(&restored, &when)}</p>
                                <div class="banner-actions">
                                    <Button on_press=move |()| workspace.restored.set(None)>"Keep them"</Button>
                                    <Button kind=ButtonKind::Ghost on_press=move |()| workspace.discard()>
                                        "Discard them"
                                    </Button>
                                </div>
                            </Banner>
                        }
                    })
            }}
            {move || {
                workspace
                    .not_kept
                    .get()
                    .then(|| view! { <Banner tone=Tone::Warning>{words::NOT_KEPT}</Banner> })
            }}
            {move || {
                opened
                    .reload_failure
                    .get()
                    .map(|failure| {
                        let told = load_words(&failure, opened);
                        view! {
                            <Banner tone=Tone::Warning title=told.title>
                                <p>{told.happened} " The version that was here is still shown. " {told.next}</p>
                                <div class="banner-actions">
                                    <Button on_press=move |()| opened.reload()>"Try again"</Button>
                                    <Button
                                        kind=ButtonKind::Ghost
                                        on_press=move |()| opened.reload_failure.set(None)
                                    >
                                        "Close"
                                    </Button>
                                </div>
                            </Banner>
                        }
                    })
            }}
    }
}
