//! `cxone-email deploy`: one email node into a tenant's workflow, exactly once.
//!
//! [`Order`] says what goes where. [`Reading::take`] asks the tenant for workflow, template and
//! attachments side by side; [`check`] judges the node with what they say; [`Driver`] then drives the
//! core's machine, whose first read is answered with what was just read. So a deploy with a live token
//! is two dependent rounds: everything that is read, then the write.

mod asking;
mod audit;
mod cancelling;
mod checking;
mod command;
mod driving;
mod dry_run;
mod earlier;
mod journals;
mod order;
mod output;
mod reading;
mod webhook;
mod words;

pub use cancelling::Cancel;
pub use checking::{Checked, check};
pub(crate) use command::command;
pub use driving::{Driver, Finished, Left, Silent, Start, Watch};
pub use journals::{Journals, Slot, SlotError};
pub use order::Order;
pub use reading::{Reading, ReadingError};
