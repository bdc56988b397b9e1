//! What stands on every page: shortcuts, palette, help, theme, the parts that know nothing of the app.

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
