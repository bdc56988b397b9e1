//! Which workflows browsers have open: each is polled by one task, however many browsers watch it,
//! as long as somebody does.

use super::poll::poll;
use crate::state::AppState;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tenant::Segment;
use tokio::task::JoinHandle;

/// The workflows that are watched.
#[derive(Debug, Default)]
pub(crate) struct Watched(Mutex<HashMap<String, Watch>>);

#[derive(Debug)]
struct Watch {
    browsers: usize,
    poller: JoinHandle<()>,
}

/// A browser's watch over workflows. Dropping it ends it.
pub(crate) struct Watching {
    state: AppState,
    workflows: Vec<String>,
}

/// Watches workflows for a browser.
pub(crate) fn watch(state: &AppState, workflows: &[Segment]) -> Watching {
    let mut watched = state.watched.lock();
    for id in workflows {
        let entry = watched
            .entry(id.plain().to_owned())
            .or_insert_with(|| Watch { browsers: 0, poller: tokio::spawn(poll(AppState::clone(state), id.clone())) });
        entry.browsers += 1;
    }
    drop(watched);
    let workflows = workflows.iter().map(|id| id.plain().to_owned()).collect();
    Watching { state: AppState::clone(state), workflows }
}

impl Watched {
    /// Whether a browser watches this workflow.
    pub(crate) fn contains(&self, workflow: &str) -> bool {
        self.lock().contains_key(workflow)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Watch>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let mut watched = self.state.watched.lock();
        for id in &self.workflows {
            if let Some(watch) = watched.get_mut(id) {
                watch.browsers -= 1;
                if watch.browsers == 0 {
                    watch.poller.abort();
                    watched.remove(id);
                }
            }
        }
    }
}
