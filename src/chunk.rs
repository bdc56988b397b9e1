//! Parts of the app that are fetched when they are first needed.
//!
//! `cargo xtask` builds the app with the feature `split` and cuts it into chunks at the functions
//! that [`chunk!`](crate::chunk!) declares: what only such a function reaches is left out of what the
//! browser loads at first. Without the feature (in tests, and for `trunk serve`) the same functions are
//! a part of the whole.

use crate::browser::style;
use std::future::Future;

/// A chunk could not be fetched. The browser's console knows why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFetched;

#[cfg(feature = "split")]
impl From<leptos::wasm_split::SplitLoaderError> for NotFetched {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// Fetches a chunk and, beside it, the style sheet of the work on a workflow.
///
/// # Errors
/// [`NotFetched`], where either is missing.
pub async fn with_style<T>(fetch: impl Future<Output = Result<T, NotFetched>>) -> Result<T, NotFetched> {
    let (fetched, styled) = futures_util::future::join(fetch, style::load()).await;
    if styled { fetched } else { Err(NotFetched) }
}

/// Declares an async function that fetches a chunk and calls into it.
///
/// `chunk! { name, fn function() -> Type { … } }` declares `async fn function() -> Result<Type, NotFetched>`
/// whose body lives in the chunk `name`. A fetch that failed is tried again by the next call.
#[macro_export]
macro_rules! chunk {
    ($chunk:ident, fn $name:ident() -> $result:ty { $($body:tt)* }) => {
        #[cfg(feature = "split")]
        #[leptos::wasm_split::wasm_split($chunk, fallible, wasm_split_path = leptos::wasm_split)]
        fn $name() -> Result<$result, $crate::chunk::NotFetched> {
            Ok({ $($body)* })
        }

        #[cfg(not(feature = "split"))]
        #[allow(clippy::unused_async, reason = "split off, it waits for the chunk")]
        async fn $name() -> Result<$result, $crate::chunk::NotFetched> {
            Ok({ $($body)* })
        }
    };
}
