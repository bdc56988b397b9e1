//! A long list of rows of different heights, of which only those in view are drawn.
//!
//! How high a row is, is known once it was drawn; until then it is taken for ordinary. What stands above the view
//! is held by an empty element, so the browser's own scroll anchoring keeps the view still when it learns better.

use super::Each;
use crate::reactive::{effect, memo};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use std::ops::Range;

/// How far beyond each edge rows are drawn, in px.
const BEYOND: f64 = 300.0;

/// What is drawn, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    /// Rows that are not drawn.
    Gap { from: usize, to: usize },
    /// A row, of so many revisions.
    Row(usize, u64),
}

/// The heights of the rows, as far as they are known.
#[derive(Clone, Debug, Default)]
struct Heights {
    ordinary: f64,
    known: Vec<Option<f64>>,
    /// Where each row begins, and where the last one ends.
    tops: Vec<f64>,
}

impl Heights {
    fn new(count: usize, ordinary: f64) -> Self {
        let mut heights = Self::default();
        heights.resize(count, ordinary);
        heights
    }

    fn resize(&mut self, count: usize, ordinary: f64) {
        self.ordinary = ordinary;
        self.known.resize(count, None);
        self.add_up();
    }

    fn add_up(&mut self) {
        self.tops.clear();
        self.tops.push(0.0);
        let mut top = 0.0;
        for height in &self.known {
            top += height.unwrap_or(self.ordinary);
            self.tops.push(top);
        }
    }

    fn top(&self, row: usize) -> f64 {
        self.tops.get(row).or(self.tops.last()).copied().unwrap_or_default()
    }

    /// The rows of which something lies between two places.
    fn rows(&self, from: f64, to: f64) -> Range<usize> {
        let count = self.known.len();
        let first = self.tops.partition_point(|top| *top <= from).saturating_sub(1).min(count);
        let last = self.tops.partition_point(|top| *top < to).min(count);
        first..last.max(first)
    }

    /// Takes note of measured heights. Answers whether any is news.
    fn learn(&mut self, measured: impl Iterator<Item = (usize, f64)>) -> bool {
        let mut is_news = false;
        for (row, height) in measured {
            if let Some(known) = self.known.get_mut(row)
                && known.is_none_or(|known| (known - height).abs() > 0.5)
            {
                *known = Some(height);
                is_news = true;
            }
        }
        if is_news {
            self.add_up();
        }
        is_news
    }
}

/// A scrolling list. The row that has the keyboard is always drawn, so that the focus is never lost.
#[component]
pub fn MeasuredList(
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// What a row's height is about, in px.
    ordinary: f64,
    /// Draws a row. Its one element carries the row's height.
    #[prop(into)]
    render: Callback<usize, AnyView>,
    /// Counts up whenever the rows say something else, so that they are drawn anew.
    #[prop(into)]
    revision: Signal<u64>,
    /// The row that has the keyboard.
    #[prop(into)]
    active: Signal<usize>,
    /// Brings a row into view whenever it is set.
    #[prop(optional, into)]
    reveal: Signal<Option<usize>>,
    /// Called once other rows are drawn.
    #[prop(optional, into)]
    on_drawn: Option<Callback<()>>,
    /// The role of the scrolling element.
    #[prop(default = "list")]
    role: &'static str,
    /// What it lists, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Further CSS class of the scrolling element.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let view = RwSignal::new((0.0, 800.0));
    let heights = RwSignal::new(Heights::default());
    // Other rows are likely to be as high as those that stood at their places, and are measured once they are drawn.
    effect(move || {
        let count = count.get();
        heights.update(|heights| heights.resize(count, ordinary));
    });
    let look = move || {
        if let Some(list) = element.get_untracked() {
            view.set((f64::from(list.scroll_top()), f64::from(list.client_height())));
        }
    };
    let range = memo(move |_| {
        let (top, height) = view.get();
        heights.with(|heights| heights.rows(top - BEYOND, top + height + BEYOND))
    });
    let parts = memo(move |_| {
        let (count, revision, range) = (count.get(), revision.get(), range.get());
        let active = active.get();
        let range = range.start.min(count)..range.end.min(count);
        let mut rows: Vec<usize> = range.clone().collect();
        if active < count && !range.contains(&active) {
            rows.insert(if active < range.start { 0 } else { rows.len() }, active);
        }
        let mut parts = Vec::with_capacity(rows.len() + 3);
        let mut next = 0;
        for row in rows {
            if next < row {
                parts.push(Part::Gap { from: next, to: row });
            }
            parts.push(Part::Row(row, revision));
            next = row + 1;
        }
        if next < count {
            parts.push(Part::Gap { from: next, to: count });
        }
        parts
    });
    let measure = move || {
        let Some(list) = element.get_untracked() else { return };
        let children = list.children();
        let measured: Vec<(usize, f64)> = (0..children.length())
            .filter_map(|at| children.item(at)?.dyn_into::<HtmlElement>().ok())
            .filter_map(|child| {
                Some((child.get_attribute("data-row")?.parse().ok()?, f64::from(child.offset_height())))
            })
            .collect();
        let is_news = heights.try_update_untracked(|heights| heights.learn(measured.into_iter())).unwrap_or_default();
        if is_news {
            heights.update(|_| ());
        }
        look();
        if let Some(on_drawn) = on_drawn {
            on_drawn.run(());
        }
    };
    effect(move || {
        parts.track();
        request_animation_frame(measure);
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        heights.update(|heights| *heights = Heights::new(heights.known.len(), ordinary));
        look();
    });
    on_cleanup(move || resized.remove());
    effect(move || {
        let (Some(row), Some(list)) = (reveal.get(), element.get()) else { return };
        let (top, bottom) = heights.with_untracked(|heights| (heights.top(row), heights.top(row + 1)));
        let (view_top, view_height) = (f64::from(list.scroll_top()), f64::from(list.client_height()));
        if top < view_top || bottom > view_top + view_height {
            let wanted = if top < view_top { top } else { bottom - view_height };
            list.set_scroll_top(wanted.max(0.0) as i32);
        }
    });
    view! {
        <div
            class=format!("measured-list {class}")
            node_ref=element
            role=role
            aria-label=label
            on:scroll=move |_| look()
        >
            <Each
                each=move || parts.get()
                key=|part| *part
                children=move |part| match part {
                    Part::Gap { from, to } => {
                        let height = move || {
                            heights.with(|heights| format!("{}px", heights.top(to) - heights.top(from)))
                        };
                        view! { <div class="measured-gap" role="presentation" style:height=height></div> }.into_any()
                    }
                    Part::Row(row, _) => {
                        view! {
                            <div role="presentation" data-row=row.to_string()>
                                {render.run(row)}
                            </div>
                        }
                            .into_any()
                    }
                }
            />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::Heights;

    #[test]
    fn rows_are_found_by_what_is_known_of_their_heights() {
        let mut heights = Heights::new(10, 20.0);
        assert_eq!(heights.rows(-5.0, 40.0), 0..2);
        assert_eq!(heights.rows(190.0, 400.0), 9..10);
        assert!(heights.learn([(1, 100.0), (2, 20.0)].into_iter()));
        assert_eq!([heights.top(1), heights.top(2), heights.top(10)], [20.0, 120.0, 280.0]);
        assert_eq!(heights.rows(30.0, 50.0), 1..2);
        assert!(!heights.learn([(1, 100.2), (77, 5.0)].into_iter()));
    }

    #[test]
    fn an_empty_list_has_no_rows() {
        let heights = Heights::new(0, 20.0);
        assert_eq!(heights.rows(0.0, 100.0), 0..0);
        assert_eq!(heights.top(0), 0.0);
    }
}
