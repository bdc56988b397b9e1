//! Choosing whose data fill the email, and keeping contacts of one's own.

use crate::browser::page;
use crate::components::use_announcer;
use crate::editor::samples::{Contact, KINDS, OwnContact, OwnContacts};
use crate::reactive::{effect, memo};
use crate::ui::{
    Banner, Button, ButtonKind, Choice, Dialog, Each, Field, FieldMessage, IconButton, IconName, Select, TextInput,
    Tone,
};
use crate::words::preview as words;
use crate::workspace::use_workspace;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The name of a contact in the list of choices.
fn key_of(contact: &Contact) -> String {
    match contact {
        Contact::Ordinary => "ordinary".to_owned(),
        Contact::Empty => "empty".to_owned(),
        Contact::Long => "long".to_owned(),
        Contact::RightToLeft => "right-to-left".to_owned(),
        Contact::Hostile => "hostile".to_owned(),
        Contact::Own(own) => own_key(own.id),
    }
}

fn own_key(id: u32) -> String {
    format!("own-{id}")
}

/// The contact that a choice stands for; the ordinary one where there is no such (any more).
pub(super) fn contact_of(key: &str, own: &OwnContacts) -> Contact {
    let chosen = own.all().iter().find(|contact| own_key(contact.id) == key);
    chosen.cloned().map(Contact::Own).or_else(|| KINDS.into_iter().find(|kind| key_of(kind) == key)).unwrap_or_default()
}

/// The list of contacts, and the way to one's own.
#[component]
pub(super) fn ContactPicker(
    own: RwSignal<OwnContacts>,
    chosen: RwSignal<String>,
    /// The scope paths that the email is filled from.
    paths: Memo<Vec<String>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let choices = memo(move |_| {
        let own = own.get();
        let all = KINDS.into_iter().chain(own.all().iter().cloned().map(Contact::Own));
        all.map(|contact| Choice::new(key_of(&contact), words::contact(&contact))).collect::<Vec<_>>()
    });
    let value = memo(move |_| own.with(|own| chosen.with(|chosen| key_of(&contact_of(chosen, own)))));
    view! {
        <div class="contact-picker">
            <Field label=words::CONTACT hide_label=true>
                <Select value=value options=choices on_change=move |key| chosen.set(key) />
            </Field>
            <IconButton label=words::OWN_CONTACTS icon=IconName::Edit on_press=move |()| open.set(true) />
            <Dialog title=words::OWN_TITLE open=open>
                <OwnDialog own=own chosen=chosen paths=paths open=open />
            </Dialog>
        </div>
    }
}

/// Making, changing and deleting contacts of one's own.
#[component]
fn OwnDialog(
    own: RwSignal<OwnContacts>,
    chosen: RwSignal<String>,
    paths: Memo<Vec<String>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let announcer = use_announcer();
    let first = untrack(|| match contact_of(&chosen.get(), &own.get()) {
        Contact::Own(contact) => contact,
        _ => own.with(OwnContacts::blank),
    });
    let edited = RwSignal::new(first);
    let nameless = RwSignal::new(false);
    let not_kept = RwSignal::new(false);
    let is_new = memo(move |_| own.with(|own| edited.with(|edited| own.get(edited.id).is_none())));
    let which = memo(move |_| edited.with(|edited| own_key(edited.id)));
    let choices = memo(move |_| {
        let all = own.with(|own| own.all().iter().map(|one| Choice::new(own_key(one.id), one.name.clone())).collect());
        let mut all: Vec<Choice> = all;
        all.push(Choice::new(own.with(|own| own_key(own.blank().id)), words::OWN_NEW));
        all
    });
    let rows = memo(move |_| {
        let mut rows: BTreeSet<String> = paths.get().into_iter().collect();
        rows.extend(edited.with(|edited| edited.values.keys().cloned().collect::<Vec<_>>()));
        rows
    });
    let choose = move |key: String| {
        let found = own.with_untracked(|own| own.all().iter().find(|one| own_key(one.id) == key).cloned());
        edited.set(found.unwrap_or_else(|| own.with_untracked(OwnContacts::blank)));
        nameless.set(false);
    };
    let name_messages = memo(move |_| nameless.get() && edited.with(|edited| edited.name.trim().is_empty()));
    let keep = move || {
        let mut contact = edited.get_untracked();
        contact.name = contact.name.trim().to_owned();
        if contact.name.is_empty() {
            nameless.set(true);
            page::focus("#own-contact-name input");
            return;
        }
        contact.values.retain(|_, value| !value.is_empty());
        own.update(|own| own.put(contact.clone()));
        chosen.set(own_key(contact.id));
        announcer.say(words::contact_kept(&contact.name));
        if own.with_untracked(OwnContacts::keep) {
            open.set(false);
        } else {
            not_kept.set(true);
        }
    };
    let delete = move |()| {
        let OwnContact { id, name, .. } = edited.get_untracked();
        own.update(|own| own.remove(id));
        let kept = own.with_untracked(OwnContacts::keep);
        announcer.say(words::contact_deleted(&name));
        edited.set(own.with_untracked(OwnContacts::blank));
        not_kept.set(!kept);
        page::focus("#own-contact-which select");
    };
    effect(move || {
        if open.get() {
            page::focus_soon("#own-contact-name input");
        }
    });
    view! {
        <form
            class="own-contact"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                keep();
            }
        >
            <p class="muted">{words::OWN_NOTE}</p>
            {move || not_kept.get().then(|| view! { <Banner tone=Tone::Warning>{words::OWN_NOT_KEPT}</Banner> })}
            <div id="own-contact-which">
                <Field label=words::OWN_WHICH>
                    <Select value=which options=choices on_change=choose />
                </Field>
            </div>
            <div id="own-contact-name">
                <Field
                    label=words::OWN_NAME
                    required=true
                    messages=Signal::derive(move || {
                        let text = words::OWN_NAME_MISSING.to_owned();
                        let message = FieldMessage { tone: Tone::Danger, text, action: None };
                        if name_messages.get() { vec![message] } else { Vec::new() }
                    })
                >
                    <TextInput
                        value=Signal::derive(move || edited.with(|edited| edited.name.clone()))
                        on_input=move |name| edited.update(|edited| edited.name = name)
                    />
                </Field>
            </div>
            <fieldset class="own-contact-values">
                <legend>{words::OWN_VALUES_TITLE}</legend>
                {move || {
                    let words = if rows.with(BTreeSet::is_empty) { words::OWN_NO_PATHS } else { words::OWN_VALUES };
                    view! { <p class="field-hint">{words}</p> }
                }}
                <Each each=move || rows.get() key=String::clone children=move |path| value_row(path, edited) />
            </fieldset>
            <div class="dialog-actions">
                {move || {
                    (!is_new.get()).then(|| view! { <Button kind=ButtonKind::Ghost icon=IconName::Trash on_press=delete>{words::OWN_DELETE}</Button> })
                }}
                <Button on_press=move |()| open.set(false)>{words::OWN_CANCEL}</Button>
                <Button kind=ButtonKind::Primary submit=true on_press=|()| ()>{words::OWN_SAVE}</Button>
            </div>
        </form>
    }
}

/// What one scope path holds.
fn value_row(path: String, edited: RwSignal<OwnContact>) -> impl IntoView {
    let ordinary = use_workspace().session.with_untracked(|session| {
        Contact::Ordinary.value(path.rsplit('.').next().unwrap_or_default(), &path, &session.scope_catalogue)
    });
    let (of, to) = (path.clone(), path.clone());
    view! {
        <Field label=path>
            <TextInput
                value=Signal::derive({
                    let of = of.clone();
                    move || edited.with(|edited| edited.values.get(&of).cloned().unwrap_or_default())
                })
                placeholder=ordinary.clone()
                on_input={
                    let to = to.clone();
                    move |text: String| edited.update(|edited| drop(edited.values.insert(to.clone(), text)))
                }
            />
        </Field>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_contact_is_found_by_its_name_and_a_lost_one_is_the_ordinary_one() {
        let mut own = OwnContacts::default();
        own.put(OwnContact { id: 3, name: "Mine".into(), ..OwnContact::default() });
        for contact in KINDS.into_iter().chain(own.all().iter().cloned().map(Contact::Own)) {
            assert_eq!(contact_of(&key_of(&contact), &own), contact);
        }
        assert_eq!(contact_of("own-9", &own), Contact::Ordinary);
        assert_eq!(contact_of("", &own), Contact::Ordinary);
    }
}
