//! Sample contacts: whose data fill the email in the preview.

mod contact;
mod own;
mod table;

pub use contact::{Contact, KINDS};
pub use own::{OwnContact, OwnContacts};
pub use table::sample;
