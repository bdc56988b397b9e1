//! The exact request that a deploy sends.

use super::deploying::Deploying;
use crate::api;
use crate::browser::locale::size;
use crate::components::{CopyButton, JsonText, JsonView};
use crate::reactive::memo;
use crate::routes;
use crate::words::review as words;
use crate::workspace::Workspace;
use leptos::prelude::*;
use workflow::document::Document;
use workflow::json::{Value, pretty};
use workflow::wire::NOTE_HEADER;

/// Method, URL, headers and body of the first write.
#[component]
pub(super) fn Request(
    /// The workspace.
    workspace: Workspace,
    /// Its deploy.
    deploying: Deploying,
) -> impl IntoView {
    let document = memo(move |_| {
        let running = deploying.run.with(|run| run.as_ref().map(|run| run.reviewed.clone()));
        running.unwrap_or_else(|| workspace.settled.get())
    });
    let key = move || {
        let running = deploying.run.with(|run| run.as_ref().map(|run| run.operation.clone()));
        format!("{}.1", running.unwrap_or_else(|| deploying.next.get()))
    };
    let url = move || routes::api::workflow(workspace.id.with(|id| id.to_string()).as_str());
    let body = memo(move |_| document.with(|document| JsonText::new(laid_out(document))));
    let note = move || {
        let note = deploying.note.with(|note| api::note_header(note))?;
        Some(view! { <div><dt>{NOTE_HEADER}</dt><dd>{note}</dd></div> })
    };
    let stamp = document.with_untracked(|document| document.dialect().last_updated.clone());
    view! {
        <div class="request">
            <dl class="request-head mono">
                <div><dt>"PUT"</dt><dd>{url}</dd></div>
                <div><dt>"Content-Type"</dt><dd>"application/json"</dd></div>
                <div><dt>"Idempotency-Key"</dt><dd>{key}</dd></div>
                {note}
            </dl>
            <div class="request-note">
                <p>
                    {words::REQUEST_BEFORE_SIZE}
                    {move || size(document.with(Document::text_len) as u64)}
                    {words::REQUEST_AFTER_SIZE}
                    <code class="code-inline">{stamp}</code>
                    {words::REQUEST_STAMP}
                </p>
                <CopyButton what=words::BODY_AS_SENT text=move |()| document.with_untracked(Document::to_text) />
            </div>
            <JsonView text=body label=words::BODY />
        </div>
    }
}

fn laid_out(document: &Document) -> String {
    let text = document.to_text();
    let mark = '\u{FEFF}';
    Value::parse(text.trim_start_matches(mark)).map(|value| pretty(&value)).unwrap_or(text)
}
