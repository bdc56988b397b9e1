//! What the right side of the editor says: email, JSON, changes and problems.

use super::editor::counted;
use crate::editor::Contact;

/// Choosing whose data fill the email.
pub const CONTACT: &str = "Sample contact";
/// Opens the administrator's own contacts.
pub const OWN_CONTACTS: &str = "Your own contacts";
/// The dialog's title.
pub const OWN_TITLE: &str = "Sample contacts of your own";
/// What becomes of own contacts.
pub const OWN_NOTE: &str = "Kept in this browser alone: no change, export or deploy carries them.";
/// Which of the own contacts is edited.
pub const OWN_WHICH: &str = "Contact";
/// The entry for one more.
pub const OWN_NEW: &str = "A new contact";
/// The field for its name.
pub const OWN_NAME: &str = "Name";
/// A contact without a name.
pub const OWN_NAME_MISSING: &str = "Give the contact a name to find it again.";
/// About the values.
pub const OWN_VALUES: &str = "What you leave open is as with the ordinary contact; a single space makes a value empty.";
/// The heading over the values.
pub const OWN_VALUES_TITLE: &str = "What its scope paths hold";
/// No path to fill.
pub const OWN_NO_PATHS: &str = "This email has no variable with a scope path yet; there is nothing to fill in.";
/// Keeps a contact and shows the email with it.
pub const OWN_SAVE: &str = "Keep and use";
/// Takes a contact away.
pub const OWN_DELETE: &str = "Delete";
/// Closes the dialog.
pub const OWN_CANCEL: &str = "Cancel";
/// The browser's storage is full or switched off.
pub const OWN_NOT_KEPT: &str =
    "This browser keeps nothing (its storage is full or switched off): the contact is gone when you close the page.";

/// What a contact is called.
#[must_use]
pub fn contact(contact: &Contact) -> String {
    match contact {
        Contact::Ordinary => "Ordinary".to_owned(),
        Contact::Empty => "Empty values".to_owned(),
        Contact::Long => "Very long values".to_owned(),
        Contact::RightToLeft => "Right-to-left".to_owned(),
        Contact::Hostile => "Hostile markup".to_owned(),
        Contact::Own(own) => own.name.clone(),
    }
}

/// A contact was kept.
#[must_use]
pub fn contact_kept(name: &str) -> String {
    format!("Kept {name}; the email is shown with it")
}

/// A contact was taken away.
#[must_use]
pub fn contact_deleted(name: &str) -> String {
    format!("Deleted {name}")
}

/// The sender.
pub const FROM: &str = "From";
/// The subject.
pub const SUBJECT: &str = "Subject";
/// The line behind the subject.
pub const PREHEADER: &str = "Preheader";
/// Where the preheader was taken from: the template's own field.
pub const PREHEADER_OF_TEMPLATE: &str = "named by the template";
/// Where the preheader was taken from: hidden text.
pub const PREHEADER_HIDDEN: &str = "hidden text at the top of the body";
/// Where the preheader was taken from: the body.
pub const PREHEADER_OF_BODY: &str = "first words of the body";
/// There is no preheader.
pub const PREHEADER_NONE: &str = "none";
/// A placeholder whose value is empty.
#[must_use]
pub fn empty_value(name: &str) -> String {
    format!("({name} is empty)")
}

/// How the email is looked at.
pub const DEVICES: &str = "Show the email as on";
/// A wide screen.
pub const DESKTOP: &str = "Desktop";
/// A narrow screen.
pub const PHONE: &str = "Phone";
/// The part without markup.
pub const PLAIN_TEXT: &str = "Plain text";
/// In which colours the email is looked at.
pub const COLOURS: &str = "Colours of the email";
/// As it is.
pub const LIGHT: &str = "Light";
/// With its own dark style.
pub const DARK: &str = "Dark";
/// Inverted.
pub const INVERTED: &str = "Inverted";
/// About the dark view of an email that has a dark style.
pub const DARK_OWN: &str = "As in mail programs that use the email's own dark style, such as Apple Mail.";
/// About the dark view of an email that has none.
pub const DARK_NONE: &str =
    "This template has no dark style of its own. Mail programs that use one show it light, as here; others invert it.";
/// About the inverted view.
pub const INVERTED_NOTE: &str =
    "An approximation: mail programs such as Gmail and Outlook darken light emails by themselves, each in its own way.";

/// Placeholders without a scope path.
pub const NOT_SET: &str = "Not set:";
/// Placeholders whose value is empty.
pub const EMPTY: &str = "Empty with this contact:";

/// How many pictures are not loaded.
#[must_use]
pub fn pictures_blocked(count: usize) -> String {
    format!("{} not loaded.", counted(count, "remote picture", "remote pictures"))
}

/// How many pictures may be loaded.
#[must_use]
pub fn pictures_allowed(count: usize) -> String {
    format!(
        "{} loaded for this template, until you close the page.",
        counted(count, "remote picture", "remote pictures")
    )
}

/// Loads them.
pub const LOAD_PICTURES: &str = "Load pictures";
/// What loading them means.
pub const LOAD_PICTURES_NOTE: &str = "Their servers will see your address and the time.";
/// Blocks them again.
pub const BLOCK_PICTURES: &str = "Block them again";

/// How many links and forms there are.
#[must_use]
pub fn ways(count: usize) -> String {
    format!("{}, shown and never followed here", counted(count, "link", "links"))
}

/// A link without words.
pub const WAY_WITHOUT_WORDS: &str = "(no words)";
/// A link without an address.
pub const WAY_NOWHERE: &str = "(no address)";
/// Between a link's words and its address.
pub const LEADS_TO: &str = "leads to";
/// The name of the frame.
pub const FRAME: &str = "The email with sample data";
/// The name of the plain text.
pub const TEXT_FRAME: &str = "The email as plain text";
/// The browser cannot take the email apart.
pub const UNREADABLE: &str =
    "This browser cannot take the email apart safely, so it is not shown. Look at the plain text.";
/// Tries to show the email again.
pub const TRY_AGAIN: &str = "Try again";
/// Preview without a template.
pub const NO_TEMPLATE: &str = "Choose a template to see the email with sample data.";
/// Preview of no email node.
pub const NO_EMAIL: &str = "Choose an email node to see its email with sample data.";
/// Preview while the template is being looked up.
pub const TEMPLATE_CHECKING: &str = "Checking this template…";
/// Preview of a template that is not there.
#[must_use]
pub fn template_missing(id: &str) -> String {
    format!("There is no template {id}, so there is no email to show.")
}
/// The text part is missing.
pub const NO_TEXT: &str = "This template has no plain text part. Mail programs that show no HTML will show nothing.";
/// The HTML part is missing.
pub const NO_HTML: &str = "This template has no HTML part; the plain text is sent.";
