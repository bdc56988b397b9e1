//! A node that is no email: looked at, and the place to add an email beside.

use super::form::Neighbours;
use super::node_actions::link_to;
use super::places::{Branch, Neighbourhood};
use super::state::{Pane, focus_field, use_editor};
use crate::components::node_icon;
use crate::components::{CopyButton, JsonText, JsonView};
use crate::reactive::memo;
use crate::ui::{Badge, Banner, Button, ButtonKind, Icon, IconName, Tone};
use crate::words::editor as words;
use crate::words::nodes;
use crate::workspace::use_workspace;
use leptos::prelude::*;
use workflow::change::Placement;
use workflow::diff::DiffEntry;
use workflow::document::NodeId;
use workflow::json::{Value, pretty};
use workflow::validate::Field;

/// A node that can only be looked at: not an email, or about to be removed.
#[component]
pub fn NodeView(
    /// The node.
    node: NodeId,
) -> impl IntoView {
    let workspace = use_workspace();
    let node = StoredValue::new(node);
    let kind = memo(move |_| {
        workspace.base.with(|base| node.with_value(|node| base.kind(node).map(str::to_owned))).unwrap_or_default()
    });
    let is_removed = memo(move |_| {
        workspace.steps.track();
        node.with_value(|node| workspace.is_removed(node))
    });
    let around =
        memo(move |_| workspace.base.with(|base| node.with_value(|node| Neighbourhood::of(&base.document, node))));
    let text = memo(move |_| {
        workspace.base.with(|base| node.with_value(|node| base.document.node(node).map(|found| laid_out(found.text))))
    });
    let incoming = Signal::derive(move || {
        around.with(|around| around.incoming.iter().map(|branch| (branch.from.clone(), branch.when())).collect())
    });
    let outgoing = Signal::derive(move || {
        around.with(|around| around.outgoing.iter().map(|branch| (branch.to.clone(), branch.when())).collect())
    });
    let is_there = memo(move |_| workspace.base.with(|base| node.with_value(|node| base.has(node))));
    let is_email_free = memo(move |_| {
        workspace.base.with(|base| !base.nodes.iter().any(crate::workspace::NodeInfo::is_email))
            && workspace.steps.with(Vec::is_empty)
    });
    view! {
        <article class="node-view" aria-labelledby="node-heading">
            <header class="node-head">
                <div class="node-head-words">
                    <p class="node-head-kind">
                        <Icon name=Signal::derive(move || kind.with(|kind| node_icon(kind))) />
                        {move || kind.with(|kind| nodes::of_type(kind))}
                        {move || is_removed.get().then(|| view! { <Badge tone=Tone::Danger>{nodes::REMOVED_MARK}</Badge> })}
                    </p>
                    <h2 id="node-heading" class="node-head-title mono" tabindex="-1">
                        {node.with_value(|node| if node.as_str().is_empty() { nodes::NO_ID.to_owned() } else { node.to_string() })}
                    </h2>
                </div>
                <div class="node-head-actions">
                    <CopyButton what=nodes::LINK_TO_NODE text=move |()| node.with_value(|node| link_to(workspace, node)) />
                </div>
            </header>
            {move || {
                if !is_there.get() {
                    view! { <Missing node=node.get_value() /> }.into_any()
                } else if is_removed.get() {
                    view! { <Removed node=node.get_value() /> }.into_any()
                } else {
                    view! {
                        {move || is_email_free.get().then(|| view! { <Banner tone=Tone::Info>{words::NO_EMAIL_YET}</Banner> })}
                        <AddHere node=node.get_value() around=around />
                    }
                        .into_any()
                }
            }}
            <dl class="neighbours">
                <dt>{nodes::AFTER}</dt>
                <dd><Neighbours ends=incoming none=nodes::NOTHING_LEADS_HERE /></dd>
                <dt>{nodes::LEADS_TO}</dt>
                <dd><Neighbours ends=outgoing none=nodes::ENDS_HERE /></dd>
            </dl>
            <div class="node-json" style:--lines=move || {
                text.with(|text| text.as_ref().map_or(1, JsonText::line_count)).to_string()
            }>
                <div class="node-json-head">
                    <h3 class="form-section-title">{nodes::JSON}</h3>
                    <CopyButton
                        what=nodes::JSON_TO_COPY
                        text=move |()| text.get_untracked().map(|text| text.text().to_owned()).unwrap_or_default()
                    />
                </div>
                {move || {
                    text.get()
                        .map(|text| {
                            view! { <JsonView text=Signal::stored(text) label=nodes::JSON_OF_NODE /> }
                        })
                }}
            </div>
        </article>
    }
}

/// Text laid out over several lines, or as it is where it cannot be read.
fn laid_out(text: &str) -> JsonText {
    JsonText::new(Value::parse(text).map_or_else(|_| text.to_owned(), |value| pretty(&value)))
}

/// A link that leads to no node.
#[component]
fn Missing(node: NodeId) -> impl IntoView {
    let workspace = use_workspace();
    view! {
        <Banner tone=Tone::Warning title=nodes::gone(node.as_str())>
            <Button on_press=move |()| workspace.select_nothing()>{nodes::SHOW_WORKFLOW}</Button>
        </Banner>
    }
}

/// What a removal does, and taking it back.
#[component]
fn Removed(node: NodeId) -> impl IntoView {
    let workspace = use_workspace();
    let back = node.clone();
    let told = memo(move |_| {
        let name = format!("`{node}`");
        let joined = workspace.diff.with(|diff| {
            diff.entries
                .iter()
                .filter(|entry| {
                    matches!(entry, DiffEntry::TransitionChanged { .. } | DiffEntry::TransitionRemoved { .. })
                })
                .flat_map(DiffEntry::sentences)
                .filter(|sentence| sentence.contains(&name))
                .map(|sentence| sentence.replace('`', ""))
                .collect::<Vec<_>>()
        });
        let broken = workspace.live.with(|live| {
            live.iter()
                .find(|finding| {
                    finding.code == crate::workspace::NOT_APPLICABLE && finding.node.as_ref() == Some(&node)
                })
                .map(|finding| finding.message.replace('`', ""))
        });
        match broken {
            Some(why) => (Tone::Danger, vec![why]),
            None => (Tone::Warning, joined),
        }
    });
    move || {
        let (tone, lines) = told.get();
        let back = back.clone();
        view! {
            <Banner tone=tone title=nodes::WILL_BE_REMOVED>
                {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                <Button icon=IconName::Undo on_press=move |()| workspace.restore(&back)>
                    {nodes::ACTION_KEEP}
                </Button>
            </Banner>
        }
    }
}

/// The places beside a node at which an email node can be added.
#[component]
fn AddHere(node: NodeId, around: Memo<Neighbourhood>) -> impl IntoView {
    let workspace = use_workspace();
    let editor = use_editor();
    let add = move |place: Placement| {
        workspace.start_new(place);
        editor.pane.set(Pane::Form);
        focus_field(Field::TemplateId);
    };
    let can_add = memo(move |_| workspace.base.with(|base| base.document.has_nodes()));
    move || {
        if !can_add.get() {
            return ().into_any();
        }
        let node = node.clone();
        let Neighbourhood { outgoing, incoming } = around.get();
        let first = Placement::After { node };
        let branches = outgoing.len() > 1 || outgoing.iter().any(|branch| !branch.condition.is_empty());
        if outgoing.is_empty() && !incoming.is_empty() {
            return view! {
                <div class="add-here">
                    <h3 class="form-section-title">{nodes::ADD_BEFORE}</h3>
                    <PlaceList branches=incoming end=|branch| nodes::between(branch.from.as_str(), &branch.when()) add=add />
                </div>
            }
            .into_any();
        }
        let label = if branches { nodes::ADD_BEFORE_ALL } else { nodes::ADD_AFTER };
        view! {
            <div class="add-here">
                <Button kind=ButtonKind::Primary icon=IconName::Mail on_press=move |()| add(first.clone())>
                    {label}
                </Button>
                {branches
                    .then(|| {
                        view! {
                            <h3 class="form-section-title">{nodes::ADD_ON_BRANCH}</h3>
                            <PlaceList branches=outgoing end=|branch| nodes::on_the_way(branch.to.as_str(), &branch.when()) add=add />
                        }
                    })}
            </div>
        }
        .into_any()
    }
}

#[component]
fn PlaceList(
    branches: Vec<Branch>,
    end: fn(&Branch) -> String,
    add: impl Fn(Placement) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <ul class="place-list">
            {branches
                .into_iter()
                .map(|branch| {
                    let words = end(&branch);
                    view! {
                        <li>
                            <Button icon=IconName::Add on_press=move |()| add(branch.placement())>
                                {words}
                            </Button>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
