//! The page as a whole: its title, and where the focus is.

use super::timer::sleep;
use leptos::prelude::{
    WindowListenerHandle, document, on_cleanup, request_animation_frame, window_event_listener_untyped,
};
use std::cell::Cell;
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
    let found = first(selector);
    found.and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| element.focus().is_ok())
}

/// The same, without scrolling.
pub fn focus_in_place(selector: &str) -> bool {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let found = first(selector);
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
    focus_within(FRAMES, selector.into(), None);
}

/// The same, or where that is not drawn, to the first element that matches another CSS selector.
pub fn focus_soon_or(selector: impl Into<String>, other: &'static str) {
    focus_within(FRAMES, selector.into(), Some(other));
}

/// How many frames what is about to be drawn may take: it makes way for what is typed.
const FRAMES: u8 = 12;

fn focus_within(frames: u8, selector: String, other: Option<&'static str>) {
    request_animation_frame(move || match frames {
        _ if focus(&selector) => {}
        0 => drop(other.map(focus)),
        _ => focus_within(frames - 1, selector, other),
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

/// Has the input with this id show a text, unless it does.
pub fn set_value(id: &str, text: &str) {
    let found = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    if let Some(input) = found.filter(|input| input.value() != text) {
        input.set_value(text);
    }
}

/// Selects the text of the input that matches a CSS selector.
pub fn select_text(selector: &str) {
    let found = first(selector);
    if let Some(input) = found.and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) {
        input.select();
    }
}

/// Scrolls as little as is needed to show the first element that matches a CSS selector.
pub fn bring_into_view(selector: &str) {
    if let Some(element) = first(selector) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Whether nothing in the page has the focus.
#[must_use]
pub fn has_no_focus() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// Where the administrator is in the page: what has the focus, and how far a list is scrolled.
pub struct Place {
    focused: Option<String>,
    list: &'static str,
    scrolled: i32,
}

impl Place {
    /// Notes it before the page is drawn anew. `list` is a CSS selector.
    #[must_use]
    pub fn note(list: &'static str) -> Self {
        let focused = document().active_element().map(|element| element.id()).filter(|id| !id.is_empty());
        let scrolled = first(list).map_or(0, |list| list.scroll_top());
        Self { focused, list, scrolled }
    }

    /// Goes back to it once the page is drawn, as far as it was lost.
    pub fn keep(self) {
        request_animation_frame(move || {
            if self.scrolled > 0
                && let Some(list) = first(self.list)
            {
                list.set_scroll_top(self.scrolled);
            }
            if let (true, Some(id)) = (has_no_focus(), self.focused)
                && let Some(element) = document().get_element_by_id(&id)
            {
                let _ = element.unchecked_into::<HtmlElement>().focus();
            }
        });
    }
}

fn first(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

thread_local! {
    /// Whether a button of the pointer is held down, or a finger is on the screen.
    static PRESSED: Cell<bool> = const { Cell::new(false) };
}

/// How long a frame takes, in ms.
const FRAME_MS: u64 = 16;

/// Waits until nothing is pressed and what the press brought about is done.
pub async fn released() {
    while PRESSED.get() {
        sleep(FRAME_MS).await;
    }
}

/// Calls back, perhaps more than once, when the administrator first moves, touches, presses or types
/// anything in the page, and notes what is pressed, for [`released`]. For as long as the calling component lives.
pub fn on_first_sign(seen: impl Fn() + Copy + 'static) {
    let signs = ["pointermove", "pointerdown", "keydown", "focusin", "wheel"];
    let listeners = signs.map(|sign| window_event_listener_untyped(sign, move |_| seen()));
    for (sign, pressed) in [("pointerdown", true), ("pointerup", false), ("pointercancel", false), ("dragend", false)] {
        let listener = window_event_listener_untyped(sign, move |_| PRESSED.set(pressed));
        on_cleanup(move || listener.remove());
    }
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
