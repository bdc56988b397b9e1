//! What is fetched once the administrator turns to a workflow: the workspace, the form, the previews,
//! review and deploy.

use crate::chunk::{NotFetched, with_style};
use crate::editor::{PARTS, Parts, follow_address};
use crate::review::{Deploying, InterruptedNotice, Review};
use crate::workspace::{Opened, Work, Workspace};
use leptos::prelude::*;

/// The work on a workflow.
pub struct WorkPages {
    /// Sets the workspace up for the current owner.
    pub begin: fn(Opened) -> Work,
    /// The parts of the editor that need it.
    pub editor: &'static Parts,
    /// What the editor has to tell of a deploy.
    pub notice: fn() -> AnyView,
    /// Review and deploy.
    pub review: fn() -> AnyView,
}

static WORK: WorkPages = WorkPages {
    begin: |opened| {
        let workspace = Workspace::provide(opened);
        Deploying::provide(workspace, opened.session);
        follow_address(opened, workspace);
        workspace.work()
    },
    editor: &PARTS,
    notice: || view! { <InterruptedNotice /> }.into_any(),
    review: || view! { <Review /> }.into_any(),
};

crate::chunk! {
    work,
    fn work_pages() -> &'static WorkPages {
        &WORK
    }
}

/// Fetches the work on a workflow.
///
/// # Errors
/// [`NotFetched`].
pub async fn fetch() -> Result<&'static WorkPages, NotFetched> {
    with_style(work_pages()).await
}
