//! The email with sample data, as a mailbox would show it.

use super::rendering::{Rendered, render};
use crate::api;
use crate::reactive::memo;
use crate::ui::{Banner, Each, Tone};
use crate::words::editor as words;
use crate::words::{Doing, explain};
use crate::workspace::{FormStoreFields, Known, Pause, use_workspace};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use workflow::document::TemplateId;

/// How long typing must pause before the frame is drawn anew, in ms.
const FRAME_MS: u64 = 250;

/// How the email is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Device {
    Desktop,
    Phone,
    Text,
}

const DEVICES: [(Device, &str); 3] =
    [(Device::Desktop, "Desktop"), (Device::Phone, "Phone"), (Device::Text, "Plain text")];

/// Subject, preheader and body.
#[component]
pub fn EmailPanel() -> impl IntoView {
    let workspace = use_workspace();
    let device = RwSignal::new(Device::Desktop);
    let draft = memo(move |_| workspace.selected_draft());
    let known = memo(move |_| {
        let id = draft.get()?.form.template_id().with(|id| TemplateId::from(id.trim()));
        (!id.as_str().is_empty()).then(|| (id.clone(), workspace.tenant.template(&id)))
    });
    let rendered = memo(move |_| {
        let draft = draft.get()?;
        match known.get() {
            Some((_, Some(Known::Here(template)))) => {
                Some(Arc::new(draft.draft.with(|draft| render(&template, &draft.variables))))
            }
            _ => None,
        }
    });
    let why_not = move || {
        if draft.with(Option::is_none) {
            return words::PREVIEW_NO_EMAIL.to_owned();
        }
        match known.get() {
            None => words::PREVIEW_NO_TEMPLATE.to_owned(),
            Some((id, Some(Known::Missing))) => format!("There is no template {id}, so there is no email to show."),
            Some((id, Some(Known::Failed(failure)))) => {
                let told = explain(&failure, Doing::ReadTemplate(id.as_str()));
                format!("{}. {}", told.title, told.happened)
            }
            Some(_) => words::TEMPLATE_CHECKING.to_owned(),
        }
    };
    let has_email = memo(move |_| rendered.with(Option::is_some));
    let body = Signal::derive(move || rendered.get());
    view! {
        <div class="email-preview">
            {move || {
                if has_email.get() {
                    view! { <Envelope rendered=body device=device /> }.into_any()
                } else {
                    view! { <p class="empty-note preview-empty">{why_not}</p> }.into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Envelope(rendered: Signal<Option<Arc<Rendered>>>, device: RwSignal<Device>) -> impl IntoView {
    let part = move |pick: fn(&Rendered) -> &String| {
        memo(move |_| rendered.with(|email| email.as_ref().map(|email| pick(email).clone()).unwrap_or_default()))
    };
    let subject = part(|email| &email.subject);
    let preheader = part(|email| &email.preheader);
    let html = part(|email| &email.html);
    let text = part(|email| &email.text);
    let missing =
        memo(move |_| rendered.with(|email| email.as_ref().map(|email| email.missing.join(", ")).unwrap_or_default()));
    view! {
        <dl class="envelope">
            <dt>"Subject"</dt>
            <dd class="envelope-subject">{subject}</dd>
            <dt>"Preheader"</dt>
            <dd class="muted">
                {move || if preheader.with(String::is_empty) { "none".to_owned() } else { preheader.get() }}
            </dd>
        </dl>
        <div class="preview-tools">
            <div class="segmented" role="group" aria-label="Show the email as on">
                {DEVICES
                    .into_iter()
                    .map(|(one, name)| {
                        view! {
                            <button
                                type="button"
                                aria-pressed=move || if device.get() == one { "true" } else { "false" }
                                on:click=move |_| device.set(one)
                            >
                                {name}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <span class="muted">"with sample data"</span>
        </div>
        {move || {
            (!missing.with(String::is_empty))
                .then(|| view! { <p class="preview-missing tone-warning">"Not set: " <span class="mono">{missing}</span></p> })
        }}
        {move || match device.get() {
            Device::Text => {
                view! {
                    <pre class="plain-text" tabindex="0" aria-label="The email as plain text">
                        {move || if text.with(String::is_empty) { words::PREVIEW_NO_TEXT.to_owned() } else { text.get() }}
                    </pre>
                }
                    .into_any()
            }
            Device::Desktop | Device::Phone => {
                let is_phone = device.get() == Device::Phone;
                view! {
                    {move || html.with(String::is_empty).then(|| view! { <p class="empty-note">{words::PREVIEW_NO_HTML}</p> })}
                    <Frame html=html is_phone=is_phone />
                }
                    .into_any()
            }
        }}
    }
}

/// The body in a document of its own. The old one stays until the new one is drawn, so nothing flashes.
#[component]
fn Frame(html: Memo<String>, is_phone: bool) -> impl IntoView {
    let shown = RwSignal::new(None::<String>);
    let coming = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None);
    let turn = StoredValue::new(0_u32);
    let pause = Pause::of_ms(FRAME_MS);
    let upload = move || {
        let html = html.get_untracked();
        let mine = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        spawn_local(async move {
            let answer = api::upload_preview(html).await;
            if mine.is_none() || turn.try_get_value() != mine {
                return;
            }
            match answer {
                Ok(url) => {
                    failure.set(None);
                    if shown.with_untracked(|shown| shown.as_ref() != Some(&url)) {
                        coming.set(Some(url));
                    } else {
                        coming.set(None);
                    }
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    Effect::new(move |first: Option<()>| {
        let empty = html.with(String::is_empty);
        match (empty, first) {
            (true, _) => {
                pause.cancel();
                shown.set(None);
                coming.set(None);
            }
            (false, None) => upload(),
            (false, Some(())) => pause.then(upload),
        }
    });
    view! {
        {move || {
            failure
                .get()
                .map(|failure| {
                    let told = explain(&failure, Doing::Preview);
                    view! {
                        <Banner tone=Tone::Warning title=told.title>
                            <p>{told.happened} " " {told.next}</p>
                            <button type="button" class="link-button" on:click=move |_| upload()>
                                "Try again"
                            </button>
                        </Banner>
                    }
                })
        }}
        <div class="mail-frame" class:is-phone=is_phone>
            <Each
                each=move || {
                    let (shown, coming) = (shown.get(), coming.get());
                    shown.into_iter().map(|url| (url, true)).chain(coming.into_iter().map(|url| (url, false)))
                }
                key=|(url, _)| url.clone()
                children=move |(url, was_shown)| {
                    let own = url.clone();
                    let is_shown = memo(move |_| was_shown || shown.with(|shown| shown.as_ref() == Some(&own)));
                    let loaded = url.clone();
                    view! {
                        <iframe
                            class="mail-document"
                            class:is-coming=move || !is_shown.get()
                            title="The email with sample data"
                            sandbox=""
                            src=url
                            on:load=move |_| {
                                if coming.with_untracked(|coming| coming.as_ref() == Some(&loaded)) {
                                    shown.set(Some(loaded.clone()));
                                    coming.set(None);
                                }
                            }
                        ></iframe>
                    }
                }
            />
        </div>
    }
}
