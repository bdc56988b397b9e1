//! What is said of kept work, of other tabs, of newer versions, and of changes as files.

use crate::browser::database::Trouble;
use crate::workspace::{GoneOn, News, Restored, Taking};
use workflow::change::{Conflict, ConflictKind};
use workflow::document::Version;

/// A version in a sentence.
#[must_use]
pub fn version(version: Option<&Version>) -> String {
    version.map_or_else(|| "a version without a number".to_owned(), |version| format!("version {version}"))
}

/// How long ago something was, in the middle of a sentence.
#[must_use]
pub fn ago(at: u64, now: u64) -> String {
    if now.saturating_sub(at) < 60_000 { "a moment ago".to_owned() } else { super::ago(at, now) }
}

/// What was brought back from an earlier visit.
#[must_use]
pub fn restored(restored: &Restored, when: &str) -> String {
    format!(
        "Your unsaved changes from {when} are back, on {}{}",
        version(restored.version.as_ref()),
        what(&restored.summary)
    )
}

/// What an earlier visit left, made on another version than the one that is shown.
#[must_use]
pub fn offered(when: &str, made_on: Option<&Version>, summary: &str, shown: Option<&Version>) -> String {
    format!(
        "Unsaved changes from {when} are kept, made on {}{} The workflow is at {} now.",
        version(made_on),
        what(summary),
        version(shown)
    )
}

/// What was put aside.
#[must_use]
pub fn aside(when: &str, made_on: Option<&Version>, summary: &str) -> String {
    format!("From {when}, made on {}{}", version(made_on), what(summary))
}

fn what(summary: &str) -> String {
    if summary.is_empty() { ".".to_owned() } else { format!(": {summary}.") }
}

/// How many changes are put aside.
#[must_use]
pub fn aside_count(count: usize) -> String {
    match count {
        1 => "1 change is put aside".to_owned(),
        _ => format!("{count} changes are put aside"),
    }
}

/// Goes on with what came back.
pub const GO_ON: &str = "Go on with it";
/// Shows what came back, or what is offered.
pub const LOOK: &str = "Look at it";
/// Puts it aside.
pub const PUT_ASIDE: &str = "Put it aside";
/// Drops it.
pub const DISCARD: &str = "Discard";
/// Before work that is put aside is dropped.
pub const DISCARD_TITLE: &str = "Discard this change for good?";
/// The same.
pub const DISCARD_TEXT: &str = "It cannot be had again. The workflow itself is not touched.";
/// How long it can be had again.
pub const ASIDE_NOTE: &str = "What is put aside stays in this browser for 30 days.";
/// After putting aside.
pub const IS_ASIDE: &str = "Put aside. It stays in this browser for 30 days.";

/// Puts kept work on the newest version.
#[must_use]
pub fn bring_onto(shown: Option<&Version>) -> String {
    format!("Bring it onto {}", version(shown))
}

/// What came of going on with kept work; `None` where it is seen.
#[must_use]
pub fn gone_on(gone_on: GoneOn) -> Option<String> {
    match gone_on {
        GoneOn::Shown => None,
        GoneOn::OthersAside => {
            Some("What you had begun here is put aside; it stays in this browser for 30 days.".to_owned())
        }
        GoneOn::Elsewhere => {
            Some("Another tab of this browser works on it. Go on there, or close that tab first.".to_owned())
        }
        GoneOn::Not(trouble) => Some(format!("It could not be read: {}", why(trouble))),
    }
}

/// The work is not kept.
#[must_use]
pub fn not_kept(trouble: Trouble) -> String {
    format!("Your changes are not kept at the moment: {} Nothing is lost while this page stays open.", why(trouble))
}

fn why(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Full => {
            "this browser has no room left for them. Make room on the disk or clear other sites' data; then they are kept by themselves."
        }
        Trouble::Off => {
            "this browser's storage is switched off or private. Deploy before you close this page, or save the change as a file."
        }
        Trouble::HeldBack => "another tab holds the browser's storage back. Close the other tabs of the configurator.",
        Trouble::Newer => {
            "another tab has loaded a newer configurator. Save the change as a file, then load this page again."
        }
    }
}

/// The workflow is open in another tab.
pub const OTHER_TAB: &str = "This workflow is also open in another tab.";
/// The other tab changes something.
#[must_use]
pub fn other_tab_changes(summary: &str) -> String {
    format!("Another tab is changing this workflow: {summary}.")
}
/// The other tab deploys.
pub const OTHER_TAB_DEPLOYS: &str = "Another tab is deploying this workflow.";
/// What the other tab changes.
pub const OTHER_TAB_LINES: &str = "What it changes";
/// Has the work handed over.
pub const TAKE_OVER: &str = "Take over here";
/// What was under way here went to another tab.
pub const HANDED_OVER: &str = "You went on with your changes in another tab. This one shows the workflow without them.";
/// A newer version could not be loaded.
pub const STILL_SHOWN: &str = "The version that was here is still shown.";
/// At the end of what is said of a workflow that could not be loaded.
pub const KEPT_ALL_THE_SAME: &str = " Your unsaved changes to it are kept in this browser.";
/// Once more.
pub const TRY_AGAIN: &str = "Try again";
/// Closes a banner.
pub const CLOSE: &str = "Close";

/// How taking over stands.
#[must_use]
pub fn taking(taking: Taking) -> &'static str {
    match taking {
        Taking::Nothing => "",
        Taking::Asked => "Asking the other tab…",
        Taking::Busy => "The other tab is deploying. Wait until that is over.",
        Taking::NoAnswer => "The other tab does not answer. Close it; what it has kept then appears here.",
        Taking::Failed => "The other tab's changes could not be handed over. They are still there.",
    }
}

/// A newer version is there.
#[must_use]
pub fn news(news: &News, when: Option<&str>) -> String {
    let version = news.version.as_ref().map_or_else(|| "A newer version".to_owned(), |version| format!("v{version}"));
    let who = match (&news.by, news.from_tab) {
        (Some(by), _) => format!(" by {by}"),
        (None, true) => " deployed in another tab".to_owned(),
        (None, false) => " was saved by somebody else".to_owned(),
    };
    let when = when.map(|when| format!(", {when}")).unwrap_or_default();
    format!("{version}{who}{when}.")
}
/// What bringing in does to what is under way.
pub const NEWS_NOTE: &str = "Your changes stay, and are put on top of it.";
/// Brings the newest version in.
pub const BRING_IN: &str = "Bring it in";
/// Not now.
pub const LATER: &str = "Later";
/// After it was brought in.
#[must_use]
pub fn brought_in(version: &str) -> String {
    format!("Version {version} is here; your changes are on top of it.")
}

/// A right is missing by now.
pub const FORBIDDEN: &str = "You may no longer read this workflow. What you see is the version from before; your changes are kept in this browser.";

/// The heading of the decisions.
#[must_use]
pub fn resolve_title(version: &str) -> String {
    format!("Bring in version {version}")
}
/// What is asked.
#[must_use]
pub fn resolve_intro(conflicts: usize) -> String {
    let things = if conflicts == 1 {
        "one thing that you changed".to_owned()
    } else {
        format!("{conflicts} things that you changed")
    };
    format!(
        "The newest version also changes {things}. Decide what shall be; nothing happens before you bring it in, and everything else is put together by itself."
    )
}
/// How many are open.
#[must_use]
pub fn still_open(open: usize) -> String {
    match open {
        1 => "1 decision is still open".to_owned(),
        _ => format!("{open} decisions are still open"),
    }
}
/// What others changed.
pub const THEIR_CHANGES: &str = "What the newest version changes";
/// What is left of the own change.
pub const RESULT: &str = "What you will change then";
/// Nothing is left of it.
pub const RESULT_NOTHING: &str = "Nothing: the newest version stays as it is.";
/// All of ours.
pub const ALL_MINE: &str = "Take all of mine";
/// All of theirs.
pub const ALL_THEIRS: &str = "Take all of theirs";
/// The columns.
pub const WAS: &str = "Was";
/// Ours.
pub const MINE: &str = "Mine";
/// Theirs.
pub const THEIRS: &str = "Theirs";
/// There is no value.
pub const NO_VALUE: &str = "nothing";
/// A value of one's own.
pub const OTHER_VALUE: &str = "Another value";
/// The field of that value.
pub const OTHER_VALUE_LABEL: &str = "The value, as JSON";
/// The field of the new id.
pub const OTHER_ID_LABEL: &str = "The id of mine";
/// Leaves everything as it is.
pub const NOT_NOW: &str = "Not now";

/// A decision for ours, in words.
#[must_use]
pub fn choose_mine(conflict: &Conflict) -> &'static str {
    match (conflict.kind, conflict.ours.is_some()) {
        (ConflictKind::NodeGone | ConflictKind::TransitionGone, _) if conflict.base.is_none() => {
            "Add mine at the nearest place that is left"
        }
        (ConflictKind::NodeGone | ConflictKind::TransitionGone, _) => "Add the node again, with my changes",
        (ConflictKind::RemovedNodeChanged, _) => "Remove the node all the same",
        (ConflictKind::NodeMoved, _) => "Move it all the same",
        (ConflictKind::IdTaken, _) => "Mine in place of theirs",
        (_, true) => "Take mine",
        (_, false) => "Remove it, as I did",
    }
}
/// A decision for theirs, in words.
#[must_use]
pub fn choose_theirs(conflict: &Conflict) -> &'static str {
    match (conflict.kind, conflict.theirs.is_some()) {
        (ConflictKind::NodeGone | ConflictKind::TransitionGone, _) if conflict.base.is_none() => "Leave mine out",
        (ConflictKind::NodeGone | ConflictKind::TransitionGone, _) => "Leave it removed",
        (ConflictKind::RemovedNodeChanged, _) => "Keep the node, with their changes",
        (ConflictKind::NodeMoved, _) => "Leave it where they led it",
        (ConflictKind::IdTaken, _) => "Theirs only; mine is left out",
        (ConflictKind::NotApplicable | ConflictKind::NotContained, _) => "Leave this part of mine out",
        (_, true) => "Take theirs",
        (_, false) => "Remove it, as they did",
    }
}
/// Both nodes, in words.
pub const CHOOSE_BOTH: &str = "Both: mine gets another id";

/// The heading of kept work on the home page.
pub const HOME_TITLE: &str = "Unfinished in this browser";
/// One of them.
#[must_use]
pub fn home_row(version: &str, summary: &str, is_aside: bool) -> String {
    let version = if version.is_empty() { String::new() } else { format!(" on v{version}") };
    let summary = if summary.is_empty() { "changes" } else { summary };
    format!("{}{summary}{version}", if is_aside { "put aside: " } else { "" })
}

/// The buttons and messages of changes as files.
pub mod file {
    use workflow::change::file::ChangeFileError;

    /// Saves the change.
    pub const EXPORT: &str = "Save this change as a file";
    /// Opens one.
    pub const IMPORT: &str = "Open a change from a file";
    /// What it is for.
    pub const NOTE: &str = "A change as a file can be looked at, sent to a colleague, and opened on this or another version of the workflow.";
    /// Nothing to save.
    pub const NOTHING: &str = "Nothing is changed yet.";
    /// After saving.
    pub const SAVED: &str = "The change is being downloaded.";
    /// The browser said no.
    pub const NOT_SAVED: &str = "The browser did not allow the download.";
    /// The file could not be read at all.
    pub const UNREADABLE: &str = "The browser could not read this file. Nothing was changed.";
    /// The heading before it is taken.
    pub const TITLE: &str = "Open this change?";
    /// Takes it.
    pub const TAKE: &str = "Open it";
    /// Made for another workflow.
    #[must_use]
    pub fn other_workflow(file: &str, here: &str) -> String {
        format!("This change was made for workflow {file}; {here} is open. What it names may not be here.")
    }
    /// Made on another version.
    #[must_use]
    pub fn other_version(file: &str, here: &str) -> String {
        format!(
            "It was made on version {file}; version {here} is shown. It is put on top, and you decide what both changed."
        )
    }
    /// Where it comes from.
    #[must_use]
    pub fn about(name: &str, workflow: &str, version: &str, when: &str) -> String {
        let name = if name.is_empty() { workflow.to_owned() } else { format!("{name} ({workflow})") };
        format!("For {name}, version {version}, saved on {when}. Who saved it is not in the file.")
    }
    /// What becomes of the work that is open.
    pub const ASIDE: &str = "What you have changed here is put aside; it stays in this browser for 30 days.";
    /// What it does.
    pub const DOES: &str = "What it does";
    /// Why a file is not taken.
    #[must_use]
    pub fn refused(name: &str, error: &ChangeFileError) -> String {
        format!("{name} cannot be opened: {error}. Nothing was changed.")
    }
}
