//! Findings beside the fields that they are about.

use crate::editor::state::use_editor;
use crate::reactive::memo;
use crate::ui::{FieldAction, FieldMessage, Icon, Tone, message_view};
use crate::workspace::{JSON_NOT_VALID, OpenDraft, by_severity, use_workspace};
use leptos::prelude::*;
use std::time::Duration;
use workflow::validate::{Field, Finding, Severity};

/// All findings about the node that the form edits. The form provides it for its fields.
#[derive(Clone, Copy)]
pub struct About(Memo<Vec<Finding>>);

impl About {
    /// Gathers the findings about `draft`'s node and provides them as context.
    pub fn provide(draft: OpenDraft) {
        let workspace = use_workspace();
        let about = memo(move |_| {
            draft.id.with(|id| {
                let mine = |finding: &&Finding| finding.node.as_ref() == Some(id);
                workspace.live.with(|live| {
                    workspace
                        .rest
                        .with(|rest| live.iter().filter(mine).chain(rest.iter().filter(mine)).cloned().collect())
                })
            })
        });
        provide_context(Self(about));
    }
}

/// What is to be said about a field of a draft, worst first. In a new node, a field that is still
/// `blank` and was not left yet is not complained about before a review is asked for.
pub fn messages(
    draft: OpenDraft,
    field: impl Fn() -> Option<Field> + Send + Sync + 'static,
    blank: impl Fn() -> bool + Send + Sync + 'static,
) -> Signal<Vec<FieldMessage>> {
    messages_after(draft, field, blank, RwSignal::new(false))
}

/// How long after a field was left it is complained about, in ms. What is complained about may move what is
/// below, and a click that made the field be left must have reached its place by then.
const LEAVE_MS: u64 = 250;

/// Notes that a field was left.
pub fn leave(left: RwSignal<bool>) {
    if left.try_get_untracked() == Some(false) {
        let note = move || {
            // The form may be gone by then.
            let _ = left.try_set(true);
        };
        set_timeout(note, Duration::from_millis(LEAVE_MS));
    }
}

/// The same with a signal that tells whether the field was left once.
pub fn messages_after(
    draft: OpenDraft,
    field: impl Fn() -> Option<Field> + Send + Sync + 'static,
    blank: impl Fn() -> bool + Send + Sync + 'static,
    left: RwSignal<bool>,
) -> Signal<Vec<FieldMessage>> {
    boxed_messages(draft, Box::new(field), Box::new(blank), left)
}

/// Apart from the generic function, so that it is compiled once and not for every field.
fn boxed_messages(
    draft: OpenDraft,
    field: Box<dyn Fn() -> Option<Field> + Send + Sync>,
    blank: Box<dyn Fn() -> bool + Send + Sync>,
    left: RwSignal<bool>,
) -> Signal<Vec<FieldMessage>> {
    let workspace = use_workspace();
    let editor = use_editor();
    let About(about) = expect_context();
    let held_back = memo(move |_| draft.is_new() && !editor.attempted.get() && !left.get() && blank());
    let found = memo(move |_| {
        let (Some(field), false) = (field(), held_back.get()) else { return Vec::new() };
        about.with(|about| {
            // The one about typed JSON is told at the top of the form, with what can be done.
            let is_here = |finding: &&Finding| finding.field == field && finding.code != JSON_NOT_VALID;
            let here: Vec<&Finding> = about.iter().filter(is_here).collect();
            by_severity(&here)
        })
    });
    Signal::derive(move || found.get().into_iter().map(|finding| message(workspace, finding)).collect())
}

fn message(workspace: crate::workspace::Workspace, finding: Finding) -> FieldMessage {
    let action = finding
        .fix
        .map(|fix| FieldAction { label: plain(&fix.label), run: Callback::new(move |()| workspace.apply_fix(&fix)) });
    FieldMessage { tone: tone(finding.severity), text: plain(&finding.message), action }
}

/// The tone of a severity.
#[must_use]
pub const fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Danger,
        Severity::Warning => Tone::Warning,
        Severity::Hint => Tone::Info,
    }
}

/// Code marks are for lists, which show them as code; beside a field they would be noise.
fn plain(text: &str) -> String {
    text.replace('`', "")
}

/// Messages that belong to a section rather than to one control.
#[component]
pub fn Notes(
    /// The messages.
    messages: Signal<Vec<FieldMessage>>,
) -> impl IntoView {
    move || messages.get().into_iter().map(message_view).collect_view()
}

/// A tick where a field is filled and nothing is wrong with it. It keeps its room while it is not shown.
#[component]
pub fn OkMark(
    /// Whether all is well.
    #[prop(into)]
    ok: Signal<bool>,
) -> impl IntoView {
    view! {
        <span class="ok-mark tone-success" class:is-shown=ok>
            <Icon name=crate::ui::IconName::Check />
            <span class="visually-hidden">{move || if ok.get() { crate::words::form::FINE } else { "" }}</span>
        </span>
    }
}
