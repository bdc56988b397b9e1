//! What stands on every page: the top bar, shortcuts, palette, help, theme, and the parts that know nothing
//! of the app.

/// What the tab is called after the page's own name.
pub const PRODUCT: &str = "CXone email configurator";
/// The first link of the page.
pub const SKIP: &str = "Skip to the content";

/// The title of the tab.
#[must_use]
pub fn tab_title(page: &str) -> String {
    format!("{page} · {PRODUCT}")
}

/// The bar at the top.
pub mod top_bar {
    /// What the product's name leads to, for screen readers.
    pub const HOME: &str = ": all workflows";
    /// The links on the right.
    pub const MAIN: &str = "Main";
    /// The activity.
    pub const ACTIVITY: &str = "Activity";
    /// The sign of the simulated tenant.
    pub const DEMO: &str = "DEMO";
    /// What the sign means.
    pub const DEMO_MEANS: &str = "A simulated tenant: nothing here reaches a real one";
    /// What the name on the right is.
    pub const ORGANISATION: &str = "Organisation";
    /// No network.
    pub const OFFLINE: &str =
        "You are offline. What you enter is kept here; loading and deploying wait for the connection.";
}

/// The names of the shortcuts.
pub mod keys {
    /// The command palette.
    pub const PALETTE: &str = "Open the command palette";
    /// The help sheet.
    pub const HELP: &str = "Show all shortcuts";
    /// The page's filter.
    pub const FILTER: &str = "Go to the filter";
    /// The list of workflows.
    pub const HOME: &str = "Go to all workflows";
    /// The activity.
    pub const ACTIVITY: &str = "Go to the activity";
    /// One step back.
    pub const UNDO: &str = "Undo";
    /// One step forward again.
    pub const REDO: &str = "Redo";
    /// A new email node.
    pub const ADD_EMAIL: &str = "Add an email node";
    /// Review and deploy.
    pub const REVIEW: &str = "Review and deploy";
    /// Everything dropped.
    pub const DISCARD: &str = "Discard all changes";
    /// The newest version.
    pub const RELOAD: &str = "Load the newest version";
}

/// The command palette.
pub mod palette {
    use crate::browser::locale;

    /// Its name.
    pub const TITLE: &str = "Command palette";
    /// Its field.
    pub const INPUT: &str = "Search actions, nodes and workflows";
    /// The field while it is empty.
    pub const PLACEHOLDER: &str = "Type an action, a node or a workflow…";
    /// Its list.
    pub const RESULTS: &str = "Results";
    /// Closes it.
    pub const CLOSE: &str = "Close the palette";
    /// The key that closes it, as it is printed.
    pub const ESCAPE: &str = "esc";
    /// What was done last.
    pub const RECENT: &str = "Recent";
    /// Things to do.
    pub const ACTIONS: &str = "Actions";
    /// The nodes of the open workflow.
    pub const NODES: &str = "Nodes of this workflow";
    /// All workflows.
    pub const WORKFLOWS: &str = "Workflows";
    /// Settings.
    pub const SETTINGS: &str = "Settings";
    /// What a node that is not deployed yet is.
    pub const NEW_NODE: &str = "email, new";
    /// How things are already.
    pub const CURRENT: &str = "current";
    /// Switches single characters off.
    pub const SINGLE_KEYS_OFF: &str = "Switch single-key shortcuts off";
    /// Switches them on.
    pub const SINGLE_KEYS_ON: &str = "Switch single-key shortcuts on";
    /// They have been switched off.
    pub const SINGLE_KEYS_ARE_OFF: &str = "Single-key shortcuts are off";
    /// They have been switched on.
    pub const SINGLE_KEYS_ARE_ON: &str = "Single-key shortcuts are on";
    /// Its code could not be fetched.
    pub const NOT_FETCHED: &str =
        "The palette could not be loaded. Nothing was changed. Check the connection, then try again.";

    /// Nothing matches.
    #[must_use]
    pub fn nothing(typed: &str) -> String {
        format!("Nothing matches “{typed}”. Try fewer letters.")
    }

    /// How many match.
    #[must_use]
    pub fn told(shown: usize, more: usize) -> String {
        let count = |count: usize| locale::number(count as u64);
        match (shown, more) {
            (0, _) => "No results".to_owned(),
            (1, 0) => "1 result".to_owned(),
            (_, 0) => format!("{} results", count(shown)),
            _ => format!("{} of {} results. Type more to narrow them down.", count(shown), count(shown + more)),
        }
    }
}

/// The sheet that lists the shortcuts.
pub mod help {
    /// Its title.
    pub const TITLE: &str = "Keyboard shortcuts";
    /// On every page.
    pub const EVERYWHERE: &str = "Everywhere";
    /// In an open workflow.
    pub const WORKFLOW: &str = "In a workflow";
    /// In lists.
    pub const LISTS: &str = "In lists";
    /// Between two ways.
    pub const OR: &str = "or";
    /// From row to row.
    pub const MOVE: &str = "Move from row to row";
    /// To the ends.
    pub const ENDS: &str = "First and last row";
    /// The row.
    pub const OPEN: &str = "Open or take the row";
    /// Out of the list.
    pub const BACK: &str = "Close the list, or empty the filter";
    /// The setting.
    pub const SINGLE_KEYS: &str = "Shortcuts of a single key";
    /// What it is for.
    pub const SINGLE_KEYS_HINT: &str =
        "Switch these off if you dictate, or press keys by accident. Shortcuts with Ctrl, Command or Alt stay.";
}

/// The theme.
pub mod theme {
    use crate::browser::theme::Theme;

    /// As the system has it.
    pub const USE_SYSTEM: &str = "Use the theme of the system";
    /// Light.
    pub const USE_LIGHT: &str = "Use the light theme";
    /// Dark.
    pub const USE_DARK: &str = "Use the dark theme";

    /// Which one is shown.
    #[must_use]
    pub fn current(theme: Theme) -> String {
        let name = match theme {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        format!("Theme: {name}")
    }
}

/// Parts that know nothing of the app, and waiting.
pub mod parts {
    use crate::browser::locale;

    /// Closes a dialog.
    pub const CLOSE: &str = "Close";
    /// Closes a notice.
    pub const CLOSE_NOTICE: &str = "Close the notice";
    /// The way back out of a question.
    pub const KEEP: &str = "Keep as it is";
    /// Does again what failed.
    pub const TRY_AGAIN: &str = "Try again";
    /// What a field suggests.
    pub const SUGGESTIONS: &str = "Suggestions";
    /// Suggestions are on their way.
    pub const LOADING: &str = "Loading…";
    /// There are none.
    pub const NO_SUGGESTION: &str = "No suggestion matches. What you typed is used as it is.";
    /// There are none but for a slip.
    pub const MAYBE_MEANT: &str = "Nothing matches as it is typed. Did you mean this?";
    /// The browser refused to copy.
    pub const NOT_COPIED: &str = "The browser did not allow copying. Select the text and copy it with the keyboard.";
    /// A page is on its way.
    pub const LOADING_PAGE: &str = "Loading the page";
    /// A page did not come.
    pub const NOT_LOADED: &str = "Not loaded";
    /// The app is starting.
    pub const STARTING: &str = "Starting";
    /// It could not start.
    pub const NOT_STARTED: &str = "Not started";

    /// How many suggestions there are, for screen readers.
    #[must_use]
    pub fn suggestions(count: usize) -> String {
        let count_words = locale::number(count as u64);
        if count == 1 { format!("{count_words} suggestion") } else { format!("{count_words} suggestions") }
    }

    /// How many suggestions are not shown.
    #[must_use]
    pub fn more_suggestions(count: usize) -> String {
        format!("{} more. Type to narrow them down.", locale::number(count as u64))
    }

    /// Copies something.
    #[must_use]
    pub fn copy(what: &str) -> String {
        format!("Copy {what}")
    }

    /// Something was copied.
    #[must_use]
    pub fn copied(what: &str) -> String {
        format!("Copied {what}")
    }
}

/// The open workflow, as the top bar tells of it.
pub mod open_workflow {
    use crate::browser::locale;

    /// The review is on its way.
    pub const LOADING_REVIEW: &str = "Loading the review";
    /// The workflow is on its way.
    pub const STATUS_LOADING: &str = "loading";
    /// It did not come.
    pub const STATUS_NOT_LOADED: &str = "not loaded";
    /// It is being read again.
    pub const STATUS_AGAIN: &str = "loading again";

    /// How many edits are under way.
    #[must_use]
    pub fn changes(count: usize) -> String {
        match count {
            0 => "no changes".to_owned(),
            1 => "1 change".to_owned(),
            _ => format!("{} changes", locale::number(count as u64)),
        }
    }
}

/// An address that leads nowhere.
pub mod not_found {
    /// The page.
    pub const TITLE: &str = "Page not found";
    /// What happened.
    pub const TEXT: &str = "There is no page at this address. Nothing was changed.";
    /// The way out.
    pub const WAY_OUT: &str = "Go to the workflows";
}
