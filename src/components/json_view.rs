//! JSON as coloured text, however long: only the lines in view are drawn.

use super::json_line::pieces;
use crate::reactive::memo;
use crate::ui::VirtualList;
use leptos::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// A line's height in px; the same in `style/code.css`.
const LINE_HEIGHT: u32 = 20;
/// Characters of a line that are drawn at most: a document on a single line must not stall the page.
const LONGEST: usize = 2_000;

/// A text, and where its lines begin. Cloning copies neither.
#[derive(Clone, Debug, Default)]
pub struct JsonText {
    text: Arc<str>,
    starts: Arc<[u32]>,
}

impl JsonText {
    /// Takes a text of less than 4 GiB.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1);
        let starts = std::iter::once(0).chain(breaks).collect();
        Self { text, starts }
    }

    /// How many lines there are.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// A line without its end, first is 0; empty where there is none.
    #[must_use]
    pub fn line(&self, number: usize) -> &str {
        let Some(start) = self.starts.get(number) else { return "" };
        let end = self.starts.get(number + 1).map_or(self.text.len(), |next| *next as usize - 1);
        self.text.get(*start as usize..end).unwrap_or_default()
    }

    /// The line that holds a byte of the text, first is 0.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1)
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl PartialEq for JsonText {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.text, &other.text) || self.text == other.text
    }
}

/// Shows a text of JSON with line numbers.
#[component]
pub fn JsonView(
    /// The text.
    #[prop(into)]
    text: Signal<JsonText>,
    /// What it is, for screen readers: "The workflow's JSON".
    #[prop(into)]
    label: Signal<String>,
    /// Lines to mark (first is 0), the first of which is brought into view.
    #[prop(optional, into)]
    marked: Signal<Option<Range<usize>>>,
) -> impl IntoView {
    let count = memo(move |_| text.with(JsonText::line_count));
    let revision = memo(move |before: Option<&u64>| {
        text.track();
        before.map_or(0, |before| before + 1)
    });
    let reveal = memo(move |_| marked.get().map(|lines| lines.start));
    view! {
        <VirtualList
            count=count
            row_height=LINE_HEIGHT
            revision=revision
            reveal=reveal
            role="region"
            label=label
            focusable=true
            class="code"
            render=move |number: usize| {
                let line = text.with_untracked(|text| line_view(text.line(number)));
                let is_marked = move || marked.with(|marked| marked.as_ref().is_some_and(|lines| lines.contains(&number)));
                view! {
                    <div class="code-line" class:is-marked=is_marked>
                        <span class="code-number" aria-hidden="true">{number + 1}</span>
                        {line}
                    </div>
                }
                    .into_any()
            }
        />
    }
}

/// A line as coloured code.
pub(super) fn line_view(line: &str) -> impl IntoView + use<> {
    let cut = line.char_indices().nth(LONGEST).map(|(at, _)| at);
    let shown = cut.map_or(line, |at| &line[..at]);
    let spans = pieces(shown)
        .into_iter()
        .map(|(piece, text)| view! { <span class=piece.class()>{text.to_owned()}</span> })
        .collect_view();
    let rest = cut.map(|at| {
        let bytes = line.len() - at;
        view! { <span class="code-rest">{format!(" … {bytes} more bytes on this line")}</span> }
    });
    view! { <code class="code-text">{spans} {rest}</code> }
}

#[cfg(test)]
mod tests {
    use super::JsonText;

    #[test]
    fn lines_are_found_without_cutting_the_text() {
        let text = JsonText::new("{\n  \"a\": 1\n}");
        assert_eq!(text.line_count(), 3);
        assert_eq!([text.line(0), text.line(1), text.line(2), text.line(3)], ["{", "  \"a\": 1", "}", ""]);
        assert_eq!([text.line_of(0), text.line_of(1), text.line_of(2), text.line_of(11)], [0, 0, 1, 2]);
    }

    #[test]
    fn a_text_without_line_breaks_is_one_line() {
        assert_eq!(JsonText::new("").line_count(), 1);
        assert_eq!(JsonText::new("{}").line(0), "{}");
    }
}
