//! The words of the review.

use workflow::change::Conflict;
use workflow::deploy::StepKind;

/// What a step does.
pub fn step(kind: &StepKind) -> String {
    match kind {
        StepKind::Read => "Read the newest version".to_owned(),
        StepKind::ReadBack => "Read back whether the change has arrived".to_owned(),
        StepKind::Write { attempt: 1 } => "Write the workflow".to_owned(),
        StepKind::Write { attempt } => format!("Write the workflow, attempt {attempt}"),
        StepKind::Replay => "Put the change on the newest version".to_owned(),
        StepKind::Resume => "Take up the interrupted deploy".to_owned(),
        StepKind::Journal => "Keep a journal of this deploy".to_owned(),
        StepKind::RenewToken => "Get a fresh token".to_owned(),
        StepKind::Wait { reason, .. } => format!("Wait: {reason}"),
    }
}

/// That the base has been overtaken and the change fits on top.
pub fn overtaken(newer: &str, base: &str) -> String {
    format!("Somebody saved version {newer} after version {base} was opened. Your change fits on top; theirs stays.")
}

/// That the change does not fit on the newest version.
pub fn in_conflict(newer: &str, conflicts: &[Conflict]) -> String {
    let messages: Vec<&str> = conflicts.iter().map(|conflict| conflict.message.as_str()).collect();
    format!("Version {newer} changes the same things. {}", messages.join(" "))
}

/// The check of the version.
pub const VERSION: &str = "Version";
/// A draft without a template.
pub const NO_TEMPLATE: &str = "No template is chosen.";
/// A check that goes on.
pub const CHECKING: &str = "Checking…";
/// A deploy begins.
pub const DEPLOYING: &str = "Deploying";
/// An interrupted deploy is looked into.
pub const FINDING_OUT: &str = "Finding out what has become of the interrupted deploy";
/// Above the editor.
pub const WAS_INTERRUPTED: &str = "A deploy of this workflow was interrupted";
/// The same.
pub const OUTCOME_NOT_KNOWN: &str = "Its outcome was not known when this page was last open.";
/// Looks into it.
pub const FIND_OUT: &str = "Find out";
/// Its heading in the review.
pub const INTERRUPTED: &str = "Interrupted deploy";
/// What finding out does.
pub const INTERRUPTED_NOTE: &str = "An earlier deploy of this workflow was interrupted before its outcome was known. Finding out reads the workflow and writes nothing. Should that deploy still be under way in another tab, it stops there.";
/// How a deploy ended.
pub const DEPLOYED: &str = "Deployed";
/// How a deploy ended.
pub const ALREADY_THERE: &str = "Already there";
/// How a deploy ended.
pub const CONFLICTS: &str = "Somebody changed the same things";
/// How a deploy ended.
pub const REFUSED: &str = "The tenant refused it";
/// How a deploy ended.
pub const GAVE_UP: &str = "It did not get through";
/// How a deploy ended.
pub const CANCELLED: &str = "Cancelled";
/// How a deploy ended.
pub const UNKNOWN: &str = "The outcome is not known";
/// How a deploy ended.
pub const UNUSABLE: &str = "It cannot be deployed";
/// A side of a conflict.
pub const WAS: &str = "Was";
/// A side of a conflict.
pub const YOU: &str = "You";
/// A side of a conflict.
pub const THEIRS: &str = "Theirs";
/// A fact of the receipt.
pub const OPERATION: &str = "Operation";
/// A fact of the receipt.
pub const CHANGED: &str = "Changed";
/// A fact of the receipt.
pub const VERSION_FACT: &str = "Version";
/// A fact of the receipt.
pub const STATUS: &str = "Status";
/// A fact of the receipt.
pub const WRITES: &str = "Writes";
/// A fact of the receipt.
pub const TOOK: &str = "Took";
/// A fact of the receipt.
pub const FINISHED: &str = "Finished";
/// Whether it was changed.
pub const YES: &str = "yes";
/// The same.
pub const NO: &str = "no";
/// The same.
pub const NOT_KNOWN: &str = "not known";
/// No version.
pub const NO_VERSION: &str = "none";
/// A way on.
pub const BACK_TO_WORKFLOW: &str = "Back to the workflow";
/// A way on.
pub const BRING_IN: &str = "Bring in the newest version";
/// A way on.
pub const CORRECT: &str = "Correct it in the editor";
/// A way on.
pub const REVIEW_AGAIN: &str = "Review again";
/// After a press.
pub const RECEIPT_SAVED: &str = "The receipt is being downloaded";
/// After a press.
pub const RECEIPT_NOT_SAVED: &str = "The browser did not allow the download.";
/// Saves the receipt.
pub const DOWNLOAD_RECEIPT: &str = "Download receipt";
/// It is being recorded.
pub const RECORDING: &str = "Recording it in the activity…";
/// It is recorded, before the link.
pub const RECORDED: &str = "Recorded in the ";
/// The link.
pub const ACTIVITY: &str = "activity";
/// It is not recorded.
pub const NOT_RECORDED: &str = "It could not be recorded in the activity. ";
/// Once more.
pub const RECORD_AGAIN: &str = "Record it again";
/// Why it cannot be pressed.
pub const CANCELLING_ALREADY: &str = "Already cancelling: finding out whether the last write arrived.";
/// Cancels.
pub const CANCEL: &str = "Cancel";
/// It is being cancelled.
pub const CANCELLING: &str = "Cancelling: finding out whether the last write arrived…";
/// It goes on.
pub const WORKING: &str = "Working…";
/// The list of steps.
pub const STEPS: &str = "Steps of this deploy";
/// About the request.
pub const REQUEST_BEFORE_SIZE: &str = "The proxy adds the credentials and passes the body on unchanged: ";
/// The same.
pub const REQUEST_AFTER_SIZE: &str = ", laid out here for reading. ";
/// The same.
pub const REQUEST_STAMP: &str =
    " is set when it is sent. If somebody saves first, your change is put on their version.";
/// What is copied.
pub const BODY_AS_SENT: &str = "the body as it is sent";
/// The body.
pub const BODY: &str = "Body of the request";
/// The heading of the page.
pub const TITLE: &str = "Review and deploy";
/// Back.
pub const BACK: &str = "← Back to the editor";
/// The workflow is on its way.
pub const LOADING: &str = "Loading the workflow";
/// It could not be loaded, before the link.
pub const NOT_LOADED: &str = "The workflow could not be loaded. ";
/// The link.
pub const OPEN_IN_EDITOR: &str = "Open it in the editor";
/// After the link.
pub const NOT_LOADED_WHY: &str = " to see why. What you have typed is kept.";
/// Nothing is changed.
pub const NOTHING: &str = "Nothing to deploy";
/// What to do.
pub const NOTHING_NOTE: &str = "Add or edit an email node first; what you change is shown here before it is sent.";
/// The way there.
pub const OPEN_EDITOR: &str = "Open the editor";
/// The deploy.
pub const DEPLOY: &str = "Deploy";
/// Why it cannot be deployed.
pub const CHECK_FAILED: &str = "A check has failed. See above.";
/// The same.
pub const CHECKS_RUNNING: &str = "The checks are still going on.";
/// The checks.
pub const CHECKS: &str = "Checks";
/// Once more.
pub const CHECK_AGAIN: &str = "Check again";
/// What deploying does, before the id.
pub const WRITES_WHAT: &str = "Writes ";
/// After it.
pub const WRITES_SAFELY: &str =
    ". Nobody's edit is overwritten, and nothing is added twice, even if the connection breaks.";
/// Why it is deployed.
pub const NOTE: &str = "Why (optional)";
/// What becomes of that.
pub const NOTE_HINT: &str = "Kept with the new version in the proxy's history. Not sent to CXone.";
/// It is too long.
#[must_use]
pub fn note_long(most: usize) -> String {
    format!("Why may have {most} characters at most.")
}
/// A view of the change.
pub const TAB_LINES: &str = "Lines";
/// The same.
pub const TAB_SIDES: &str = "Side by side";
/// The same.
pub const TAB_REQUEST: &str = "Request";
/// The heading.
pub const WHAT_CHANGES: &str = "What changes";
/// The tabs.
pub const HOW_SHOWN: &str = "How the change is shown";
/// Why it cannot be deployed.
pub const OFFLINE: &str = "You are offline. Deploying waits for the connection; your changes stay.";
/// A webhook is registered.
pub const WEBHOOK_SAID: &str = "The webhook is registered.";
/// The heading.
pub const WEBHOOK_TITLE: &str = "Be told of later changes";
/// What it does.
pub const WEBHOOK_BEFORE: &str = "Registers a webhook with the tenant: each time this workflow is saved, ";
/// The same.
pub const WEBHOOK_AFTER: &str = " is sent to your URL, signed with a secret that the proxy makes and keeps.";
/// A field.
pub const WEBHOOK_NAME: &str = "Name";
/// A field.
pub const WEBHOOK_URL: &str = "URL";
/// Its hint.
pub const WEBHOOK_URL_HINT: &str = "Where deliveries go, https://…";
/// Registers it.
pub const REGISTER: &str = "Register webhook";
/// It is registered.
pub const WEBHOOK_DONE: &str = "The webhook is registered";
/// Before its id.
pub const WEBHOOK_ID: &str = "Its id is ";
/// After it.
pub const WEBHOOK_SECRET: &str = ". The proxy keeps the secret that signs its deliveries, and checks them.";
/// The URL is missing.
pub const URL_MISSING: &str = "Say where deliveries go, for example https://hooks.example.com/cxone.";
/// It is of another kind.
pub const URL_OTHER: &str = "A webhook's URL begins with https:// (or http:// inside your own network).";
/// It has no host.
pub const URL_WITHOUT_HOST: &str = "This is no complete URL: it needs a host, as in https://hooks.example.com/cxone.";

/// The newest version came and cannot be read.
pub fn unreadable(error: &str) -> String {
    format!("The newest version cannot be read: {error}.")
}
/// Nobody has saved meanwhile.
pub fn still_newest(version: &str) -> String {
    format!("Version {version} is still the newest.")
}
/// How long a wait goes on.
#[must_use]
pub fn seconds_left(seconds: u64) -> String {
    format!("{seconds} s left")
}

/// There is nothing left to do.
pub fn says_it_already(version: &str) -> String {
    format!("Version {version} already says all that you ask for. Nothing will be written.")
}
/// A template that is not there.
pub fn unknown_template(id: &str) -> String {
    format!("The tenant has no template `{id}`.")
}
/// Something that could not be checked.
pub fn unchecked(why: &str) -> String {
    format!("It could not be checked. {why}")
}
/// A template that compiles.
pub fn template_fine(id: &str, placeholders: usize) -> String {
    let plural = if placeholders == 1 { "placeholder is" } else { "placeholders are" };
    format!("`{id}` exists, and its {placeholders} {plural} filled.")
}
/// A check's name.
pub fn template_of(node: &str) -> String {
    format!("Template of `{node}`")
}
/// A check's name.
pub fn attachments_of(node: &str) -> String {
    format!("Attachments of `{node}`")
}
/// Files that could not be checked.
pub fn not_every_file(why: &str) -> String {
    format!("Not every file could be checked. {why}")
}
/// Files that are fine.
pub fn files_fine(count: usize, size: &str) -> String {
    format!("{count} {}, {size} in all.", if count == 1 { "file" } else { "files" })
}
/// How far the attempts have got.
pub fn attempts(used: u32, most: u32) -> String {
    format!("{used} of {most} attempts used")
}
/// What stands in the way.
pub fn blocking(count: usize) -> String {
    let plural = if count == 1 { "problem stands" } else { "problems stand" };
    format!("{count} {plural} in the way. Correct them in the editor.")
}
/// The version that was edited.
pub fn edited_from(version: &str) -> String {
    format!(", edited from version {version}")
}
/// The name that is suggested for a webhook.
pub fn webhook_name(workflow: &str) -> String {
    format!("{workflow} updates")
}
/// A value that the tenant does not take.
pub fn refused_value(message: &str) -> String {
    format!("The tenant refused this: {message}")
}
/// A macro that the tenant's compiler does not know; its line and column in the template.
pub fn unresolved(name: &str, place: Option<(u32, u32)>) -> String {
    let place =
        place.map(|(line, column)| format!(" (line {line}, column {column} of the template)")).unwrap_or_default();
    format!(
        "The tenant's template compiler cannot resolve `{name}`{place}. Add a variable of this name, or correct the template."
    )
}
