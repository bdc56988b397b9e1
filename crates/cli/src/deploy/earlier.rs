//! What an earlier deploy of the workflow has left when it was interrupted.

use super::Cancel;
use super::command::Deploying;
use super::driving::Start;
use crate::commands::Verdict;
use crate::failure::Failure;
use crate::screen::Screen;
use workflow::deploy::{Journal, Outcome};
use workflow::diff::diff;

impl Deploying<'_> {
    /// Looks into what an interrupted deploy has left. The journal of this very change is answered, to
    /// be gone on with; that of another change, or of a deploy that was to end, is brought to its end here.
    pub(super) async fn settle_earlier(
        &mut self,
        cancel: &mut Cancel,
        screen: &mut Screen,
    ) -> Result<Option<Journal>, Failure> {
        let journal = match self.slot.kept() {
            Ok(Some(journal)) => journal,
            Ok(None) => return Ok(None),
            Err(error) => {
                let path = self.slot.path().display();
                screen.warn(&format!("{path}: {error}. It is not used; the workflow is read before it is written"));
                return Ok(None);
            }
        };
        let operation = journal.plan.operation.clone();
        if self.args.dry_run {
            let words = "was interrupted; the next deploy that is no dry run looks into it";
            screen.warn(&format!("the deploy {operation} {words}"));
            return Ok(None);
        }
        let same = journal.plan.change == self.order.change();
        let what = match (&journal.ended, same) {
            (None, true) => {
                screen.warn(&format!("the deploy {operation} of this node was interrupted; it is gone on with"));
                return Ok(Some(journal));
            }
            (None, false) => "of another change was interrupted",
            (Some(_), _) => "ended, but was interrupted before it was sure or told",
        };
        screen.warn(&format!("the deploy {operation} {what}; looking into it first"));
        self.look_into(journal, cancel, screen).await?;
        Ok(None)
    }

    /// Finds out what has become of an interrupted deploy, without writing anything more.
    async fn look_into(&mut self, journal: Journal, cancel: &mut Cancel, screen: &mut Screen) -> Result<(), Failure> {
        let (operation, change) = (journal.plan.operation.clone(), journal.plan.change.clone());
        // What it was to change, on the version that it was made for.
        let summary = change.apply(&journal.plan.base).map(|applied| diff(&journal.plan.base, &applied.document));
        let summary = summary.map(|diff| diff.sentences().join("; ")).unwrap_or_default();
        let finished = self.drive(Start::look_into(journal), cancel, screen).await?;
        screen.warn(&format!("{operation}: {}", finished.receipt.message));
        if matches!(finished.outcome, Outcome::Unknown { .. }) {
            return Err(Failure::NotDone(format!(
                "what has become of {operation} is not known yet. Nothing more was written; deploy again when the tenant can be reached"
            )));
        }
        self.audit.deployed(&self.config, &change, &finished.receipt, &summary, None, screen);
        self.slot.forget();
        Ok(())
    }

    /// Ends before a write, but not before it is told what has become of an interrupted deploy of the same node.
    pub(super) async fn stop(
        &mut self,
        failure: Failure,
        interrupted: Option<Journal>,
        cancel: &mut Cancel,
        screen: &mut Screen,
    ) -> Result<Verdict, Failure> {
        if let Some(journal) = interrupted {
            self.look_into(journal, cancel, screen).await?;
        }
        Err(failure)
    }
}
