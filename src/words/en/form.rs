//! What the email node form says.

use super::editor::counted;
use crate::browser::locale::{self, list};
use workflow::email::paste::{LeftOut, WhyLeftOut};
use workflow::email::{NodeJsonError, NodeJsonFault};
use workflow::json::SyntaxErrorKind;

// The form as a whole.

/// A node without an id.
pub const NO_ID_YET: &str = "(no id yet)";
/// What the form edits.
pub const EMAIL_NODE: &str = "Email node";
/// The badge of a node that is new.
pub const NEW: &str = "NEW";
/// The badge of a node that is edited.
pub const EDITED: &str = "EDITED";
/// Takes back all edits of a node.
pub const UNDO_EDITS: &str = "Undo edits";
/// Drops a new node.
pub const DISCARD_NODE: &str = "Discard node";
/// Removes a node of the workflow.
pub const REMOVE_NODE: &str = "Remove";
/// A field that is filled and right.
pub const FINE: &str = "fine";
/// Asks again.
pub const TRY_AGAIN: &str = "Try again";
/// Closes a note.
pub const CLOSE_NOTE: &str = "Close";

/// The title of the error summary.
#[must_use]
pub fn errors_to_correct(count: usize) -> String {
    format!("{} to correct before the review", counted(count, "error", "errors"))
}

// Template.

/// The section and its field.
pub const TEMPLATE: &str = "Template";
/// The field, empty.
pub const TEMPLATE_HINT: &str = "Search by name, subject or placeholder, or type an id.";
/// In the empty field.
pub const TEMPLATE_PLACEHOLDER: &str = "Search templates or type an id";
/// Being looked up.
pub const TEMPLATE_CHECKING: &str = "Checking this template…";
/// Not in the tenant.
pub const TEMPLATE_UNKNOWN: &str = "The tenant has no template with this id.";
/// Not in the tenant any more.
pub const TEMPLATE_DELETED: &str =
    "It was there before: this node is deployed with it, or the tenant still lists it. It has been deleted since.";
/// Goes on typing although there is no list.
pub const TYPE_AN_ID: &str = "You can still type an id.";

/// A template's subject.
#[must_use]
pub fn subject(subject: &str) -> String {
    format!("Subject: {subject}")
}

/// When a template was last changed.
#[must_use]
pub fn changed(unix_ms: u64) -> String {
    format!("Changed {}", locale::date(unix_ms))
}

/// A template's placeholders.
#[must_use]
pub fn placeholders(names: &[String]) -> String {
    if names.is_empty() {
        return "No placeholders".to_owned();
    }
    format!("{}: {}", counted(names.len(), "placeholder", "placeholders"), names.join(", "))
}

// Variables.

/// The section.
pub const VARIABLES: &str = "Variables";
/// The column of names.
pub const PLACEHOLDER: &str = "Placeholder";
/// The column of paths.
pub const SCOPE_PATH: &str = "Scope path";
/// The column of samples.
pub const SAMPLE: &str = "Sample";
/// In an empty name.
pub const NAME_PLACEHOLDER: &str = "placeholder";
/// In an empty path.
pub const PATH_PLACEHOLDER: &str = "$interaction.…";
/// No rows.
pub const NO_VARIABLES: &str = "No variables. Choose a template to lay out its placeholders, or add a row.";
/// Adds a row.
pub const ADD_VARIABLE: &str = "Add a variable";
/// Opens the field for many lines.
pub const PASTE_LINES: &str = "Paste many…";
/// The field for many lines.
pub const PASTE_FIELD: &str = "Variables, one a line";
/// How to write them.
pub const PASTE_HINT: &str =
    "name = path, name: path, two columns of a table, or a JSON object. You can also paste them into any row.";
/// Takes the lines over.
pub const PASTE_TAKE: &str = "Take over";
/// Leaves them.
pub const CANCEL: &str = "Cancel";
/// A row that no placeholder of the template asks for.
pub const EXTRA: &str = "extra";
/// The same, in full.
pub const EXTRA_TITLE: &str = "No placeholder of the template asks for this variable. It is sent along all the same.";
/// A path of a draft of this workflow.
pub const FROM_WORKFLOW: &str = "this workflow";
/// A path that the tenant is known to have.
pub const FROM_TENANT: &str = "known path";
/// A path of the catalogue.
pub const FROM_CATALOGUE: &str = "catalogue";
/// Between the places a path is known from.
pub const AND_FROM: &str = " · ";
/// Removes leftovers.
pub const DROP_LEFTOVERS: &str = "Drop";
/// Keeps leftovers.
pub const KEEP_LEFTOVERS: &str = "Keep as extra";

/// How far the placeholders are set.
#[must_use]
pub fn placeholders_set(set: usize, all: usize) -> String {
    format!("{set} of {all} placeholders set")
}

/// Adds rows for placeholders that have none.
#[must_use]
pub fn add_missing(missing: &[String]) -> String {
    match missing {
        [only] => format!("Add {only}"),
        more => format!("Add the {} missing placeholders", more.len()),
    }
}

/// The name of a path's field.
#[must_use]
pub fn path_for(name: &str) -> String {
    if name.is_empty() { SCOPE_PATH.to_owned() } else { format!("Scope path for {name}") }
}

/// Removes a variable.
#[must_use]
pub fn remove_variable(name: &str) -> String {
    if name.is_empty() { "Remove this variable".to_owned() } else { format!("Remove {name}") }
}

/// What the catalogue tells about a path.
#[must_use]
pub fn about_path(description: &str, sample: &str) -> String {
    match (description, sample) {
        ("", "") => String::new(),
        (about, "") => about.to_owned(),
        ("", sample) => format!("For example: {sample}"),
        (about, sample) => format!("{about}. For example: {sample}"),
    }
}

/// Variables that the newly chosen template has no placeholder for.
#[must_use]
pub fn leftovers(kept: usize, names: &[String]) -> String {
    let kept =
        if kept == 0 { String::new() } else { format!("{} kept. ", counted(kept, "variable was", "variables were")) };
    let (verb, they) = if names.len() == 1 { ("is", "no placeholder") } else { ("are", "no placeholders") };
    format!("{kept}{} {verb} {they} of this template.", list(names))
}

/// Leftovers were dropped.
#[must_use]
pub fn dropped(names: &[String]) -> String {
    format!("Dropped {}", list(names))
}

/// What was taken out of a pasted text.
#[must_use]
pub fn pasted(taken: usize, extra: &[String]) -> String {
    if taken == 0 {
        return "Nothing was taken: no line holds a name and a path.".to_owned();
    }
    let mut told = format!("{} taken.", counted(taken, "variable was", "variables were"));
    if !extra.is_empty() {
        let what =
            if extra.len() == 1 { "is no placeholder of the template" } else { "are no placeholders of the template" };
        told.push_str(&format!(" {} {what}.", list(extra)));
    }
    told
}

/// Step: many variables are pasted.
#[must_use]
pub fn paste_step(id: &str) -> String {
    format!("paste variables into {id}")
}

/// Step: leftovers are dropped.
#[must_use]
pub fn drop_step(names: &[String]) -> String {
    format!("drop {}", list(names))
}

/// A piece of a pasted text that was left out.
#[must_use]
pub fn left_out(left: &LeftOut) -> String {
    let why = match left.why {
        WhyLeftOut::NoSeparator => "nothing parts a name from a path",
        WhyLeftOut::NoName => "it has no name",
        WhyLeftOut::NoPath => "it has no path",
        WhyLeftOut::NotText => "its value is no text",
    };
    format!("Not taken, line {}: “{}”: {why}.", left.line, left.text)
}

// Attachments.

/// The section.
pub const ATTACHMENTS: &str = "Attachments";
/// No rows.
pub const NO_ATTACHMENTS: &str = "No attachments.";
/// A file's id.
pub const FILE_ID: &str = "File id";
/// In an empty id.
pub const FILE_ID_PLACEHOLDER: &str = "Search files or type att_…";
/// A file's name.
pub const FILE_NAME: &str = "File name";
/// In an empty name.
pub const FILE_NAME_PLACEHOLDER: &str = "Name the recipient sees";
/// Adds a row.
pub const ADD_ATTACHMENT: &str = "Add an attachment";
/// Goes on typing although there is no list.
pub const TYPE_A_FILE_ID: &str = "You can still type a file id.";
/// A file whose type nobody knows.
pub const UNKNOWN_TYPE: &str = "unknown type";
/// A size that is being asked for.
pub const ASKING: &str = "…";
/// How rows are moved.
pub const ORDER_HINT: &str = "Move with the arrow keys, or drag";

/// Moves a file; the handle's name.
#[must_use]
pub fn move_file(name: &str, place: usize, of: usize) -> String {
    let what = if name.is_empty() { "this attachment" } else { name };
    format!("Move {what}, {place} of {of}")
}

/// A file was moved.
#[must_use]
pub fn moved_file(name: &str, place: usize, of: usize) -> String {
    let what = if name.is_empty() { "Attachment" } else { name };
    format!("{what} is now {place} of {of}")
}

/// Removes a file.
#[must_use]
pub fn remove_attachment(name: &str) -> String {
    if name.is_empty() { "Remove this attachment".to_owned() } else { format!("Remove {name}") }
}

/// How much the files take of what they may.
#[must_use]
pub fn attachments_total(count: usize, total: u64, limit: u64) -> String {
    format!("{}, {} of {}", counted(count, "file", "files"), locale::size(total), locale::size(limit))
}

/// What a file may have.
#[must_use]
pub fn file_limit(limit: u64) -> String {
    format!("At most {} a file", locale::size(limit))
}

/// The budget of all files.
pub const BUDGET_FILES: &str = "Files";
/// The budget of the mail that carries them.
pub const BUDGET_MAIL: &str = "As a mail (base64)";

/// A file's size in a mail.
#[must_use]
pub fn in_mail(size: &str) -> String {
    format!("{size} in the mail")
}

/// Files whose size is not known.
#[must_use]
pub fn unknown_sizes(count: usize) -> String {
    format!("The size of {} is not known and is not counted.", counted(count, "file", "files"))
}

/// One budget: how much of how much.
#[must_use]
pub fn of_limit(used: u64, limit: u64) -> String {
    format!("{} of {}", locale::size(used), locale::size(limit))
}

/// The budget in words, file by file.
#[must_use]
pub fn budget(name: &str, used: u64, limit: u64, files: &[(String, u64)]) -> String {
    let files: Vec<String> = files.iter().map(|(name, bytes)| format!("{name} {}", locale::size(*bytes))).collect();
    format!("{name}: {}. {}.", of_limit(used, limit), list(&files))
}

// Uploads.

/// Opens the browser's picker.
pub const UPLOAD: &str = "Upload files…";
/// What else can be done.
pub const UPLOAD_HINT: &str = "or drop files here";
/// While files are held over the form.
pub const UPLOAD_DROP: &str = "Drop the files to upload and attach them";
/// The list of uploads.
pub const UPLOADS: &str = "Uploads";
/// Waiting for its turn.
pub const UPLOAD_WAITING: &str = "Waiting";
/// All bytes are sent, the answer is not here.
pub const UPLOAD_STORING: &str = "Being stored…";
/// Taken back by the administrator.
pub const UPLOAD_CANCELLED: &str = "Cancelled. Nothing was attached.";
/// The tenant has no uploads after all.
pub const UPLOAD_NOT_OFFERED: &str =
    "This tenant takes no uploads. Nothing was attached; put the file into its storage and type its id here.";

/// A file on its way.
#[must_use]
pub fn uploading(sent: u64, size: u64) -> String {
    format!("{} of {}", locale::size(sent), locale::size(size))
}

/// A file that may not be sent.
#[must_use]
pub fn upload_too_large(size: u64, limit: u64) -> String {
    format!("Not sent: it has {}, and a file may have {} at most.", locale::size(size), locale::size(limit))
}

/// A file that would be too much with the others.
#[must_use]
pub fn upload_too_much(total: u64, limit: u64) -> String {
    format!(
        "Not sent: with it the attachments would have {}, and may have {} in all. Remove one first.",
        locale::size(total),
        locale::size(limit)
    )
}

/// A file without a byte.
pub const UPLOAD_EMPTY: &str = "Not sent: the file is empty.";

/// A file that was attached.
#[must_use]
pub fn upload_done(name: &str) -> String {
    format!("{name} was uploaded and attached")
}

/// A file that was not.
#[must_use]
pub fn upload_failed(name: &str, why: &str) -> String {
    format!("{name} was not uploaded. {why}")
}

/// Stops an upload.
#[must_use]
pub fn cancel_upload(name: &str) -> String {
    format!("Cancel the upload of {name}")
}

/// Starts it again.
#[must_use]
pub fn retry_upload(name: &str) -> String {
    format!("Try {name} again")
}

/// Takes it from the list.
#[must_use]
pub fn dismiss_upload(name: &str) -> String {
    format!("Dismiss {name}")
}

/// Progress for screen readers.
#[must_use]
pub fn upload_progress(name: &str) -> String {
    format!("Upload of {name}")
}

// Delivery.

/// The section.
pub const DELIVERY: &str = "Delivery";
/// The mode.
pub const MODE: &str = "Mode";
/// Opens are counted.
pub const TRACK_OPENS: &str = "Track opens";
/// Clicks are counted.
pub const TRACK_CLICKS: &str = "Track clicks";

// Other properties.

/// The section.
pub const OTHER_PROPERTIES: &str = "Other properties";
/// What it is.
pub const OTHER_HINT: &str = "What this form has no field for. It is kept as it is, unless you edit it here as JSON.";
/// Beside a member of the node itself.
pub const ON_THE_NODE: &str = "on the node";
/// Adds one.
pub const ADD_PROPERTY: &str = "Add a property";
/// The new one's key.
pub const PROPERTY_KEY: &str = "Key of the new property";
/// In the empty key.
pub const PROPERTY_KEY_PLACEHOLDER: &str = "key";
/// The key is there already.
pub const PROPERTY_TAKEN: &str = "There is a property with this key already.";
/// The key has a field.
pub const PROPERTY_KNOWN: &str = "The form has a field for this.";
/// Adds it.
pub const PROPERTY_ADD: &str = "Add";

/// The name of a property's field.
#[must_use]
pub fn property_json(key: &str) -> String {
    format!("JSON of {key}")
}

/// Removes a property.
#[must_use]
pub fn remove_property(key: &str) -> String {
    format!("Remove {key}")
}

// JSON.

/// The section.
pub const NODE_JSON: &str = "Node as JSON";
/// The button in the node's head.
pub const EDIT_JSON: &str = "Edit as JSON";
/// What it is.
pub const NODE_JSON_HINT: &str =
    "The whole node. Form and text follow each other; what you do not touch keeps its spelling. Tab moves on.";
/// Shows it.
pub const SHOW_JSON: &str = "Show";
/// Hides it.
pub const HIDE_JSON: &str = "Hide";
/// Lays the text out.
pub const FORMAT_JSON: &str = "Format";
/// Copies it.
pub const COPY_JSON: &str = "the node's JSON";
/// The text is not valid.
pub const JSON_INVALID: &str = "The JSON below is not valid, so the form shows the node as it last was.";
/// Goes to the error.
pub const JSON_GO: &str = "Go to the error";
/// What was typed is still there.
pub const JSON_KEPT: &str = "What you typed is kept as it is.";
/// The finding about it.
pub const JSON_NOT_TAKEN_OVER: &str = "The node's JSON is being edited and is not valid. What was typed there is not part of the change yet. Correct it, or take the form's text.";
/// Goes to the text.
pub const JSON_SHOW: &str = "Go to the text";
/// Drops what was typed.
pub const JSON_DROP: &str = "Take the form's text";
/// The form was edited while the text is not valid.
pub const JSON_BEHIND: &str = "The form was edited meanwhile. Once the text is valid, both are put together.";
/// The text is fine again.
pub const JSON_VALID: &str = "The JSON is valid; the form follows it.";

/// An error in a text, with its place.
#[must_use]
pub fn json_error(error: &NodeJsonError) -> String {
    let what = match &error.fault {
        NodeJsonFault::Syntax(SyntaxErrorKind::Expected(what)) => format!("expected {what}"),
        NodeJsonFault::Syntax(SyntaxErrorKind::Ended(what)) => format!("the text ends too early: expected {what}"),
        NodeJsonFault::Syntax(kind) => kind.to_string(),
        NodeJsonFault::NotAnObject(found) => format!("a node is an object in braces, and this is {found}"),
        NodeJsonFault::NoId => "a node needs an id that is text".to_owned(),
        NodeJsonFault::OtherType => {
            "the type of an email node is email; another type would take it out of this form".to_owned()
        }
        NodeJsonFault::KeyTwice(key) => {
            format!("the key {key} stands twice in one object, so which one counts is not known")
        }
        NodeJsonFault::Refused(error) => error.to_string(),
    };
    format!("Line {}, column {}: {}.", error.line, error.column, what.replace('`', ""))
}

// Notices and rows.

/// A notice's name for screen readers.
pub const NOTICE: &str = "Notice";

/// A variable's row, for screen readers.
#[must_use]
pub fn variable_row(name: &str) -> String {
    if name.is_empty() { "New variable".to_owned() } else { format!("Variable {name}") }
}
