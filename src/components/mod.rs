//! Parts that know the app's terms, used by several pages.

mod announce;
mod confirm;
mod copy_button;
mod current;
mod diff_lines;
mod diff_words;
mod failure_panel;
mod fetched;
mod findings;
mod heading;
mod json_line;
mod json_view;
mod load;
mod session;
mod status;
mod theme_switch;
mod time;
mod top_bar;

pub use announce::{Announcements, Announcer, provide_announcer, use_announcer};
pub use confirm::ConfirmDialog;
pub use copy_button::CopyButton;
pub use current::{CurrentWorkflow, provide_current_workflow, use_current_workflow};
pub use diff_lines::{DiffLayout, DiffLines};
pub use diff_words::{DiffWords, with_code};
pub use failure_panel::FailurePanel;
pub use fetched::{FetchPage, Fetched};
pub use findings::FindingsList;
pub use heading::PageHeading;
pub use json_view::{JsonText, JsonView};
pub use load::{Load, Loader, use_loader};
pub use session::{SessionGate, use_session};
pub use status::{Status, StatusDot};
pub use theme_switch::ThemeSwitch;
pub use time::RelativeTime;
pub use top_bar::TopBar;
