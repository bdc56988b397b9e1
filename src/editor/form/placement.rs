//! Where the node stands.

use super::Section;
use super::messages::{Notes, messages};
use crate::editor::places::{Branch, Neighbourhood};
use crate::editor::state::use_editor;
use crate::reactive::memo;
use crate::ui::{Choice, Combobox, Field as FormField, FieldMessage, Select, Tone};
use crate::words::editor as words;
use crate::workspace::{FormStoreFields, OpenDraft, Step, use_workspace};
use leptos::prelude::*;
use workflow::change::Placement;
use workflow::document::NodeId;
use workflow::email::DraftOrigin;
use workflow::validate::Field;

/// The value of "before all branches" in the branch picker; no position reads like it.
const ALL: &str = "all";

/// For a new node, where it goes; for one of the workflow, where it is.
#[component]
pub fn PlacementSection(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let found = messages(draft, || Some(Field::Placement), || false);
    let is_new = memo(move |_| draft.is_new());
    view! {
        <Section title="Placed after">
            <div data-field="placement">
                {move || {
                    if is_new.get() {
                        view! { <PlacePicker draft=draft found=found /> }.into_any()
                    } else {
                        view! {
                            <Surroundings draft=draft />
                            <Notes messages=found />
                        }
                            .into_any()
                    }
                }}
            </div>
        </Section>
    }
}

#[component]
fn PlacePicker(draft: OpenDraft, found: Signal<Vec<FieldMessage>>) -> impl IntoView {
    let workspace = use_workspace();
    let placement = memo(move |_| match draft.form.origin().get() {
        DraftOrigin::New(placement) => Some(placement),
        DraftOrigin::Existing { moved, .. } => moved,
    });
    let before = memo(move |_| placement.with(|placement| placement.as_ref().map(|place| place.predecessor().clone())));
    // A node's id while it is being typed is no place yet; the last whole one stays in force.
    let typed = RwSignal::new(None::<String>);
    let value = memo(move |_| {
        typed.get().unwrap_or_else(|| before.with(|node| node.as_ref().map(ToString::to_string).unwrap_or_default()))
    });
    let earlier = memo(move |_| {
        workspace.steps.with(|steps| {
            steps
                .iter()
                .filter_map(Step::draft)
                .take_while(|other| other.key != draft.key)
                .filter(OpenDraft::is_new)
                .map(|other| other.id.get())
                .collect::<Vec<_>>()
        })
    });
    let options = memo(move |_| {
        workspace.base.with(|base| {
            let nodes = base
                .nodes
                .iter()
                .map(|node| Choice::new(node.id.as_str(), node.id.as_str()).with_detail(node.kind.as_ref()));
            let new =
                earlier.get().into_iter().map(|id| Choice::new(id.as_str(), id.as_str()).with_detail("email, new"));
            nodes.chain(new).filter(|choice| !choice.value.is_empty()).collect::<Vec<_>>()
        })
    });
    let messages = Signal::derive(move || {
        let unknown = typed.get().map(|text| FieldMessage {
            tone: Tone::Danger,
            text: if text.trim().is_empty() {
                "Choose the node after which the email is sent.".to_owned()
            } else {
                format!("There is no node {} in this workflow.", text.trim())
            },
            action: None,
        });
        unknown.into_iter().chain(found.get()).collect::<Vec<_>>()
    });
    let choose = move |text: String| {
        let node = NodeId::from(text.trim());
        let known = workspace.base.with_untracked(|base| base.has(&node))
            || earlier.with_untracked(|earlier| earlier.contains(&node));
        if known && !node.as_str().is_empty() {
            typed.set(None);
            if before.get_untracked().as_ref() != Some(&node) {
                draft.form.origin().set(DraftOrigin::New(Placement::After { node }));
            }
        } else {
            typed.set(Some(text));
        }
    };
    let branches = memo(move |_| {
        let Some(node) = before.get() else { return Vec::new() };
        workspace.base.with(|base| Neighbourhood::of(&base.document, &node).outgoing)
    });
    let has_choice = memo(move |_| {
        branches.with(|branches| branches.len() > 1 || branches.iter().any(|branch| !branch.condition.is_empty()))
    });
    view! {
        <FormField label="Placed after" hide_label=true required=true hint=words::PLACEMENT_HINT messages=messages>
            <Combobox value=value options=options on_change=choose placeholder="Choose a node" mono=true />
        </FormField>
        {move || has_choice.get().then(|| view! { <BranchPicker draft=draft placement=placement branches=branches /> })}
    }
}

#[component]
fn BranchPicker(draft: OpenDraft, placement: Memo<Option<Placement>>, branches: Memo<Vec<Branch>>) -> impl IntoView {
    let value = memo(move |_| {
        let at = placement.with(|placement| {
            branches.with(|branches| branches.iter().position(|branch| Some(branch.placement()) == *placement))
        });
        at.map_or_else(|| ALL.to_owned(), |at| at.to_string())
    });
    let options = memo(move |_| {
        branches.with(|branches| {
            let all = if branches.len() > 1 {
                format!("Before all {} branches", branches.len())
            } else {
                "On every way out".to_owned()
            };
            std::iter::once(Choice::new(ALL, all))
                .chain(branches.iter().enumerate().map(|(at, branch)| {
                    Choice::new(at.to_string(), format!("On the way to {}{}", branch.to, branch.when()))
                }))
                .collect::<Vec<_>>()
        })
    });
    let choose = move |text: String| {
        let chosen =
            text.parse().ok().and_then(|at: usize| branches.with_untracked(|all| all.get(at).map(Branch::placement)));
        let Some(place) = chosen.or_else(|| {
            placement.with_untracked(|placement| {
                placement.as_ref().map(|place| Placement::After { node: place.predecessor().clone() })
            })
        }) else {
            return;
        };
        draft.form.origin().set(DraftOrigin::New(place));
    };
    view! {
        <FormField label="Branch" hint="The branch keeps its condition.">
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
            <dt>"After"</dt>
            <dd><Neighbours ends=Signal::derive(move || around.with(|around| ends(&around.incoming, |branch| &branch.from))) none="No transition leads here." /></dd>
            <dt>"Leads to"</dt>
            <dd><Neighbours ends=Signal::derive(move || around.with(|around| ends(&around.outgoing, |branch| &branch.to))) none="The workflow ends here." /></dd>
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
