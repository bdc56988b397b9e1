//! Something that has to be fetched before it can be shown.

use crate::api::Failure;
use crate::reactive::spawn_local;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Whether it is here.
#[derive(Clone, Debug, Default)]
pub enum Load<T> {
    /// It is being fetched.
    #[default]
    Loading,
    /// It is here.
    Ready(Arc<T>),
    /// It could not be had.
    Failed(Failure),
}

/// Something that is fetched, and can be fetched again. A handle: copying it copies nothing.
pub struct Loader<T: Send + Sync + 'static> {
    /// What there is.
    pub state: RwSignal<Load<T>>,
    /// Whether it is being fetched again while an earlier answer is shown.
    pub refreshing: RwSignal<bool>,
    fetch: StoredValue<Fetch<T>, LocalStorage>,
    newest: StoredValue<u32>,
}

type Fetch<T> = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<T, Failure>>>>>;

impl<T: Send + Sync + 'static> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loader<T> {}

impl<T: Send + Sync + 'static> Loader<T> {
    /// Fetches it (again). What is shown stays until the answer is here; a failure replaces it.
    pub fn reload(self) {
        let number = self.newest.get_value().wrapping_add(1);
        self.newest.set_value(number);
        let shown = self.state.with_untracked(|state| matches!(state, Load::Ready(_)));
        if shown {
            self.refreshing.set(true);
        } else {
            self.state.set(Load::Loading);
        }
        let answer = self.fetch.with_value(|fetch| fetch());
        spawn_local(async move {
            let answer = answer.await;
            // Only the newest answer counts, and none once the page is left.
            if self.newest.try_get_value() == Some(number) {
                self.refreshing.set(false);
                self.state.set(match answer {
                    Ok(value) => Load::Ready(Arc::new(value)),
                    Err(failure) => Load::Failed(failure),
                });
            }
        });
    }
}

/// Starts to fetch something for the calling component.
pub fn use_loader<T, F>(fetch: impl Fn() -> F + 'static) -> Loader<T>
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let loader = Loader {
        state: RwSignal::new(Load::Loading),
        refreshing: RwSignal::new(false),
        fetch: StoredValue::new_local(Box::new(move || Box::pin(fetch()))),
        newest: StoredValue::new(0),
    };
    loader.reload();
    loader
}
