//! Parts that know nothing of the app: controls, containers and signs.
//!
//! Each part draws every state it can be in, works with the keyboard alone, and gets its looks
//! from a CSS file of its family under `style/`. A control inside a [`Field`] finds its label,
//! hint and messages by itself.

mod badge;
mod banner;
mod button;
mod checkbox;
mod choice;
mod combobox;
mod dialog;
mod each;
mod field;
mod icon;
mod id;
mod kbd;
mod measured_list;
mod menu;
mod plain_input;
mod select;
mod skeleton;
mod table;
mod tabs;
mod text_input;
mod tone;
mod virtual_list;

pub use badge::Badge;
pub use banner::Banner;
pub use button::{Button, ButtonKind, IconButton};
pub use checkbox::Checkbox;
pub use choice::Choice;
pub use combobox::Combobox;
pub use dialog::{Dialog, keep_modal};
pub use each::Each;
pub use field::{Field, FieldAction, FieldContext, FieldMessage, message_view};
pub use icon::{Icon, IconName};
pub use id::fresh_id;
pub use kbd::Kbd;
pub use measured_list::MeasuredList;
pub use menu::{Menu, MenuItem};
pub use plain_input::PlainInput;
pub use select::Select;
pub use skeleton::Skeleton;
pub use table::TableFrame;
pub use tabs::{Tab, TabList, TabPanel};
pub use text_input::TextInput;
pub use tone::Tone;
pub use virtual_list::{VirtualList, rows_that_fit};
