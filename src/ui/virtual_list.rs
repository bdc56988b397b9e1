//! A list that draws only the rows in view, however long it is.

use super::Each;
use crate::reactive::{effect, memo};
use leptos::html;
use leptos::prelude::*;

/// Rows drawn beyond each edge, so that scrolling shows no gaps.
const OVERSCAN: usize = 8;

/// Rows that are in view in any window while nothing is scrolled.
const SURELY_IN_VIEW: usize = 2;

/// A scrolling list of rows of one height. Only those that fit the window, and a few more, are in
/// the page. The rows are placed from the top, so each must be `row_height` px tall.
#[component]
pub fn VirtualList(
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// A row's height in px.
    row_height: u32,
    /// Draws a row.
    #[prop(into)]
    render: Callback<usize, AnyView>,
    /// Counts up whenever the rows say something else, so that they are drawn anew.
    #[prop(optional, into)]
    revision: Signal<u64>,
    /// Brings a row into view whenever it changes to `Some`.
    #[prop(optional, into)]
    reveal: Signal<Option<usize>>,
    /// The role of the scrolling element.
    #[prop(default = "list")]
    role: &'static str,
    /// What it lists, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Whether the scrolling element itself is in the tab order (where no row is).
    #[prop(optional)]
    focusable: bool,
    /// Further CSS class of the scrolling element.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let (top, set_top) = signal(0_usize);
    let (fitting, set_fitting) = signal(rows_that_fit(row_height));
    let resized = window_event_listener(leptos::ev::resize, move |_| set_fitting.set(rows_that_fit(row_height)));
    on_cleanup(move || resized.remove());

    let range = memo(move |_| {
        let count = count.get();
        let first = top.get().min(count.saturating_sub(fitting.get())).saturating_sub(OVERSCAN);
        let last = (top.get() + fitting.get() + OVERSCAN).min(count);
        (first, last)
    });
    let mut drawn = false;
    effect(move || {
        let (Some(row), Some(list)) = (reveal.get(), element.get()) else { return };
        // At the start the first rows are in view; asking would have the browser lay out the page for it.
        if !std::mem::replace(&mut drawn, true) && row < SURELY_IN_VIEW {
            return;
        }
        let height = row_height as i32;
        let row_top = row as i32 * height;
        let (view_top, view_height) = (list.scroll_top(), list.client_height());
        if row_top < view_top || row_top + height > view_top + view_height {
            list.set_scroll_top((row_top - (view_height - height) / 2).max(0));
        }
    });
    view! {
        <div
            class=format!("virtual-list {class}")
            node_ref=element
            role=role
            aria-label=label
            tabindex=focusable.then_some("0")
            on:scroll=move |_| {
                if let Some(list) = element.get_untracked() {
                    set_top.set(list.scroll_top().max(0) as usize / row_height as usize);
                }
            }
        >
            <div
                class="virtual-list-space"
                role="presentation"
                style:height=move || format!("{}px", count.get() * row_height as usize)
            >
                <Each
                    each=move || {
                        let revision = revision.get();
                        let (first, last) = range.get();
                        (first..last).map(move |row| (row, revision))
                    }
                    key=|row| *row
                    children=move |(row, _)| {
                        view! {
                            <div
                                class="virtual-list-row"
                                role="presentation"
                                style:top=format!("{}px", row * row_height as usize)
                                style:height=format!("{row_height}px")
                            >
                                {render.run(row)}
                            </div>
                        }
                    }
                />
            </div>
        </div>
    }
}

/// How many rows of `row_height` px are in view at most. No list is taller than the window, so its height need
/// not be measured.
#[must_use]
pub fn rows_that_fit(row_height: u32) -> usize {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(1_000.0);
    (height / f64::from(row_height.max(1))).ceil() as usize
}
