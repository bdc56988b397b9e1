//! What stands in the way of a review, at the top of the form.

use crate::editor::state::use_editor;
use crate::reactive::memo;
use crate::ui::{Each, Icon, IconName};
use crate::words::form as words;
use crate::workspace::use_workspace;
use leptos::prelude::*;

/// Every error that blocks the deploy, each with a way to its field. Takes the focus when a review is refused.
#[component]
pub fn ErrorSummary() -> impl IntoView {
    let workspace = use_workspace();
    let editor = use_editor();
    let blocking = memo(move |_| {
        let found = workspace.findings.get();
        found.iter().filter(|finding| workspace.blocks(finding)).cloned().collect::<Vec<_>>()
    });
    view! {
        <div class="error-summary" id="error-summary" role="group" aria-labelledby="error-summary-title" tabindex="-1">
            <h3 class="error-summary-title" id="error-summary-title">
                <Icon name=IconName::Error />
                {move || {
                    words::errors_to_correct(blocking.with(Vec::len))
                }}
            </h3>
            <ul>
                <Each
                    each=move || blocking.get()
                    key=|finding| (finding.code, finding.node.clone(), finding.field, finding.message.clone())
                    children=move |finding| {
                        let place = finding.node.as_ref().map(ToString::to_string).unwrap_or_default();
                        let message = finding.message.replace('`', "");
                        view! {
                            <li>
                                <button
                                    type="button"
                                    class="link-button"
                                    on:click=move |_| editor.go_to(workspace, &finding)
                                >
                                    {message}
                                </button>
                                " "
                                <span class="error-summary-place mono">{place}</span>
                            </li>
                        }
                    }
                />
            </ul>
        </div>
    }
}
