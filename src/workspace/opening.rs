//! What the page asks of the workspace from beside it.

use super::{Ask, Load, Workspace};
use leptos::prelude::GetUntracked;

impl Workspace {
    /// Does what was asked for before or beside the workspace.
    pub fn act(self, ask: Ask) {
        // What is asked for may be a part of what was under way.
        if self.load.get_untracked() == Load::Ready {
            self.look_for_kept();
        }
        match ask {
            Ask::Show(node) => self.select(&node),
            Ask::ShowNothing => self.select_nothing(),
            Ask::ShowDraft(key) => self.select_draft(key),
            Ask::Add(placement) => drop(self.start_new(placement)),
        }
    }
}
