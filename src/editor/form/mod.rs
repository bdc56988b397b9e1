//! The email node form: one file per section.

mod attachment_row;
mod attachments;
mod budget;
mod delivery;
mod error_summary;
mod identity;
mod json_box;
mod messages;
mod node_json;
mod notices;
mod other;
mod pasting;
mod paths;
mod placement;
mod template;
mod uploading;
mod variable_row;
mod variables;

pub use placement::Neighbours;

use super::node_actions::link_to;
use super::state::use_editor;
use crate::components::CopyButton;
use crate::reactive::memo;
use crate::ui::{Badge, Button, ButtonKind, IconName, Tone};
use crate::words::form as words;
use crate::words::nodes;
use crate::workspace::{OpenDraft, use_workspace};
use attachments::AttachmentsSection;
use delivery::DeliverySection;
use error_summary::ErrorSummary;
use identity::IdentitySection;
use leptos::prelude::*;
use node_json::{JsonNotice, JsonOpen, NodeJsonSection};
use notices::Notices;
use other::OtherSection;
use placement::PlacementSection;
use template::TemplateSection;
use variables::VariablesSection;
use workflow::validate::Field;

/// The form of one email node.
#[component]
pub fn EmailForm(
    /// What it edits.
    draft: OpenDraft,
) -> impl IntoView {
    let workspace = use_workspace();
    let editor = use_editor();
    let is_new = memo(move |_| draft.is_new());
    let is_edited = memo(move |_| !is_new.get() && draft.is_changed());
    let id = Signal::derive(move || draft.id.get().to_string());
    messages::About::provide(draft);
    Notices::provide();
    let json = JsonOpen::provide(draft);
    let about_node = messages::messages(draft, || Some(Field::Document), || true);
    let about_type = messages::messages(draft, || Some(Field::Type), || true);
    view! {
        <form class="email-form" aria-labelledby="node-heading" novalidate on:submit=|event| event.prevent_default()>
            <header class="node-head">
                <div class="node-head-words">
                    <p class="node-head-kind">
                        {words::EMAIL_NODE} " "
                        {move || is_new.get().then(|| view! { <Badge tone=Tone::Success>{words::NEW}</Badge> })}
                        {move || is_edited.get().then(|| view! { <Badge tone=Tone::Info>{words::EDITED}</Badge> })}
                    </p>
                    <h2 id="node-heading" class="node-head-title mono" tabindex="-1">
                        {move || if id.with(String::is_empty) { words::NO_ID_YET.to_owned() } else { id.get() }}
                    </h2>
                </div>
                <div class="node-head-actions">
                    <CopyButton
                        what=nodes::LINK_TO_NODE
                        text=move |()| link_to(workspace, &draft.existing_untracked().unwrap_or_else(|| draft.id.get_untracked()))
                    />
                    {move || {
                        is_edited
                            .get()
                            .then(|| {
                                view! {
                                    <Button
                                        kind=ButtonKind::Ghost
                                        icon=IconName::Undo
                                        on_press=move |()| workspace.drop_draft(draft.key)
                                    >
                                        {words::UNDO_EDITS}
                                    </Button>
                                }
                            })
                    }}
                    <Button kind=ButtonKind::Ghost icon=IconName::Edit on_press=move |()| json.show()>
                        {words::EDIT_JSON}
                    </Button>
                    <Button
                        kind=ButtonKind::Ghost
                        icon=IconName::Trash
                        on_press=move |()| {
                            match draft.existing_untracked() {
                                Some(node) => workspace.remove(&node),
                                None => workspace.drop_draft(draft.key),
                            }
                        }
                    >
                        {move || if is_new.get() { words::DISCARD_NODE } else { words::REMOVE_NODE }}
                    </Button>
                </div>
            </header>
            {move || (editor.attempted.get() && workspace.blocking.get() > 0).then(|| view! { <ErrorSummary /> })}
            <JsonNotice draft=draft />
            <div data-field="node">
                <messages::Notes messages=about_node />
                <messages::Notes messages=about_type />
            </div>
            <TemplateSection draft=draft />
            <PlacementSection draft=draft />
            <VariablesSection draft=draft />
            <AttachmentsSection draft=draft />
            <DeliverySection draft=draft />
            <IdentitySection draft=draft />
            <OtherSection draft=draft />
            <NodeJsonSection draft=draft />
        </form>
    }
}

/// A part of the form with a heading.
#[component]
fn Section(
    /// Its name.
    #[prop(into)]
    title: String,
    /// What stands beside the name.
    #[prop(optional, into)]
    aside: ViewFn,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    let heading = crate::ui::fresh_id("section");
    let labelled_by = heading.clone();
    view! {
        <section class="form-section" aria-labelledby=labelled_by>
            <header class="form-section-head">
                <h3 class="form-section-title" id=heading>
                    {title}
                </h3>
                <div class="form-section-aside">{move || aside.run()}</div>
            </header>
            {children()}
        </section>
    }
}
