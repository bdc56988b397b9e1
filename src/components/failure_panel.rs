//! A failure in place of what could not be shown.

use crate::ui::{Button, ButtonKind, Icon, IconName};
use crate::words::Words;
use crate::words::craft::parts as words_of_parts;
use leptos::prelude::*;

/// What happened, whether anything was changed, what to do next, and a button that does it.
#[component]
pub fn FailurePanel(
    /// The failure in words.
    words: Words,
    /// The words on the button.
    #[prop(default = words_of_parts::TRY_AGAIN)]
    action: &'static str,
    /// What the button does; without it there is none.
    #[prop(optional, into)]
    on_action: Option<Callback<()>>,
    /// Whether what the button does is going on.
    #[prop(optional, into)]
    busy: Signal<bool>,
) -> impl IntoView {
    let reference =
        (!words.reference.is_empty()).then(|| view! { <p class="failure-reference mono">{words.reference}</p> });
    view! {
        <div class="failure" role="alert">
            <span class="failure-sign tone-danger">
                <Icon name=IconName::Error />
            </span>
            <div class="failure-words">
                <h2 class="failure-title">{words.title}</h2>
                <p>{words.happened} " " {words.changed}</p>
                {(!words.next.is_empty()).then(|| view! { <p>{words.next}</p> })}
                {reference}
                {on_action
                    .map(|run| {
                        view! {
                            <Button kind=ButtonKind::Primary on_press=run loading=busy>
                                {action}
                            </Button>
                        }
                    })}
            </div>
        </div>
    }
}
