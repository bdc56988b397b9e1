//! What is pressed, typed into and chosen from.

use super::{part, wide};
use crate::ui::{
    Button, ButtonKind, Checkbox, Choice, Combobox, Field, FieldAction, FieldMessage, IconButton, IconName, Select,
    Tab, TabList, TabPanel, TextInput, Tone,
};
use leptos::prelude::*;

const KINDS: [(ButtonKind, &str); 4] = [
    (ButtonKind::Primary, "Primary"),
    (ButtonKind::Secondary, "Secondary"),
    (ButtonKind::Ghost, "Ghost"),
    (ButtonKind::Danger, "Danger"),
];

pub(super) fn controls() -> AnyView {
    [
        part("Buttons", buttons()),
        part("Icon buttons", icon_buttons()),
        part("Fields", fields()),
        part("Comboboxes", comboboxes()),
        part("Choices", choices()),
        part("Tabs", tabs()),
    ]
    .into_any()
}

fn buttons() -> AnyView {
    KINDS
        .map(|(kind, name)| {
            let why = Signal::stored(Some("There is nothing to do.".to_owned()));
            view! {
                <Button kind=kind on_press=|()| ()>{name}</Button>
                <Button kind=kind icon=IconName::Add on_press=|()| ()>{name} " with an icon"</Button>
                <Button kind=kind loading=Signal::stored(true) on_press=|()| ()>{name} " at work"</Button>
                <Button kind=kind disabled_reason=why on_press=|()| ()>{name} " not possible"</Button>
            }
        })
        .into_any()
}

fn icon_buttons() -> AnyView {
    view! {
        <IconButton label="At rest" icon=IconName::Refresh on_press=|()| () />
        <IconButton label="Not possible" icon=IconName::Refresh disabled=Signal::stored(true) on_press=|()| () />
        <IconButton label="On" icon=IconName::Sun pressed=Signal::stored(Some(true)) on_press=|()| () />
        <IconButton label="Off" icon=IconName::Sun pressed=Signal::stored(Some(false)) on_press=|()| () />
    }
    .into_any()
}

fn message(tone: Tone, text: &str, action: Option<&str>) -> Signal<Vec<FieldMessage>> {
    let action = action.map(|label| FieldAction { label: label.to_owned(), run: Callback::new(|()| ()) });
    Signal::stored(vec![FieldMessage { tone, text: text.to_owned(), action }])
}

fn fields() -> AnyView {
    let input = |value: &'static str| view! { <TextInput value=Signal::stored(value.to_owned()) on_input=|_| () /> };
    let field = |label: &'static str, messages| {
        wide(view! { <Field label=label messages=messages>{input("a value")}</Field> }.into_any())
    };
    view! {
        {wide(view! { <Field label="Empty, with a hint" hint="What to write, in a few words.">{input("")}</Field> }.into_any())}
        {wide(view! {
            <Field label="With a placeholder" required=true>
                <TextInput value=Signal::stored(String::new()) placeholder="wf_12345" mono=true on_input=|_| () />
            </Field>
        }.into_any())}
        {wide(view! {
            <Field label="Not to be edited">
                <TextInput value=Signal::stored("email_send_01".to_owned()) mono=true read_only=Signal::stored(true) on_input=|_| () />
            </Field>
        }.into_any())}
        {field("With an error", message(Tone::Danger, "This cannot be the id of a workflow. Take another one.", Some("Use email_2")))}
        {field("With a warning", message(Tone::Warning, "No placeholder of the template uses this.", None))}
        {field("With good news", message(Tone::Success, "Found: Invoice for your order", None))}
        {field("With a remark", message(Tone::Info, "Checking this template…", None))}
    }
    .into_any()
}

fn suggestions() -> Vec<Choice> {
    vec![
        Choice::new("tmpl_inv_2024", "Invoice").with_detail("Your invoice {{invoiceNumber}}"),
        Choice::new("tmpl_ship", "Shipping").with_detail("Your parcel is on its way"),
    ]
}

fn comboboxes() -> AnyView {
    let value = RwSignal::new(String::new());
    let options = Signal::stored(suggestions());
    view! {
        {wide(view! { <Field label="Empty combobox"><Combobox value=value options=options on_change=move |text| value.set(text) /></Field> }.into_any())}
        {wide(view! {
            <Field label="Combobox, loading">
                <Combobox value=Signal::stored(String::new()) options=Signal::stored(Vec::new()) loading=Signal::stored(true) on_change=|_| () />
            </Field>
        }.into_any())}
        {wide(view! {
            <Field label="Combobox, wrong" messages=message(Tone::Danger, "The tenant has no template with this id.", None)>
                <Combobox value=Signal::stored("tmpl_gone".to_owned()) mono=true options=options on_change=|_| () />
            </Field>
        }.into_any())}
    }
    .into_any()
}

fn choices() -> AnyView {
    let modes = || Signal::stored(vec![Choice::new("standard", "Standard"), Choice::new("priority", "Priority")]);
    let chosen = |value: &str| Signal::stored(value.to_owned());
    view! {
        {wide(view! { <Field label="Select"><Select value=chosen("standard") options=modes() on_change=|_| () /></Field> }.into_any())}
        {wide(view! { <Field label="Select with a strange value"><Select value=chosen("express") options=modes() on_change=|_| () /></Field> }.into_any())}
        <Checkbox checked=Signal::stored(true) on_change=|_| () label="Ticked" />
        <Checkbox checked=Signal::stored(false) on_change=|_| () label="Not ticked" hint="What it means when it is." />
    }
    .into_any()
}

fn tabs() -> AnyView {
    let selected = RwSignal::new("one");
    let badge = |tone, text: &str| Signal::stored(Some((tone, text.to_owned())));
    let tabs = vec![
        Tab::new("one", "Email"),
        Tab::new("two", "Changes").with_badge(badge(Tone::Info, "3")),
        Tab::new("three", "Problems").with_badge(badge(Tone::Danger, "2")),
    ];
    view! {
        <div style:flex="1">
            <TabList group="gallery" label="Tabs" tabs=tabs selected=selected on_select=move |key| selected.set(key) />
            <TabPanel group="gallery" key="one" selected=selected><p>"The first one."</p></TabPanel>
            <TabPanel group="gallery" key="two" selected=selected><p>"The second one."</p></TabPanel>
            <TabPanel group="gallery" key="three" selected=selected><p>"The third one."</p></TabPanel>
        </div>
    }
    .into_any()
}
