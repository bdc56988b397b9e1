//! The email with a contact's data, as a mailbox would show it.

mod contacts;
mod envelope;
mod frame;
mod html;
mod mail;
mod markup;
mod memory;
mod notices;
mod rendering;
mod sender;

use crate::reactive::{effect, memo};
use crate::words::preview as words;
use crate::words::{Doing, explain};
use crate::workspace::{FormStoreFields, Known, use_workspace};
use contacts::{ContactPicker, contact_of};
use envelope::Envelope;
use frame::{Frame, Page};
use leptos::prelude::*;
use mail::Mail;
use memory::{recall, remember};
use notices::{Missing, Pictures, Ways};
use rendering::{Piece, Rendered, render};
use std::sync::Arc;
use workflow::document::TemplateId;
use workflow::email::template;

use crate::editor::samples::OwnContacts;

/// Pictures keep their colours where a mail program inverts an email.
const INVERTED_STYLE: &str =
    "img,video,picture,[background],[style*='background-image']{filter:invert(1) hue-rotate(180deg)}";

/// How the email is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Device {
    #[default]
    Desktop,
    Phone,
    Text,
}

/// In which colours it is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Colours {
    #[default]
    Light,
    Dark,
    Inverted,
}

const DEVICES: [(Device, &str); 3] =
    [(Device::Desktop, words::DESKTOP), (Device::Phone, words::PHONE), (Device::Text, words::PLAIN_TEXT)];
const COLOURS: [(Colours, &str); 3] =
    [(Colours::Light, words::LIGHT), (Colours::Dark, words::DARK), (Colours::Inverted, words::INVERTED)];

/// Sender, subject, preheader and body, filled with a contact's data.
#[component]
pub fn EmailPanel() -> impl IntoView {
    let workspace = use_workspace();
    let own = RwSignal::new(OwnContacts::kept());
    let contact_key = RwSignal::new(recall().contact.unwrap_or_default());
    let contact = memo(move |_| own.with(|own| contact_key.with(|key| contact_of(key, own))));
    effect(move || remember(|memory| memory.contact = Some(contact_key.get())));

    let draft = memo(move |_| workspace.selected_draft());
    let template_id = memo(move |_| {
        let id = draft.get()?.form.template_id().with(|id| TemplateId::from(id.trim()));
        (!id.as_str().is_empty()).then_some(id)
    });
    let known = memo(move |_| template_id.get().map(|id| workspace.tenant.template(&id)));
    let rendered = memo(move |_| {
        let draft = draft.get()?;
        let Some(Some(Known::Here(template))) = known.get() else { return None };
        let filled = contact.with(|contact| {
            workspace.session.with(|session| {
                draft.draft.with(|draft| render(&template, &draft.variables, contact, &session.scope_catalogue))
            })
        });
        Some(Arc::new(filled))
    });
    let paths = memo(move |_| {
        let of_draft = |draft: &workflow::email::Draft| {
            let paths = draft.variables.iter().map(|row| row.path.trim()).filter(|path| !path.is_empty());
            paths.map(str::to_owned).collect::<Vec<_>>()
        };
        draft.get().map(|draft| draft.draft.with(of_draft)).unwrap_or_default()
    });
    let from = memo(move |_| {
        let draft = draft.get()?;
        let id = draft.id.get();
        let named = workspace.applied.with(|applied| {
            applied.as_ref().ok().and_then(|applied| sender::sender(applied.document.node(&id)?.text))
        })?;
        let filled = contact.with(|contact| {
            draft.draft.with(|draft| {
                let path = |name: &str| draft.variables.iter().find(|row| row.name == name).map(|row| row.path.clone());
                workspace.session.with(|session| {
                    template::render(&named, |name| {
                        path(name).map(|path| contact.value(name, &path, &session.scope_catalogue))
                    })
                })
            })
        });
        Some(filled)
    });
    let why_not = move || {
        if draft.with(Option::is_none) {
            return words::NO_EMAIL.to_owned();
        }
        let id = template_id.get();
        let id = id.as_ref().map(TemplateId::as_str).unwrap_or_default();
        match known.get() {
            None => words::NO_TEMPLATE.to_owned(),
            Some(Some(Known::Missing)) => words::template_missing(id),
            Some(Some(Known::Failed(failure))) => {
                let told = explain(&failure, Doing::ReadTemplate(id));
                format!("{}. {}", told.title, told.happened)
            }
            Some(_) => words::TEMPLATE_CHECKING.to_owned(),
        }
    };
    let has_email = memo(move |_| rendered.with(Option::is_some));
    let email = Signal::derive(move || rendered.get());
    view! {
        <div class="email-preview">
            {move || {
                if has_email.get() {
                    view! {
                        <ContactPicker own=own chosen=contact_key paths=paths />
                        <Letter email=email from=from template=template_id />
                    }
                        .into_any()
                } else {
                    view! { <p class="empty-note preview-empty">{why_not}</p> }.into_any()
                }
            }}
        </div>
    }
}

/// An email that there is.
#[component]
fn Letter(
    email: Signal<Option<Arc<Rendered>>>,
    from: Memo<Option<String>>,
    template: Memo<Option<TemplateId>>,
) -> AnyView {
    let memory = recall();
    let device = RwSignal::new(memory.device);
    let colours = RwSignal::new(memory.colours);
    let allowed = RwSignal::new(memory.with_pictures);
    effect(move || {
        let (device, colours, allowed) = (device.get(), colours.get(), allowed.get());
        remember(move |memory| {
            memory.device = device;
            memory.colours = colours;
            memory.with_pictures = allowed;
        });
    });
    let html = memo(move |_| email.with(|email| email.as_ref().map(|email| email.html.clone()).unwrap_or_default()));
    let text = memo(move |_| email.with(|email| email.as_ref().map(|email| email.text.clone()).unwrap_or_default()));
    let is_inverted = memo(move |_| colours.get() == Colours::Inverted);
    let mail = memo(move |_| {
        let style = is_inverted.get().then_some(INVERTED_STYLE);
        Arc::new(html.with(|html| if html.is_empty() { Mail::default() } else { mail::read(html, style) }))
    });
    let with_pictures =
        memo(move |_| template.with(|id| id.as_ref().is_some_and(|id| allowed.with(|allowed| allowed.contains(id)))));
    let page = memo(move |_| Page {
        html: mail.with(|mail| mail.html.clone()),
        with_pictures: with_pictures.get() && mail.with(|mail| !mail.remote.is_empty()),
    });
    let allow = move |allow: bool| {
        if let Some(id) = template.get_untracked() {
            allowed.update(|all| {
                if allow {
                    all.insert(id);
                } else {
                    all.remove(&id);
                }
            });
        }
    };
    let is_text = memo(move |_| device.get() == Device::Text);
    let about_colours = move || match colours.get() {
        Colours::Light => None,
        Colours::Dark if mail.with(|mail| mail.knows_dark) => Some(words::DARK_OWN),
        Colours::Dark => Some(words::DARK_NONE),
        Colours::Inverted => Some(words::INVERTED_NOTE),
    };
    view! {
        <Envelope email=email from=from mail=mail />
        <div class="preview-tools">
            <Segments label=words::DEVICES choices=DEVICES chosen=device />
            {move || {
                (!is_text.get()).then(|| view! { <Segments label=words::COLOURS choices=COLOURS chosen=colours /> })
            }}
        </div>
        <Missing email=email />
        {move || {
            if is_text.get() {
                return view! { <PlainText text=text /> }.into_any();
            }
            view! {
                {move || about_colours().map(|note| view! { <p class="preview-note muted">{note}</p> })}
                <Pictures mail=mail allowed=with_pictures on_allow=allow />
                {move || html.with(String::is_empty).then(|| view! { <p class="empty-note">{words::NO_HTML}</p> })}
                <Frame
                    page=page
                    is_phone=Signal::derive(move || device.get() == Device::Phone)
                    colours=Signal::from(colours)
                />
                <Ways mail=mail />
            }
                .into_any()
        }}
    }
    .into_any()
}

/// A row of buttons of which one is pressed.
#[component]
fn Segments<T: Copy + PartialEq + Send + Sync + 'static>(
    label: &'static str,
    choices: [(T, &'static str); 3],
    chosen: RwSignal<T>,
) -> impl IntoView {
    view! {
        <div class="segmented" role="group" aria-label=label>
            {choices
                .into_iter()
                .map(|(one, name)| {
                    view! {
                        <button
                            type="button"
                            aria-pressed=move || if chosen.get() == one { "true" } else { "false" }
                            on:click=move |_| chosen.set(one)
                        >
                            {name}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// The part without markup.
#[component]
fn PlainText(text: Memo<Vec<Piece>>) -> impl IntoView {
    view! {
        <pre class="plain-text" tabindex="0" role="region" aria-label=words::TEXT_FRAME>
            {move || {
                if text.with(Vec::is_empty) {
                    words::NO_TEXT.into_any()
                } else {
                    text.with(|pieces| envelope::pieces(pieces)).into_any()
                }
            }}
        </pre>
    }
}
