//! Buttons.

use super::{Icon, IconName, fresh_id};
use crate::reactive::memo;
use leptos::prelude::*;

/// How much a button matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    /// One of several things to do.
    #[default]
    Secondary,
    /// Something at hand, without a frame.
    Ghost,
    /// Takes something away.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button",
            Self::Ghost => "button button-ghost",
            Self::Danger => "button button-danger",
        }
    }
}

/// A button with words. While it cannot be pressed it stays in the tab order and says why.
#[component]
pub fn Button(
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// How much it matters.
    #[prop(optional)]
    kind: ButtonKind,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Whether its work is going on. It keeps its width, and cannot be pressed again.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// Why it cannot be pressed; `None` where it can.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    /// Whether it sends the form around it (then `on_press` is not called; listen to the form).
    #[prop(optional)]
    submit: bool,
    /// The keys that do the same, for `aria-keyshortcuts`.
    #[prop(optional)]
    shortcut: Option<&'static str>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let reason_id = fresh_id("reason");
    let described_by = reason_id.clone();
    let blocked = memo(move |_| loading.get() || disabled_reason.with(Option::is_some));
    view! {
        <span class="button-frame">
            <button
                type=if submit { "submit" } else { "button" }
                class=kind.class()
                class:is-loading=loading
                aria-disabled=move || blocked.get().then_some("true")
                aria-busy=move || loading.get().then_some("true")
                aria-describedby=move || disabled_reason.with(Option::is_some).then(|| described_by.clone())
                aria-keyshortcuts=shortcut
                on:click=move |event| {
                    if blocked.get_untracked() {
                        event.prevent_default();
                    } else if !submit {
                        on_press.run(());
                    }
                }
            >
                {icon.map(|name| view! { <Icon name=name /> })}
                <span class="button-words">{children()}</span>
            </button>
            {move || {
                let id = reason_id.clone();
                disabled_reason.get().map(|reason| view! { <span class="button-reason" id=id role="tooltip">{reason}</span> })
            }}
        </span>
    }
}

/// A button that is an icon. Its label is its name for everyone who does not see it, and its title.
#[component]
pub fn IconButton(
    /// Its name: what it does.
    #[prop(into)]
    label: Signal<String>,
    /// The icon.
    #[prop(into)]
    icon: Signal<IconName>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// Whether it cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For a switch: whether it is on.
    #[prop(optional, into)]
    pressed: Signal<Option<bool>>,
    /// The keys that do the same, for `aria-keyshortcuts`.
    #[prop(optional)]
    shortcut: Option<&'static str>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button button-ghost button-icon"
            aria-label=label
            title=label
            aria-disabled=move || disabled.get().then_some("true")
            aria-pressed=move || pressed.get().map(|on| if on { "true" } else { "false" })
            aria-keyshortcuts=shortcut
            on:click=move |_| {
                if !disabled.get_untracked() {
                    on_press.run(());
                }
            }
        >
            <Icon name=icon />
        </button>
    }
}
