//! Asking before something is lost.

use crate::ui::{Button, ButtonKind, Dialog};
use crate::words::craft::parts as words;
use leptos::prelude::*;

/// A dialog with a question, a way on and a way back.
#[component]
pub fn ConfirmDialog(
    /// The question: "Discard all changes?"
    #[prop(into)]
    title: Signal<String>,
    /// What will happen.
    #[prop(into)]
    text: Signal<String>,
    /// The words on the button that goes on: "Discard".
    #[prop(into)]
    confirm: Signal<String>,
    /// Whether something is lost by going on.
    #[prop(optional)]
    danger: bool,
    /// Whether the question is being asked.
    open: RwSignal<bool>,
    /// Goes on.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let kind = if danger { ButtonKind::Danger } else { ButtonKind::Primary };
    view! {
        <Dialog title=title open=open>
            <p>{text}</p>
            <div class="dialog-actions">
                <Button on_press=move |()| open.set(false)>{words::KEEP}</Button>
                <Button
                    kind=kind
                    on_press=move |()| {
                        open.set(false);
                        on_confirm.run(());
                    }
                >
                    {confirm}
                </Button>
            </div>
        </Dialog>
    }
}
