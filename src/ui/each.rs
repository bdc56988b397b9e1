//! A list whose rows keep their elements as long as their keys stay.

use leptos::prelude::*;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// One row, not drawn yet.
struct Row {
    key: u64,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

/// Leptos' `For`, for rows whose types are erased: it is compiled once and not for every list.
#[component]
pub fn Each<T, I, K, V>(
    /// The items.
    each: impl Fn() -> I + Send + 'static,
    /// What tells an item from the others.
    key: impl Fn(&T) -> K + Send + 'static,
    /// Draws an item.
    children: impl Fn(T) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    I: IntoIterator<Item = T>,
    K: Hash,
    V: IntoView + 'static,
{
    let children = Arc::new(children);
    list(Box::new(move || {
        let row = |item: T| {
            let mut hasher = DefaultHasher::new();
            key(&item).hash(&mut hasher);
            let children = Arc::clone(&children);
            Row { key: hasher.finish(), draw: Box::new(move || children(item).into_any()) }
        };
        each().into_iter().map(row).collect()
    }))
}

fn list(rows: Box<dyn Fn() -> Vec<Row> + Send>) -> AnyView {
    view! { <For each=rows key=|row| row.key children=|row| (row.draw)() /> }.into_any()
}
