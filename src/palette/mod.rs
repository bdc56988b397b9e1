//! Going anywhere and doing anything from the keyboard: the command palette, and the sheet that lists all
//! shortcuts. What draws them is fetched when one of them is first opened.

mod fuzzy;
mod help;
mod items;
mod rank;
mod recent;
mod view;

use crate::chunk::with_style;
use crate::components::use_announcer;
use crate::reactive::{effect, spawn_local};
use crate::shortcuts::{Action, use_shortcuts};
use crate::ui::Tone;
use crate::words::craft::palette as words;
use crate::workspace::Opened;
use leptos::prelude::*;

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// The palette.
    Palette,
    /// The list of shortcuts.
    Help,
}

/// What is shown over the page, and what the palette knows of it. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Palette {
    /// What is shown.
    pub shown: RwSignal<Option<Sheet>>,
    /// The workflow whose nodes are offered.
    pub opened: RwSignal<Option<Opened>>,
}

/// The palette of the app.
///
/// # Panics
/// Outside of the app, which provides it.
#[must_use]
pub fn use_palette() -> Palette {
    expect_context()
}

impl Palette {
    /// Answers to its shortcuts, and provides itself as context. Once in the life of the page.
    pub fn provide() -> Self {
        let palette = Self { shown: RwSignal::new(None), opened: RwSignal::new(None) };
        let shortcuts = use_shortcuts();
        shortcuts.on(Action::Palette, move || palette.shown.set(Some(Sheet::Palette)));
        shortcuts.on(Action::Help, move || palette.shown.set(Some(Sheet::Help)));
        provide_context(palette);
        palette
    }

    /// Offers the nodes of a workflow for as long as the calling component lives.
    pub fn offer(self, opened: Opened) {
        self.opened.set(Some(opened));
        on_cleanup(move || {
            self.opened.try_set(None);
        });
    }
}

crate::chunk! {
    palette,
    fn sheets() -> fn(Palette) -> AnyView {
        |palette| view::sheets(palette)
    }
}

/// Where the palette and the help sheet appear. Once, at the end of the page.
#[component]
pub fn PaletteHost() -> impl IntoView {
    let palette = use_palette();
    let announcer = use_announcer();
    let draw = RwSignal::new(None::<fn(Palette) -> AnyView>);
    effect(move || {
        if palette.shown.get().is_none() || draw.with_untracked(Option::is_some) {
            return;
        }
        spawn_local(async move {
            match with_style(sheets()).await {
                Ok(fetched) => draw.set(Some(fetched)),
                Err(_) => {
                    palette.shown.set(None);
                    announcer.notify(Tone::Danger, words::NOT_FETCHED);
                }
            }
        });
    });
    move || draw.get().map(|draw| draw(palette))
}
