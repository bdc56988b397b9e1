//! Undo and redo at the keyboard and in the status bar.

use super::state::{EditorState, Pane, focus_field, focus_heading, use_editor};
use crate::browser::page;
use crate::reactive::memo;
use crate::shortcuts::{Action, for_aria, use_shortcuts};
use crate::ui::{Icon, IconName};
use crate::words::nodes as words;
use crate::workspace::{Moved, Workspace, use_workspace};
use leptos::prelude::*;

/// What undoing and redoing need.
#[derive(Clone, Copy)]
struct Undoing {
    workspace: Workspace,
    editor: EditorState,
}

impl Undoing {
    fn undo(self) {
        let undone = self.workspace.undo();
        self.show(undone, words::NOTHING_TO_UNDO, words::undone);
    }

    fn redo(self) {
        let redone = self.workspace.redo();
        self.show(redone, words::NOTHING_TO_REDO, words::redone);
    }

    /// Goes to where it was, and says what it was.
    fn show(self, moved: Option<Moved>, nothing: &str, told: fn(&str) -> String) {
        let Some(moved) = moved else {
            self.editor.announcer.say(nothing);
            return;
        };
        self.editor.announcer.say(told(&moved.words));
        self.editor.pane.set(Pane::Form);
        match moved.field {
            Some(field) => focus_field(field),
            None => focus_heading(),
        }
    }
}

/// The two buttons. While they are there, the keys work too.
#[component]
pub fn UndoButtons() -> impl IntoView {
    let undoing = Undoing { workspace: use_workspace(), editor: use_editor() };
    let shortcuts = use_shortcuts();
    shortcuts.on(Action::Undo, move || undoing.undo());
    shortcuts.on(Action::Redo, move || undoing.redo());
    // The browser's own menus undo in a field what the form knows nothing of.
    page::on_native_undo(move |redo| if redo { undoing.redo() } else { undoing.undo() });
    let undoable = memo(move |_| undoing.workspace.undoable());
    let redoable = memo(move |_| undoing.workspace.redoable());
    view! {
        <div class="undo-buttons" role="group" aria-label=words::UNDO_AND_REDO>
            <StepButton step=undoable icon=IconName::Undo action=Action::Undo name=words::undo none=words::NOTHING_TO_UNDO on_press=move |()| undoing.undo() />
            <StepButton step=redoable icon=IconName::Redo action=Action::Redo name=words::redo none=words::NOTHING_TO_REDO on_press=move |()| undoing.redo() />
        </div>
    }
}

#[component]
fn StepButton(
    step: Memo<Option<String>>,
    icon: IconName,
    action: Action,
    name: fn(&str) -> String,
    none: &'static str,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    let label = memo(move |_| step.with(|step| step.as_deref().map_or_else(|| none.to_owned(), name)));
    view! {
        <button
            type="button"
            class="button button-ghost undo-button"
            aria-label=label
            title=label
            aria-disabled=move || step.with(Option::is_none).then_some("true")
            aria-keyshortcuts=for_aria(action)
            on:click=move |_| {
                if step.with_untracked(Option::is_some) {
                    on_press.run(());
                }
            }
        >
            <Icon name=icon />
            <span class="undo-words">{move || step.get().map(|step| name(&step))}</span>
        </button>
    }
}
