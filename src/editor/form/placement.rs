//! Where the node stands, and putting it elsewhere: new nodes and those of the workflow alike.

use super::Section;
use super::messages::{Notes, messages};
use crate::editor::places::{Branch, Neighbourhood};
use crate::editor::state::use_editor;
use crate::reactive::memo;
use crate::ui::{
    Badge, Button, ButtonKind, Choice, Combobox, Field as FormField, FieldMessage, IconName, Select, Tone,
};
use crate::words::nodes as words;
use crate::workspace::{FormStoreFields, OpenDraft, Places, Step, Workspace, use_workspace};
use leptos::prelude::*;
use std::sync::Arc;
use workflow::change::Placement;
use workflow::document::NodeId;
use workflow::email::EMAIL_NODE_TYPE;
use workflow::validate::{Field, Severity};

/// The value of "before all branches" in the branch picker; no position reads like it.
const ALL: &str = "all";

/// Rules that tell of nodes that nothing leads to, or that lead nowhere.
const LOST_WAY: [&str; 2] = ["node.unreachable", "node.dead-end"];

/// Where the node goes.
#[component]
pub fn PlacementSection(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let workspace = use_workspace();
    let places = workspace.places(draft);
    let chosen = memo(move |_| draft.form.origin().with(|origin| origin.placement().cloned()));
    let is_moved = memo(move |_| !draft.is_new() && chosen.with(Option::is_some));
    let fixed = memo(move |_| places.with(|places| places.fixed.clone()).filter(|_| !is_moved.get()));
    view! {
        <Section
            title=words::PLACED_AFTER
            aside=move || {
                is_moved
                    .get()
                    .then(|| view! { <span class="placement-moved"><Badge tone=Tone::Info>{words::MOVED}</Badge><PutBack draft=draft /></span> })
            }
        >
            <div data-field="placement">
                {move || match fixed.get() {
                    Some(why) => view! { <Fixed draft=draft why=why /> }.into_any(),
                    None => view! { <PlacePicker draft=draft chosen=chosen places=places /> }.into_any(),
                }}
                <LostWay draft=draft />
            </div>
        </Section>
    }
}

/// Leaves a moved node where the base has it.
#[component]
fn PutBack(draft: OpenDraft) -> impl IntoView {
    let workspace = use_workspace();
    view! {
        <Button kind=ButtonKind::Ghost icon=IconName::Undo on_press=move |()| workspace.place(draft.key, None)>
            {words::PUT_BACK}
        </Button>
    }
}

/// A node that cannot be moved: its neighbours, and why.
#[component]
fn Fixed(draft: OpenDraft, why: String) -> impl IntoView {
    let found = messages(draft, || Some(Field::Placement), || false);
    view! {
        <Surroundings draft=draft />
        <p class="field-hint">{why}</p>
        <Notes messages=found />
    }
}

/// What the change leaves without a way to it or from it, told where the place is chosen.
#[component]
fn LostWay(draft: OpenDraft) -> impl IntoView {
    let workspace = use_workspace();
    let lost = memo(move |_| {
        let is_placed = draft.form.origin().with(|origin| origin.placement().is_some());
        if !is_placed {
            return Vec::new();
        }
        workspace.before.with(|before| {
            workspace.rest.with(|rest| {
                let new = rest.iter().filter(|finding| {
                    LOST_WAY.contains(&finding.code)
                        && finding.severity != Severity::Hint
                        && !before.contains(&(finding.code, finding.node.clone(), finding.message.clone()))
                });
                new.map(|finding| finding.message.replace('`', "")).collect::<Vec<_>>()
            })
        })
    });
    let told = Signal::derive(move || {
        lost.get().into_iter().map(|text| FieldMessage { tone: Tone::Warning, text, action: None }).collect::<Vec<_>>()
    });
    view! { <div class="placement-lost" role="status"><Notes messages=told /></div> }
}

#[component]
fn PlacePicker(draft: OpenDraft, chosen: Memo<Option<Placement>>, places: Memo<Arc<Places>>) -> impl IntoView {
    let workspace = use_workspace();
    let found = messages(draft, || Some(Field::Placement), || false);
    let placement = memo(move |_| chosen.get().or_else(|| places.with(|places| places.here.clone())));
    let before = memo(move |_| placement.with(|placement| placement.as_ref().map(|place| place.predecessor().clone())));
    // A node's id while it is being typed is no place yet; the last whole one stays in force.
    let typed = RwSignal::new(None::<String>);
    let value = memo(move |_| {
        typed
            .get()
            .unwrap_or_else(|| before.get().map(|node| workspace.shown_id(&node).to_string()).unwrap_or_default())
    });
    let options = memo(move |_| {
        let new = new_ids(workspace.steps.get(), draft);
        places.with(|places| {
            let choices = places.document.nodes().filter_map(|node| {
                let id = NodeId::from(node.id.filter(|id| !id.is_empty())?);
                let kind = node.kind.unwrap_or_default();
                let detail = if new.contains(&id) { words::new_of_kind(EMAIL_NODE_TYPE) } else { kind.to_owned() };
                let name = workspace.shown_id(&id);
                Some(Choice::new(name.as_str(), name.as_str()).with_detail(detail))
            });
            choices.collect::<Vec<_>>()
        })
    });
    // The reader knows a renamed node by its new id, all else by the one in the base.
    let node_of = move |name: &str| {
        let renamed = workspace.steps.with_untracked(|steps| {
            let drafts = steps.iter().filter_map(Step::draft);
            drafts.filter(|open| open.id.get_untracked().as_str() == name).find_map(|open| open.existing_untracked())
        });
        let node = renamed.unwrap_or_else(|| NodeId::from(name));
        places.with_untracked(|places| places.document.node(&node).is_some()).then_some(node)
    };
    let messages = Signal::derive(move || {
        let unknown = typed.get().map(|text| FieldMessage {
            tone: Tone::Danger,
            text: if text.trim().is_empty() { words::NO_PLACE.to_owned() } else { words::no_such_node(text.trim()) },
            action: None,
        });
        unknown.into_iter().chain(found.get()).collect::<Vec<_>>()
    });
    let choose = move |text: String| match node_of(text.trim()).filter(|node| !node.as_str().is_empty()) {
        Some(node) => {
            typed.set(None);
            if before.get_untracked().as_ref() != Some(&node) {
                put(workspace, draft, places, Placement::After { node });
            }
        }
        None => typed.set(Some(text)),
    };
    let branches = memo(move |_| {
        let Some(node) = before.get() else { return Vec::new() };
        places.with(|places| Neighbourhood::of(&places.document, &node).outgoing)
    });
    let has_choice = memo(move |_| {
        branches.with(|branches| branches.len() > 1 || branches.iter().any(|branch| !branch.condition.is_empty()))
    });
    let hint = Signal::derive(move || {
        if before.with(Option::is_none) { words::SEVERAL_WAYS } else { words::PLACEMENT_HINT }.to_owned()
    });
    view! {
        <FormField label=words::PLACED_AFTER hide_label=true required=true hint=hint messages=messages>
            <Combobox value=value options=options on_change=choose placeholder=words::CHOOSE_NODE mono=true />
        </FormField>
        {move || {
            has_choice
                .get()
                .then(|| view! { <BranchPicker draft=draft placement=placement branches=branches places=places /> })
        }}
    }
}

/// The ids of the other new nodes.
fn new_ids(steps: Vec<Step>, draft: OpenDraft) -> Vec<NodeId> {
    let drafts = steps.iter().filter_map(Step::draft).filter(|other| other.key != draft.key && other.is_new());
    drafts.map(|other| other.id.get()).collect()
}

/// Puts the node there; back to where the base has it, where that is the same.
fn put(workspace: Workspace, draft: OpenDraft, places: Memo<Arc<Places>>, placement: Placement) {
    let is_here = places.with_untracked(|places| places.is_here(&placement));
    workspace.place(draft.key, (!is_here).then_some(placement));
}

#[component]
fn BranchPicker(
    draft: OpenDraft,
    placement: Memo<Option<Placement>>,
    branches: Memo<Vec<Branch>>,
    places: Memo<Arc<Places>>,
) -> impl IntoView {
    let workspace = use_workspace();
    let value = memo(move |_| {
        let at = placement.with(|placement| {
            branches.with(|branches| branches.iter().position(|branch| Some(branch.placement()) == *placement))
        });
        at.map_or_else(|| ALL.to_owned(), |at| at.to_string())
    });
    let options = memo(move |_| {
        branches.with(|branches| {
            std::iter::once(Choice::new(ALL, words::before_all(branches.len())))
                .chain(branches.iter().enumerate().map(|(at, branch)| {
                    Choice::new(at.to_string(), words::on_the_way(branch.to.as_str(), &branch.when()))
                }))
                .collect::<Vec<_>>()
        })
    });
    let choose = move |text: String| {
        let chosen =
            text.parse().ok().and_then(|at: usize| branches.with_untracked(|all| all.get(at).map(Branch::placement)));
        let all = || {
            let before =
                placement.with_untracked(|placement| placement.as_ref().map(|place| place.predecessor().clone()));
            before.map(|node| Placement::After { node })
        };
        if let Some(place) = chosen.or_else(all) {
            put(workspace, draft, places, place);
        }
    };
    view! {
        <FormField label=words::BRANCH hint=words::BRANCH_HINT>
            <Select value=value options=options on_change=choose />
        </FormField>
    }
}

/// The neighbours of a node that is in the workflow.
#[component]
fn Surroundings(draft: OpenDraft) -> impl IntoView {
    let workspace = use_workspace();
    let around = memo(move |_| {
        let node = draft.existing().unwrap_or_default();
        workspace.base.with(|base| Neighbourhood::of(&base.document, &node))
    });
    view! {
        <dl class="neighbours">
            <dt>{words::AFTER}</dt>
            <dd><Neighbours ends=Signal::derive(move || around.with(|around| ends(&around.incoming, |branch| &branch.from))) none=words::NOTHING_LEADS_HERE /></dd>
            <dt>{words::LEADS_TO}</dt>
            <dd><Neighbours ends=Signal::derive(move || around.with(|around| ends(&around.outgoing, |branch| &branch.to))) none=words::ENDS_HERE /></dd>
        </dl>
    }
}

fn ends(branches: &[Branch], end: impl Fn(&Branch) -> &NodeId) -> Vec<(NodeId, String)> {
    branches.iter().map(|branch| (end(branch).clone(), branch.when())).collect()
}

/// Nodes to go to, each with the condition on the way.
#[component]
pub fn Neighbours(
    /// The nodes.
    ends: Signal<Vec<(NodeId, String)>>,
    /// What is said where there are none.
    none: &'static str,
) -> impl IntoView {
    let workspace = use_workspace();
    let editor = use_editor();
    move || {
        let ends = ends.get();
        if ends.is_empty() {
            return view! { <span class="muted">{none}</span> }.into_any();
        }
        ends.into_iter()
            .map(|(node, when)| {
                let label = node.to_string();
                view! {
                    <span class="neighbour">
                        <button type="button" class="link-button mono" on:click=move |_| editor.open(workspace, &node)>
                            {label}
                        </button>
                        <span class="muted">{when}</span>
                    </span>
                }
            })
            .collect_view()
            .into_any()
    }
}
