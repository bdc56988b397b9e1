//! The page as a whole: its title, and where the focus is.

use leptos::prelude::{
    WindowListenerHandle, document, on_cleanup, request_animation_frame, window, window_event_listener_untyped,
};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, FocusOptions, HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition,
};

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Moves the focus to the first element that matches a CSS selector. Answers whether there was one.
pub fn focus(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    found.and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| element.focus().is_ok())
}

/// The same, without scrolling.
pub fn focus_in_place(selector: &str) -> bool {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let found = document().query_selector(selector).ok().flatten();
    found
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus_with_options(&options).is_ok())
}

/// Whether an element, found by a CSS selector, holds the target of an event.
#[must_use]
pub fn holds_target(selector: &str, event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
}

/// The same once what is about to be drawn is there.
pub fn focus_soon(selector: impl Into<String>) {
    let selector = selector.into();
    request_animation_frame(move || {
        focus(&selector);
    });
}

/// Presses the element with this id.
pub fn click(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}

/// Notes on the page whether there is work that is not kept, for what is shown should the program end
/// (`public/crash.js`).
pub fn say_unkept(unkept: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.toggle_attribute_with_force("data-unkept", unkept);
    }
}

/// Whether the tab is out of sight.
#[must_use]
pub fn is_hidden() -> bool {
    document().hidden()
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().location().reload();
}

/// Selects the text of the input that matches a CSS selector.
pub fn select_text(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(input) = found.and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) {
        input.select();
    }
}

/// Scrolls as little as is needed to show the first element that matches a CSS selector.
pub fn bring_into_view(selector: &str) {
    if let Some(element) = document().query_selector(selector).ok().flatten() {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The id of the element that has the focus; `None` where it has none.
#[must_use]
pub fn focused_id() -> Option<String> {
    document().active_element().map(|element| element.id()).filter(|id| !id.is_empty())
}

/// Whether nothing in the page has the focus.
#[must_use]
pub fn has_no_focus() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// Once the page is drawn anew, gives the focus back to the element with this id, where it was lost.
pub fn keep_focus(id: Option<String>) {
    let Some(id) = id else { return };
    request_animation_frame(move || {
        if let (true, Some(element)) = (has_no_focus(), document().get_element_by_id(&id)) {
            let _ = element.unchecked_into::<HtmlElement>().focus();
        }
    });
}

/// Calls back, perhaps more than once, when the administrator first moves, touches, presses or types
/// anything in the page. For as long as the calling component lives.
pub fn on_first_sign(seen: impl Fn() + Copy + 'static) {
    let signs = ["pointermove", "pointerdown", "keydown", "focusin", "wheel"];
    let listeners = signs.map(|sign| window_event_listener_untyped(sign, move |_| seen()));
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
}

/// Whether the administrator is typing somewhere, so that a single letter is no shortcut.
#[must_use]
pub fn is_typing() -> bool {
    document().active_element().is_some_and(|element| match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !element.get_attribute("type").is_some_and(|kind| matches!(kind.as_str(), "checkbox" | "radio")),
        _ => element.has_attribute("contenteditable"),
    })
}

/// Whether the administrator is typing where the browser's own undo is the right one: in a field that is no
/// part of the work, such as a filter.
#[must_use]
pub fn has_own_undo() -> bool {
    document().active_element().is_some_and(|element| !is_of_work(&element)) && is_typing()
}

fn is_of_work(element: &Element) -> bool {
    let within = |selector: &str| element.closest(selector).ok().flatten().is_some();
    within(".email-form") && !within("[data-own-undo]")
}

/// Calls back instead of the browser's own undo or redo (`true`) in a field of the work, be it asked for by
/// a menu or a gesture. For as long as the calling component lives.
pub fn on_native_undo(asked: impl Fn(bool) + 'static) {
    let listener = window_event_listener_untyped("beforeinput", move |event| {
        let kind = js_sys::Reflect::get(&event, &"inputType".into()).ok().and_then(|kind| kind.as_string());
        let redo = match kind.as_deref() {
            Some("historyUndo") => false,
            Some("historyRedo") => true,
            _ => return,
        };
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|element| is_of_work(&element)) {
            event.prevent_default();
            asked(redo);
        }
    });
    on_cleanup(move || listener.remove());
}

/// The lower left corner of the element with this id, in px from the window's edges.
#[must_use]
pub fn lower_left(id: &str) -> Option<(f64, f64)> {
    let frame = document().get_element_by_id(id)?.get_bounding_client_rect();
    Some((frame.left(), frame.bottom()))
}

/// Whether a dialog is open over the page.
#[must_use]
pub fn has_open_dialog() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}
