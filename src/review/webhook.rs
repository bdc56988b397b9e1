//! After a deploy: registering the `workflow.updated` webhook. Its secret stays with the proxy.

use crate::api::{self, Failure};
use crate::components::{use_announcer, use_session};
use crate::reactive::{memo, spawn_local};
use crate::ui::{Banner, Button, Field, FieldMessage, TextInput, Tone};
use crate::words::review as words;
use crate::words::{Doing, explain, people};
use leptos::prelude::*;
use workflow::deploy::Receipt;
use workflow::wire::{NewWebhook, Role};

#[derive(Clone)]
enum Registration {
    Offered,
    UnderWay,
    Failed(Failure),
    /// The webhook's id.
    Done {
        id: String,
    },
}

/// Offers to be told of later changes.
#[component]
pub(super) fn WebhookOffer(
    /// The receipt of the deploy that it follows.
    receipt: Receipt,
) -> impl IntoView {
    let session = use_session();
    if !session.with_untracked(|session| session.features.webhooks) {
        return ().into_any();
    }
    let not_allowed = Signal::stored(
        session
            .with_untracked(|session| session.role < Role::Administrator)
            .then(|| people::needs(Role::Administrator)),
    );
    let announcer = use_announcer();
    let state = RwSignal::new(Registration::Offered);
    let name = RwSignal::new(words::webhook_name(receipt.workflow_id.as_str()));
    let url = RwSignal::new(session.with_untracked(|session| session.webhook_url.clone()).unwrap_or_default());
    let tried = RwSignal::new(false);
    let url_messages = Signal::derive(move || {
        let problem = tried.get().then(|| url.with(|url| url_problem(url))).flatten();
        problem
            .map(|text| FieldMessage { tone: Tone::Danger, text: text.to_owned(), action: None })
            .into_iter()
            .collect::<Vec<_>>()
    });
    let register = move |()| {
        tried.set(true);
        if url.with_untracked(|url| url_problem(url)).is_some() {
            return;
        }
        let webhook = NewWebhook {
            name: name.get_untracked(),
            url: url.with_untracked(|url| url.trim().to_owned()),
            operation: Some(receipt.operation.to_string()),
            workflow_id: Some(receipt.workflow_id.to_string()),
        };
        state.set(Registration::UnderWay);
        spawn_local(async move {
            let done = match api::register_webhook(&webhook).await {
                Ok(registered) => {
                    announcer.say(words::WEBHOOK_SAID);
                    Registration::Done { id: registered.id }
                }
                Err(failure) => Registration::Failed(failure),
            };
            state.try_set(done);
        });
    };
    let under_way = Signal::derive(move || state.with(|state| matches!(state, Registration::UnderWay)));
    let registered = memo(move |_| state.with(|state| matches!(state, Registration::Done { .. })));
    view! {
        <section class="webhook" aria-labelledby="webhook-title">
            <h2 id="webhook-title" class="section-title">{words::WEBHOOK_TITLE}</h2>
            <Show
                when=move || registered.get()
                fallback=move || {
                    let register = register.clone();
                    view! {
                        <p class="section-note">
                            {words::WEBHOOK_BEFORE}
                            <code class="code-inline">"workflow.updated"</code>
                            {words::WEBHOOK_AFTER}
                        </p>
                        <div class="webhook-form">
                            <Field label=words::WEBHOOK_NAME>
                                <TextInput value=name on_input=move |text: String| name.set(text) />
                            </Field>
                            <Field label=words::WEBHOOK_URL hint=words::WEBHOOK_URL_HINT messages=url_messages required=true>
                                <TextInput value=url on_input=move |text: String| url.set(text) mono=true />
                            </Field>
                            <Button on_press=register loading=under_way disabled_reason=not_allowed>{words::REGISTER}</Button>
                        </div>
                        {move || state.with(|state| match state {
                            Registration::Failed(failure) => {
                                let words = explain(failure, Doing::RegisterWebhook);
                                Some(view! {
                                    <Banner tone=Tone::Danger title=words.title.clone()>
                                        <p>{words.happened.clone()} " " {words.changed} " " {words.next.clone()}</p>
                                        {(!words.reference.is_empty()).then(|| view! { <p class="mono">{words.reference.clone()}</p> })}
                                    </Banner>
                                })
                            }
                            _ => None,
                        })}
                    }
                }
            >
                {move || state.with(|state| match state {
                    Registration::Done { id } => Some(registered_view(id.clone())),
                    _ => None,
                })}
            </Show>
        </section>
    }
    .into_any()
}

fn registered_view(id: String) -> impl IntoView {
    view! {
        <Banner tone=Tone::Success title=words::WEBHOOK_DONE>
            <p>
                {words::WEBHOOK_ID} <code class="code-inline">{id}</code>
                {words::WEBHOOK_SECRET}
            </p>
        </Banner>
    }
}

/// What is wrong with a webhook's URL, in words.
fn url_problem(url: &str) -> Option<&'static str> {
    let url = url.trim();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match rest {
        _ if url.is_empty() => Some(words::URL_MISSING),
        None => Some(words::URL_OTHER),
        Some(rest) if rest.starts_with('/') || rest.is_empty() || rest.contains(char::is_whitespace) => {
            Some(words::URL_WITHOUT_HOST)
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::url_problem;

    #[test]
    fn a_webhook_needs_a_whole_url() {
        for (url, fine) in [
            ("https://hooks.example.com/cxone", true),
            (" http://127.0.0.1:9000 ", true),
            ("", false),
            ("hooks.example.com", false),
            ("https://", false),
            ("https:///path", false),
            ("https://a b", false),
            ("ftp://a", false),
        ] {
            assert_eq!(url_problem(url).is_none(), fine, "{url}");
        }
    }
}
