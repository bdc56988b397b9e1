//! What the page asks of the workspace from beside it.

use super::{Ask, Workspace};

impl Workspace {
    /// Does what was asked for before or beside the workspace.
    pub fn act(self, ask: Ask) {
        match ask {
            Ask::Show(node) => self.select(&node),
            Ask::ShowNothing => self.select_nothing(),
            Ask::ShowDraft(key) => self.select_draft(key),
            Ask::Add(placement) => drop(self.start_new(placement)),
        }
    }
}
