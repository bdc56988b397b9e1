//! What the change does: in sentences, node by node, with a way to go there and to take an edit back; and as lines.

mod groups;

use crate::browser::page;
use crate::components::{DiffLayout, DiffLines, sentence_view, use_announcer};
use crate::editor::change_file::ChangeFiles;
use crate::editor::state::use_editor;
use crate::reactive::{effect, memo};
use crate::ui::{Each, Icon, IconButton, IconName, Tone};
use crate::words::preview as words;
use crate::workspace::{Step, Workspace, use_workspace};
use groups::{Group, Item, groups};
use leptos::prelude::*;
use workflow::change::Edit;
use workflow::diff::unified;
use workflow::document::NodeId;

/// Lines of context around each change.
const CONTEXT: usize = 3;

/// Sentences and a unified diff.
#[component]
pub fn ChangesPanel() -> impl IntoView {
    let workspace = use_workspace();
    let has_change = memo(move |_| workspace.diff.with(|diff| !diff.is_empty()));
    // A renamed node is known by its new id in what differs.
    let touched = memo(move |_| {
        workspace.change.with(|change| {
            let last = |edit: &Edit| match edit {
                Edit::RenameNode { to, .. } => to.clone(),
                other => other.node().clone(),
            };
            change.edits.iter().map(last).collect::<Vec<NodeId>>()
        })
    });
    let rewired = memo(move |_| {
        workspace.change.with(|change| {
            let edits = change.edits.iter();
            let others = edits.filter(|edit| !matches!(edit, Edit::EditNode { .. } | Edit::RenameNode { .. }));
            others.map(|edit| edit.node().clone()).collect::<Vec<NodeId>>()
        })
    });
    let all = memo(move |_| {
        workspace.diff.with(|diff| touched.with(|touched| rewired.with(|rewired| groups(diff, touched, rewired))))
    });
    // The button that was pressed goes with what it took back, once the typing has paused.
    let taken = StoredValue::new(false);
    effect(move || {
        all.track();
        if taken.get_value() {
            request_animation_frame(move || {
                if page::has_no_focus() {
                    page::focus("#changes-panel");
                    taken.try_set_value(false);
                }
            });
        }
    });
    let hunks = memo(move |_| {
        workspace.base.with(|base| workspace.settled.with(|settled| unified(&base.document, settled, CONTEXT)))
    });
    view! {
        <div class="changes-panel" id="changes-panel" tabindex="-1">
            {move || {
                if has_change.get() {
                    view! {
                        <div class="change-groups">
                            <Each
                                each=move || all.get()
                                key=|group| {
                                    let sentences: Vec<_> = group.items.iter().map(|item| item.sentence.clone()).collect();
                                    (group.node.clone(), sentences)
                                }
                                children=move |group| group_view(workspace, group, taken)
                            />
                        </div>
                        <h2 class="changes-title">{words::CHANGED_LINES}</h2>
                        <DiffLines hunks=hunks layout=DiffLayout::Unified />
                    }
                        .into_any()
                } else {
                    view! { <p class="empty-note">{words::NO_CHANGES}</p> }.into_any()
                }
            }}
            <ChangeFiles />
        </div>
    }
}

fn group_view(workspace: Workspace, group: Group, taken: StoredValue<bool>) -> AnyView {
    let editor = use_editor();
    let announcer = use_announcer();
    let Group { node, items } = group;
    let heading = crate::ui::fresh_id("change");
    let labelled_by = heading.clone();
    let owner = node.clone();
    let is_own = node.as_ref().is_some_and(|node| is_under_way(workspace, node));
    let rows = items
        .into_iter()
        .map(|item| item_view(workspace, owner.clone().filter(|_| is_own), item, taken))
        .collect_view();
    let head = match node {
        None => view! { <span>{words::CHANGES_OF_WORKFLOW}</span> }.into_any(),
        Some(node) => {
            let (shown, going, taking) = (node.to_string(), node.clone(), node);
            let label = words::take_back_all(&shown);
            view! {
                <button type="button" class="link-button mono" on:click=move |_| editor.open(workspace, &going)>
                    {shown}
                </button>
                {is_own
                    .then(|| {
                        view! {
                            <IconButton
                                label=label
                                icon=IconName::Undo
                                on_press=move |()| {
                                    take_back_all(workspace, &taking);
                                    announcer.say(words::taken_back(taking.as_str()));
                                    taken.set_value(true);
                                }
                            />
                        }
                    })}
            }
            .into_any()
        }
    };
    view! {
        <section class="change-group" aria-labelledby=labelled_by>
            <h2 class="change-head" id=heading>{head}</h2>
            <ul class="diff-words">{rows}</ul>
        </section>
    }
    .into_any()
}

fn item_view(workspace: Workspace, owner: Option<NodeId>, item: Item, taken: StoredValue<bool>) -> AnyView {
    let announcer = use_announcer();
    let Item { sentence, entry, field } = item;
    let back = owner.zip(field).map(|(node, field)| {
        let told = sentence.clone();
        view! {
            <IconButton
                label=words::take_back(&sentence)
                icon=IconName::Undo
                on_press=move |()| {
                    if workspace.take_back(&node, &field) {
                        announcer.say(words::taken_back(&told));
                        taken.set_value(true);
                    } else {
                        announcer.notify(Tone::Warning, words::NOT_TAKEN_BACK);
                    }
                }
            />
        }
    });
    let (icon, class, words) = sentence_view(&entry, &sentence);
    view! {
        <li class=class>
            <Icon name=icon />
            <span class="change-words">{words}</span>
            {back}
        </li>
    }
    .into_any()
}

fn is_under_way(workspace: Workspace, node: &NodeId) -> bool {
    workspace.steps.with_untracked(|steps| {
        steps.iter().any(|step| match step {
            Step::Draft(draft) => {
                draft.is_changed_untracked()
                    && (draft.existing_untracked().as_ref() == Some(node) || draft.id.with_untracked(|id| id == node))
            }
            Step::Removal(removal) => removal.id == *node,
        })
    })
}

fn take_back_all(workspace: Workspace, node: &NodeId) {
    let draft = workspace.steps.with_untracked(|steps| {
        steps
            .iter()
            .filter_map(Step::draft)
            .find(|draft| draft.existing_untracked().as_ref() == Some(node) || draft.id.with_untracked(|id| id == node))
    });
    match draft {
        Some(draft) => workspace.drop_draft(draft.key),
        None => workspace.restore(node),
    }
}
