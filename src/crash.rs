//! The page that is shown should the program end: a panic, or memory that has run out.
//!
//! A program that has ended can draw nothing, so its last page is made at the start, as a template, with the words of
//! this language. `public/crash.js`, which is no part of the program, puts it in the place of everything else. The
//! work is safe because each edit was kept when it was made, not because anything is done now.

use crate::words::crash as words;
use leptos::prelude::document;
use std::panic::PanicHookInfo;
use wasm_bindgen::JsCast;
use web_sys::{CustomEvent, CustomEventInit, Element, HtmlTemplateElement};

/// The event that tells of a panic, for `public/crash.js`.
const EVENT: &str = "configurator:panic";

/// Makes the page, and has a panic show it.
pub fn prepare() {
    let _ = lay_out();
    std::panic::set_hook(Box::new(on_panic));
}

/// Nothing here depends on the state of the program, which is of no more use.
fn on_panic(info: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(info);
    let detail = CustomEventInit::new();
    detail.set_detail(&info.to_string().into());
    if let Ok(event) = CustomEvent::new_with_event_init_dict(EVENT, &detail) {
        let _ = document().dispatch_event(&event);
    }
}

/// `<template id="crash">`, in the head so that nothing that is drawn takes it along.
fn lay_out() -> Option<()> {
    let template = element("template", "crash", "")?;
    template.set_id("crash");
    let main = element("main", "crash", "")?;
    let button = element("a", "button button-primary", words::LOAD_AGAIN)?;
    // Not one of the app's own links, which the program would follow itself.
    button.set_attribute("target", "_top").ok()?;
    let details = element("details", "crash-details", "")?;
    append(&details, [element("summary", "", words::DETAILS)?, element("pre", "mono", "")?, copy_button()?])?;
    append(
        &main,
        [
            element("h1", "crash-title", words::TITLE)?,
            element("p", "", words::HAPPENED)?,
            element("p", "crash-kept", words::KEPT)?,
            element("p", "crash-unkept", words::UNKEPT)?,
            button,
            details,
        ],
    )?;
    // In its content, where nothing that goes through the page meets it.
    template.unchecked_ref::<HtmlTemplateElement>().content().append_child(&main).ok()?;
    document().head()?.append_child(&template).ok()?;
    Some(())
}

fn copy_button() -> Option<Element> {
    let button = element("button", "button", words::COPY)?;
    button.set_attribute("type", "button").ok()?;
    button.set_attribute("data-copied", words::COPIED).ok()?;
    Some(button)
}

fn append<const N: usize>(parent: &Element, children: [Element; N]) -> Option<()> {
    children.iter().try_for_each(|child| parent.append_child(child).ok().map(drop))
}

fn element(tag: &str, class: &str, text: &str) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    element.set_class_name(class);
    element.set_text_content(Some(text));
    Some(element)
}
