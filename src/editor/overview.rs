//! The middle of the screen while no node is chosen: what the workflow is, its email nodes, and the way
//! to add one.

use crate::components::RelativeTime;
use crate::reactive::memo;
use crate::ui::{Button, ButtonKind, Icon, IconName};
use crate::words::editor as words;
use crate::words::{nodes, overview};
use crate::workspace::{Ask, Base, NodeInfo, Opened, Shown, use_opened};
use leptos::prelude::*;
use std::sync::Arc;
use workflow::change::Placement;
use workflow::document::NodeId;

/// Email nodes listed; the outline has them all.
const LISTED: usize = 12;

/// The type of the node that a workflow begins with, in the tutorial's documents.
const START: &str = "start";

/// What the workflow is, and its email nodes.
#[component]
pub fn Overview() -> impl IntoView {
    let opened = use_opened();
    let first = memo(move |_| opened.base.with(|base| first_node(base)));
    let add = move |()| {
        if let Some(node) = first.get_untracked() {
            opened.ask(Ask::Add(Placement::After { node }));
        }
    };
    view! {
        <article class="overview" aria-labelledby="node-heading">
            <h2 id="node-heading" class="node-head-title" tabindex="-1">
                {move || opened.base.with(|base| base.document.name()).unwrap_or_else(|| overview::NO_NAME.to_owned())}
            </h2>
            {move || opened.base.with(facts)}
            {move || opened.base.with(|base| email_nodes(base, move |node| opened.ask(Ask::Show(node))))}
            {move || first.get().map(|node| view! {
                <div class="overview-add">
                    <Button kind=ButtonKind::Primary icon=IconName::Mail on_press=add>
                        {overview::ADD_EMAIL}
                    </Button>
                    <p class="muted">
                        {overview::ADDED_AFTER[0]} <span class="mono">{node.to_string()}</span> {overview::ADDED_AFTER[1]}
                    </p>
                </div>
            })}
        </article>
    }
}

/// The id, the version, the last save and the size.
fn facts(base: &Arc<Base>) -> AnyView {
    let document = &base.document;
    let saved = document.member(&document.dialect().last_updated).and_then(|text| text.parse().ok());
    view! {
        <p class="overview-facts muted">
            <span class="mono">{document.id()}</span>
            {document.version().map(|version| view! { <span>{overview::version(&version.to_string())}</span> })}
            {saved.map(|at| view! { <span>{overview::SAVED} " " <RelativeTime at=at /></span> })}
            <span>{overview::nodes(base.nodes.len())}</span>
            <span>{overview::transitions(document.transitions().len())}</span>
        </p>
    }
    .into_any()
}

fn email_nodes(base: &Arc<Base>, show: impl Fn(NodeId) + Copy + Send + Sync + 'static) -> AnyView {
    if !base.document.has_nodes() {
        return view! { <p class="empty-note">{words::NO_NODES}</p> }.into_any();
    }
    let count = base.nodes.iter().filter(|node| node.is_email()).count();
    if count == 0 {
        return view! { <p class="empty-note">{words::NO_EMAIL_YET}</p> }.into_any();
    }
    let rows = base
        .nodes
        .iter()
        .filter(|node| node.is_email())
        .take(LISTED)
        .map(|NodeInfo { id, .. }| {
            let (id, name) = (id.clone(), id.to_string());
            view! {
                <li>
                    <button type="button" class="overview-node" on:click=move |_| show(id.clone())>
                        <Icon name=IconName::Mail />
                        <span class="mono">{if name.is_empty() { nodes::NO_ID.to_owned() } else { name }}</span>
                        <Icon name=IconName::ArrowRight />
                    </button>
                </li>
            }
            .into_any()
        })
        .collect_view();
    let more = count.saturating_sub(LISTED);
    view! {
        <section class="overview-emails" aria-label=overview::EMAIL_NODES>
            <h3 class="form-section-title">{overview::email_nodes(count)}</h3>
            <ul class="overview-list">{rows}</ul>
            {(more > 0).then(|| view! { <p class="muted">{overview::more(more)}</p> })}
        </section>
    }
    .into_any()
}

/// Begins a new email node behind the node that is shown; where none is, where the overview would.
pub(super) fn add_email(opened: Opened) {
    let shown = opened.work.get_untracked().map(|work| work.shown.get_untracked());
    let node = match shown {
        Some(Shown::Node(node)) => Some(node),
        _ => opened.base.with_untracked(|base| first_node(base)),
    };
    if let Some(node) = node {
        opened.ask(Ask::Add(Placement::After { node }));
    }
}

/// The node that a new email node follows by default: the start, else the first with an id.
fn first_node(base: &Base) -> Option<NodeId> {
    let named = || base.nodes.iter().filter(|node| !node.id.as_str().is_empty());
    named().find(|node| &*node.kind == START).or_else(|| named().next()).map(|node| node.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow::document::Document;

    #[test]
    fn a_new_email_node_follows_the_start() {
        for (nodes, first) in [
            (r#"[{"id":"a","type":"x"},{"id":"b","type":"start"}]"#, Some("b")),
            (r#"[{"type":"start"},{"id":"c","type":"x"}]"#, Some("c")),
            ("[]", None),
        ] {
            let base = Base::new(Document::parse(&format!("{{\"nodes\":{nodes}}}")).expect("parses"));
            assert_eq!(first_node(&base), first.map(NodeId::from), "{nodes}");
        }
    }
}
