//! What the right side of the editor says: email, JSON, changes and problems.

use super::editor::counted;
use crate::browser::locale::{number, size};
use crate::editor::Contact;
use crate::workspace::Fixed;
use workflow::validate::{Field, Severity};

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

/// A long line goes on before what is shown.
#[must_use]
pub fn bytes_before(bytes: u64) -> String {
    format!("{} before … ", size(bytes))
}

/// A long line goes on behind what is shown.
#[must_use]
pub fn bytes_behind(bytes: u64) -> String {
    format!(" … {} more on this line", size(bytes))
}

/// Looking for words in the JSON.
pub const FIND: &str = "Find in the JSON";
/// The same, inside the field.
pub const FIND_PLACEHOLDER: &str = "Find";
/// The switch that tells upper from lower case.
pub const FIND_CASE: &str = "Match case";
/// The switch that takes the words for a pattern.
pub const FIND_PATTERN: &str = "Regular expression";
/// To the match before.
pub const FIND_PREVIOUS: &str = "Previous match";
/// To the match behind.
pub const FIND_NEXT: &str = "Next match";
/// The words are no pattern.
pub const FIND_NO_PATTERN: &str = "Not a regular expression";
/// Nothing matches.
pub const FIND_NONE: &str = "No matches";
/// The first part of the text is being searched.
pub const FIND_BUSY: &str = "Searching…";

/// How many matches there are, and which of them is shown (first is 1).
#[must_use]
pub fn find_count(current: Option<usize>, count: usize, is_all: bool) -> String {
    let all = format!("{}{}", number(count as u64), if is_all { "" } else { "+" });
    match current {
        Some(current) => format!("{} of {all}", number(current as u64)),
        None => counted_text(&all, count, "match", "matches"),
    }
}

fn counted_text(shown: &str, count: usize, one: &str, many: &str) -> String {
    format!("{shown} {}", if count == 1 { one } else { many })
}

/// Going to a line.
pub const LINE: &str = "Go to line";
/// The same, inside the field.
pub const LINE_PLACEHOLDER: &str = "Line";
/// There is no such line.
#[must_use]
pub fn line_range(count: usize) -> String {
    format!("Lines go from 1 to {}", number(count as u64))
}
/// A line was gone to.
#[must_use]
pub fn at_line(line: usize) -> String {
    format!("Line {}", number(line as u64))
}
/// To the change before.
pub const CHANGE_PREVIOUS: &str = "Previous change";
/// To the change behind.
pub const CHANGE_NEXT: &str = "Next change";
/// Folds everything.
pub const FOLD_ALL: &str = "Fold all";
/// Unfolds everything.
pub const UNFOLD_ALL: &str = "Unfold all";
/// What a new line is, before its text.
pub const LINE_ADDED: &str = "added: ";
/// What a line that was another is, before its text.
pub const LINE_CHANGED: &str = "changed: ";
/// Lines are gone before this one.
#[must_use]
pub fn lines_gone(count: usize) -> String {
    format!("{} removed here. ", counted(count, "line", "lines"))
}
/// In the place of folded lines.
#[must_use]
pub fn lines_folded(count: usize) -> String {
    counted(count, "line", "lines")
}

/// Of what the JSON is.
pub const JSON_OF: &str = "JSON of";
/// The node alone.
pub const JSON_NODE: &str = "Node";
/// The whole document.
pub const JSON_DOCUMENT: &str = "Document";
/// What is copied.
pub const JSON_COPIED: &str = "the JSON";
/// Saves the JSON as a file.
pub const JSON_DOWNLOAD: &str = "Download the JSON";
/// The browser refused the download.
pub const JSON_NOT_SAVED: &str = "The browser did not allow the download. Copy the JSON instead.";
/// No node is chosen.
pub const JSON_NO_NODE: &str = "Choose a node to see its JSON.";
/// The name of a node's JSON.
pub const JSON_LABEL_NODE: &str = "The node's JSON";
/// The name of the document's JSON.
pub const JSON_LABEL_DOCUMENT: &str = "The workflow's JSON with your changes";

/// Step: several fixes were applied together.
pub const STEP_FIX_ALL: &str = "apply all safe fixes";
/// Step: one edit was taken back.
#[must_use]
pub fn step_take_back(node: &str) -> String {
    format!("take back an edit of {node}")
}

/// Nothing found.
pub const NO_PROBLEMS: &str = "No problems. Everything that can be checked without deploying is fine.";
/// Nothing found that the filter lets through.
pub const NO_PROBLEM_SHOWN: &str = "No problem matches the filter.";
/// The list of problems.
pub const PROBLEMS: &str = "Problems";
/// Filters them by words.
pub const PROBLEMS_FILTER: &str = "Filter the problems";
/// The same, inside the field.
pub const PROBLEMS_FILTER_PLACEHOLDER: &str = "Filter by words, node or code";
/// Filters them by severity.
pub const PROBLEMS_KINDS: &str = "Show";
/// The findings that belong to the change.
pub const OF_CHANGE: &str = "In your changes";
/// The findings that do not.
pub const NOT_OF_CHANGE: &str = "Elsewhere in the workflow, untouched by your changes";
/// The findings while nothing is changed.
pub const OF_WORKFLOW: &str = "In the workflow";
/// The group of findings that are about no node.
pub const NO_NODE: &str = "The workflow as a whole";

/// The name of a severity.
#[must_use]
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Hint => "Hint",
    }
}

/// So many of a severity.
#[must_use]
pub fn of_severity(severity: Severity, count: usize) -> String {
    match severity {
        Severity::Error => counted(count, "error", "errors"),
        Severity::Warning => counted(count, "warning", "warnings"),
        Severity::Hint => counted(count, "hint", "hints"),
    }
}

/// How many of the problems are listed.
#[must_use]
pub fn problems_shown(shown: usize, all: usize) -> String {
    if shown == all {
        counted(all, "problem", "problems")
    } else {
        format!("{} of {}", number(shown as u64), counted(all, "problem", "problems"))
    }
}

/// Goes to the field that a finding is about.
#[must_use]
pub fn go_to(field: Field) -> String {
    let row = |what: &str, row: usize| format!("Go to {what} {}", row + 1);
    match field {
        Field::Id => "Go to the id".to_owned(),
        Field::Type | Field::Document => "Go to it".to_owned(),
        Field::Placement => "Go to the placement".to_owned(),
        Field::TemplateId => "Go to the template".to_owned(),
        Field::Variables => "Go to the variables".to_owned(),
        Field::VariableName(at) => row("placeholder", at),
        Field::VariablePath(at) => row("scope path", at),
        Field::Attachments => "Go to the attachments".to_owned(),
        Field::AttachmentId(at) => row("file id", at),
        Field::AttachmentName(at) => row("file name", at),
        Field::DeliveryMode => "Go to the delivery mode".to_owned(),
        Field::TrackOpens => "Go to open tracking".to_owned(),
        Field::TrackClicks => "Go to click tracking".to_owned(),
    }
}

/// The button for all fixes that need no decision.
#[must_use]
pub fn fix_all(count: usize) -> String {
    format!("Apply {}", counted(count, "safe fix", "safe fixes"))
}
/// What is safe about them.
pub const FIX_ALL_NOTE: &str =
    "Slips that can have meant one thing only, such as white space around an id. Guesses are left to you.";

/// A fix was applied.
#[must_use]
pub fn fixed(label: &str, left: usize) -> String {
    format!("Done: {}. {} left.", label.replace('`', ""), counted(left, "problem", "problems"))
}
/// A fix did not do what it was to do.
#[must_use]
pub fn not_fixed(label: &str) -> String {
    format!(
        "“{}” cannot be applied here, and nothing was changed. Correct the node in CXone Studio.",
        label.replace('`', "")
    )
}
/// Several fixes were applied.
#[must_use]
pub fn all_fixed(fixed: Fixed, left: usize) -> String {
    let mut text = format!(
        "{} applied in {}. {} left.",
        counted(fixed.fixes, "fix", "fixes"),
        counted(fixed.nodes, "node", "nodes"),
        counted(left, "problem", "problems")
    );
    if fixed.nodes_left > 0 {
        text.push_str(&format!(" {} for the next time.", counted(fixed.nodes_left, "node is", "nodes are")));
    }
    text
}

/// Nothing changed.
pub const NO_CHANGES: &str = "Nothing is changed yet.";
/// The group of what belongs to no node.
pub const CHANGES_OF_WORKFLOW: &str = "The workflow itself";
/// Takes everything about a node back.
#[must_use]
pub fn take_back_all(node: &str) -> String {
    format!("Take back everything about {node}")
}
/// Takes one edit back; `what` is the sentence about it.
#[must_use]
pub fn take_back(what: &str) -> String {
    format!("Take back: {}", what.replace('`', ""))
}
/// One edit was taken back.
#[must_use]
pub fn taken_back(what: &str) -> String {
    format!("Taken back: {}", what.replace('`', ""))
}
/// One edit could not be taken back.
pub const NOT_TAKEN_BACK: &str = "This cannot be taken back alone, and nothing was changed. Take back everything about the node, or edit it in the form.";
/// The changed lines.
pub const CHANGED_LINES: &str = "In lines";
/// The name of the changed lines.
pub const LINES: &str = "Changed lines";
/// No line differs.
pub const SAME_TEXTS: &str = "Both texts are the same.";
/// What a line that is gone is, before its text.
pub const LINE_REMOVED: &str = "removed: ";
