//! JSON as coloured text, however long: only the lines in view are drawn.

use super::json_line::{Hit, pieces, window, with_hits};
use super::json_text::JsonText;
use crate::reactive::memo;
use crate::ui::VirtualList;
use crate::words::preview as words;
use leptos::prelude::*;

/// A line's height in px; the same in `style/code.css`.
pub(super) const LINE_HEIGHT: u32 = 20;
/// Bytes of a line that are drawn at most: a document on a single line must not stall the page.
const LONGEST: usize = 2_000;

/// Shows a text of JSON with line numbers.
#[component]
pub fn JsonView(
    /// The text.
    #[prop(into)]
    text: Signal<JsonText>,
    /// What it is, for screen readers: "The workflow's JSON".
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let count = memo(move |_| text.with(JsonText::line_count));
    let revision = memo(move |before: Option<&u64>| {
        text.track();
        before.map_or(0, |before| before + 1)
    });
    view! {
        <VirtualList
            count=count
            row_height=LINE_HEIGHT
            revision=revision
            role="region"
            label=label
            focusable=true
            class="code"
            render=move |number: usize| {
                let line = text.try_with_untracked(|text| line_view(text.line(number)));
                view! {
                    <div class="code-line">
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
    line_with_hits(line, &[])
}

/// A line as coloured code, with what was looked for marked in it.
pub(super) fn line_with_hits(line: &str, hits: &[Hit]) -> AnyView {
    let current = hits.iter().find(|hit| hit.is_current).map(|hit| hit.bytes.start);
    let shown = window(line, current, LONGEST);
    let more = |bytes: usize, place: fn(u64) -> String| {
        (bytes > 0).then(|| view! { <span class="code-rest">{place(bytes as u64)}</span> })
    };
    let before = more(shown.start, words::bytes_before);
    let behind = more(line.len() - shown.end, words::bytes_behind);
    let spans = with_hits(pieces(&line[shown.clone()]), hits, shown.start)
        .into_iter()
        .map(|(piece, hit, text)| match hit {
            None => view! { <span class=piece.class()>{text.to_owned()}</span> }.into_any(),
            Some(is_current) => view! {
                <mark class="code-hit" class:is-current=is_current>
                    <span class=piece.class()>{text.to_owned()}</span>
                </mark>
            }
            .into_any(),
        })
        .collect_view();
    view! { <code class="code-text">{before} {spans} {behind}</code> }.into_any()
}
