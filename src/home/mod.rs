//! Choosing a workflow: the tenant's list, the ones opened last, and any other by its id.

mod kept;
mod open_by_id;
mod picker;
mod recent;
mod rows;

pub use kept::KeptWork;
pub use open_by_id::OpenById;
pub use picker::WorkflowPicker;
pub use recent::{Recent, recent_workflows, remember_workflow};
