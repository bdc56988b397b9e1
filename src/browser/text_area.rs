//! What a text area can do besides holding text.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

/// Puts the focus on a place of the text, in bytes, and brings its line into view.
pub fn go_to(area: &HtmlTextAreaElement, offset: usize, line_height: f64) {
    let text = area.value();
    let before = text.get(..offset).unwrap_or(&text);
    let at = before.encode_utf16().count() as u32;
    let line = before.matches('\n').count();
    let _ = area.focus();
    let _ = area.set_selection_range(at, at);
    area.set_scroll_top(((line as f64 - 3.0).max(0.0) * line_height) as i32);
}

/// The text before the caret.
#[must_use]
pub fn before_caret(area: &HtmlTextAreaElement) -> String {
    let at = area.selection_start().ok().flatten().unwrap_or_default() as usize;
    let units: Vec<u16> = area.value().encode_utf16().take(at).collect();
    String::from_utf16_lossy(&units)
}

/// Types a text where the caret is, so that the browser's own undo knows of it. Answers whether that worked.
#[must_use]
pub fn insert(text: &str) -> bool {
    let document: HtmlDocument = document().unchecked_into();
    document.exec_command_with_show_ui_and_value("insertText", false, text).unwrap_or(false)
}
