//! Feature: editing the email nodes of one workflow.
//!
//! Outline on the left, form in the middle, previews on the right, the sum of it all at the bottom.
//! The outline and the overview need no more than the workflow ([`Opened`](crate::workspace::Opened)).
//! All else is derived from the [`Workspace`](crate::workspace::Workspace) and comes with it, as [`Parts`].

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
mod outline;
mod outline_keys;
mod outline_menu;
mod outline_row;
mod outline_state;
mod overview;
mod parts;
mod places;
mod preview;
mod resolve;
mod rows;
mod samples;
mod state;
mod status_bar;
mod undoing;

pub use address::follow_address;
pub use load_failure::load_words;
pub use parts::{PARTS, Parts};
pub use samples::Contact;

use crate::components::{FailurePanel, PageHeading};
use crate::reactive::memo;
use crate::shortcuts::{Action, use_shortcuts};
use crate::ui::{Banner, Button, Skeleton, Tone};
use crate::words::editor as words;
use crate::workspace::{Load, use_opened};
use leptos::prelude::*;
use outline::NodesPane;
use overview::Overview;
use state::{EditorState, Pane, TABS};

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
    use_shortcuts().on(Action::AddEmail, move || {
        overview::add_email(opened);
        state.pane.set(Pane::Form);
    });
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
            <div class="pane pane-outline"><Skeleton label="Loading the workflow" lines=8 /></div>
            <div class="pane pane-form"><Skeleton label="Loading the form" lines=6 /></div>
            <div class="pane pane-preview"><Skeleton label="Loading the preview" lines=5 /></div>
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
    let switch = [(Pane::Outline, "Outline"), (Pane::Form, "Form"), (Pane::Preview, "Preview")];
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
                                        <Button on_press=on_retry>"Try again"</Button>
                                    </div>
                                </Banner>
                            }
                        })
                }}
            </div>
            <div class="pane-switch segmented" role="group" aria-label="Show">
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
            <section class="pane pane-outline" aria-label="Outline">
                <NodesPane parts=parts />
            </section>
            <section class="pane pane-form" aria-label="Form">
                {move || match parts.get() {
                    Some(parts) => (parts.middle)(),
                    None if waiting.get() && !not_fetched.get() => {
                        view! { <div class="pane-empty"><Skeleton label="Loading the form" lines=6 /></div> }.into_any()
                    }
                    None => view! { <Overview /> }.into_any(),
                }}
            </section>
            <section class="pane pane-preview" aria-label="Preview">
                {move || parts.get().map_or_else(|| quiet_preview(state), |parts| (parts.preview)())}
            </section>
            {move || parts.get().map_or_else(quiet_status_bar, |parts| (parts.status_bar)())}
        </div>
    }
}

/// The right side as it looks while nothing is chosen. Choosing a tab brings what it shows.
fn quiet_preview(state: EditorState) -> AnyView {
    let opened = use_opened();
    let tab = move |(key, label): (&'static str, &'static str)| {
        view! {
            <button
                type="button"
                class="tab"
                id=format!("preview-tab-{key}")
                on:click=move |_| {
                    state.tab.set(key);
                    opened.want();
                }
                aria-pressed=move || if state.tab.get() == key { "true" } else { "false" }
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="preview">
            <div class="tabs" role="group" aria-label="Preview">{TABS.map(tab).collect_view()}</div>
            <div class="tab-panel">
                <div class="quiet-preview"><p class="preview-empty muted">{words::PREVIEW_NO_EMAIL}</p></div>
            </div>
        </div>
    }
    .into_any()
}

/// The bar at the bottom as it looks while nothing is changed.
fn quiet_status_bar() -> AnyView {
    view! {
        <footer class="status-bar" aria-label="Changes">
            <div class="status-bar-words"><span class="status-bar-summary">"No changes"</span></div>
        </footer>
    }
    .into_any()
}
