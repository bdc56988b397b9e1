//! Feature: editing the email nodes of one workflow.
//!
//! Outline on the left, form in the middle, previews on the right, the sum of it all at the bottom.
//! To look at a workflow needs no more than the workflow ([`Opened`](crate::workspace::Opened)): `quiet` and the
//! overview. All else is derived from the [`Workspace`](crate::workspace::Workspace) and comes with it, as [`Parts`].

mod address;
mod banners;
mod change_file;
mod flow;
mod form;
mod graph;
mod kept_work;
mod load_failure;
mod node_actions;
mod node_view;
mod nodes_head;
mod outline;
mod outline_keys;
mod outline_menu;
mod outline_row;
mod outline_state;
mod overview;
mod parts;
mod places;
mod preview;
mod quiet;
mod resolve;
mod rows;
mod samples;
mod state;
mod status_bar;
mod undoing;

pub use address::{ask_for_address, follow_address};
pub use load_failure::load_words;
pub use parts::{PARTS, Parts};
pub use samples::Contact;

use crate::browser::page;
use crate::components::{FailurePanel, PageHeading};
use crate::reactive::memo;
use crate::shortcuts::{Action, use_shortcuts};
use crate::ui::{Banner, Button, Skeleton, Tone};
use crate::words::editor as words;
use crate::workspace::{Load, use_opened};
use leptos::prelude::*;
use overview::Overview;
use state::{EditorState, Pane};

/// The editor of the workflow that is open.
#[component]
pub fn Editor(
    /// The parts that come with the workspace.
    #[prop(into)]
    parts: Signal<Option<&'static Parts>>,
    /// What else is to be told above the panes.
    #[prop(into)]
    notice: Signal<Option<fn() -> AnyView>>,
    /// Whether they could not be fetched.
    #[prop(into)]
    not_fetched: Signal<bool>,
    /// Fetches them again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    let opened = use_opened();
    let state = EditorState::provide();
    let shortcuts = use_shortcuts();
    shortcuts.on(Action::AddEmail, move || {
        overview::add_email(opened);
        state.pane.set(Pane::Form);
    });
    shortcuts.on(Action::Reload, move || opened.reload());
    shortcuts.on(Action::Filter, move || show_filter(state));
    let title = Signal::derive(move || {
        let name = opened.base.with(|base| base.document.name()).unwrap_or_default();
        if name.is_empty() { opened.id.get().to_string() } else { name }
    });
    view! {
        <PageHeading title=title hidden=true />
        {move || match opened.load.get() {
            Load::Loading => view! { <Loading /> }.into_any(),
            Load::Failed(failure) => {
                view! {
                    <div class="page">
                        <FailurePanel words=load_words(&failure, opened) on_action=move |()| opened.reload() />
                    </div>
                }
                    .into_any()
            }
            Load::Ready => {
                view! { <Panes state=state parts=parts notice=notice not_fetched=not_fetched on_retry=on_retry /> }.into_any()
            }
        }}
    }
}

/// The panes' outlines while the workflow is on its way.
#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="editor is-loading">
            <div class="pane pane-outline"><Skeleton label=words::LOADING_WORKFLOW lines=8 /></div>
            <div class="pane pane-form"><Skeleton label=words::LOADING_FORM lines=6 /></div>
            <div class="pane pane-preview"><Skeleton label=words::LOADING_PREVIEW lines=5 /></div>
        </div>
    }
}

#[component]
fn Panes(
    state: EditorState,
    parts: Signal<Option<&'static Parts>>,
    notice: Signal<Option<fn() -> AnyView>>,
    not_fetched: Signal<bool>,
    on_retry: Callback<()>,
) -> impl IntoView {
    let opened = use_opened();
    let pane = state.pane;
    let switch = [(Pane::Outline, words::OUTLINE), (Pane::Form, words::FORM), (Pane::Preview, words::PREVIEW)];
    // Where the window becomes narrow, the pane with the focus is the one that stays.
    let keep_shown = move |one: Pane| {
        if pane.get_untracked() != one {
            pane.set(one);
        }
    };
    let waiting = memo(move |_| opened.asked.with(Option::is_some));
    view! {
        <div class="editor" class:is-graph=state.graph data-pane=move || pane.get().name()>
            <div class="editor-banners">
                {move || notice.get().map(|notice| notice())}
                {move || parts.get().map(|parts| (parts.banners)())}
                {move || {
                    not_fetched
                        .get()
                        .then(|| {
                            let told = crate::words::not_fetched();
                            view! {
                                <Banner tone=Tone::Warning title=told.title>
                                    <p>{told.happened} " " {told.changed} " " {told.next}</p>
                                    <div class="banner-actions">
                                        <Button on_press=on_retry>{words::TRY_AGAIN}</Button>
                                    </div>
                                </Banner>
                            }
                        })
                }}
            </div>
            <div class="pane-switch segmented" role="group" aria-label=words::SHOW>
                {switch
                    .into_iter()
                    .map(|(one, name)| {
                        view! {
                            <button
                                type="button"
                                aria-pressed=move || if pane.get() == one { "true" } else { "false" }
                                on:click=move |_| pane.set(one)
                            >
                                {name}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <section class="pane pane-outline" aria-label=words::OUTLINE on:focusin=move |_| keep_shown(Pane::Outline)>
                {move || parts.get().map_or_else(|| quiet::nodes_pane(state), |parts| (parts.nodes)())}
            </section>
            <section class="pane pane-form" aria-label=words::FORM on:focusin=move |_| keep_shown(Pane::Form)>
                {move || match parts.get() {
                    Some(parts) => (parts.middle)(),
                    None if waiting.get() && !not_fetched.get() => {
                        view! { <div class="pane-empty"><Skeleton label=words::LOADING_FORM lines=6 /></div> }.into_any()
                    }
                    None => view! { <Overview /> }.into_any(),
                }}
            </section>
            <section class="pane pane-preview" aria-label=words::PREVIEW on:focusin=move |_| keep_shown(Pane::Preview)>
                {move || parts.get().map_or_else(|| quiet::preview(state), |parts| (parts.preview)())}
            </section>
            {move || parts.get().map_or_else(quiet::status_bar, |parts| (parts.status_bar)())}
        </div>
    }
}

/// Shows the outline, with the focus on its filter.
fn show_filter(editor: EditorState) {
    editor.graph.set(false);
    editor.pane.set(Pane::Outline);
    request_animation_frame(|| {
        let filter = format!("#{}", quiet::FILTER);
        page::focus(&filter);
        page::select_text(&filter);
    });
}
