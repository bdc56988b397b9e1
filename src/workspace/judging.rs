//! Judging the change: at once where it is cheap, after a pause in the typing where the whole document
//! is looked at.

use super::base::Base;
use super::findings::{self, FindingIdentity};
use super::pause::Pause;
use super::refused::{self, Refused};
use super::steps::Step;
use crate::reactive::{effect, memo};
use leptos::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;
use workflow::change::{Applied, ApplyError, Change};
use workflow::diff::{Diff, diff};
use workflow::document::{Document, NodeId};
use workflow::validate::{Facts, Finding, Limits, validate};

/// How long typing must pause before the whole document is looked at, in ms.
const SETTLE_MS: u64 = 150;

/// What is judged, and what is known for it.
#[derive(Clone, Copy)]
pub(super) struct Judging {
    pub base: RwSignal<Arc<Base>>,
    pub steps: RwSignal<Vec<Step>>,
    pub change: Memo<Change>,
    pub applied: Memo<Result<Applied, ApplyError>>,
    pub facts: Memo<Facts>,
    pub limits: Memo<Limits>,
    pub refused: RwSignal<Vec<Refused>>,
}

/// What is found, in the parts that change together.
#[derive(Clone, Copy)]
pub(super) struct Judged {
    pub settled: RwSignal<Document>,
    pub live: Memo<Arc<Vec<Finding>>>,
    pub rest: Memo<Arc<Vec<Finding>>>,
    pub findings: Memo<Arc<Vec<Finding>>>,
    pub before: Memo<Arc<HashSet<FindingIdentity>>>,
    pub diff: Memo<Diff>,
    pub blocking: Memo<usize>,
}

impl Judging {
    /// Sets the judging up for the current owner.
    pub fn begin(self) -> Judged {
        let Self { base, steps, change, applied, refused, .. } = self;
        let settled = settled_document(base, change, applied);
        let of_base = memo(move |_| base.with(|base| self.all(&base.document)));
        let of_settled = memo(move |_| {
            // Most of the time nothing is changed, and both are the same.
            settled.with(
                |document| if change.with_untracked(Change::is_empty) { of_base.get() } else { self.all(document) },
            )
        });
        let before = memo(move |_| Arc::new(of_base.with(|findings| findings::identities(findings))));
        let open = memo(move |_| {
            steps.with(|steps| steps.iter().filter_map(Step::draft).map(|draft| draft.id.get()).collect::<Vec<_>>())
        });
        let live = memo(move |_| {
            let mut own: Vec<Finding> = steps.with(|steps| {
                let drafts = steps.iter().filter_map(Step::draft);
                drafts.flat_map(|draft| draft.findings.with(|findings| findings.as_ref().clone())).collect()
            });
            own.extend(refused.with(|refused| change.with(|change| refused::standing(refused, change))));
            let broken = applied.with(|applied| {
                let error = applied.as_ref().err()?;
                Some(base.with(|base| change.with(|change| findings::not_applicable(change, &base.document, error))))
            });
            Arc::new(findings::with_broken(own, broken))
        });
        let rest =
            memo(move |_| of_settled.with(|settled| open.with(|open| Arc::new(findings::others(settled, open)))));
        let findings = memo(move |_| Arc::new(live.with(|live| rest.with(|rest| findings::worst_first(live, rest)))));
        let diff = memo(move |_| base.with(|base| settled.with(|settled| diff(&base.document, settled))));
        let blocking = memo(move |_| {
            let touched: Vec<NodeId> = change.with(|change| change.touched().into_iter().cloned().collect());
            let count = |all: &Arc<Vec<Finding>>| {
                before.with(|before| all.iter().filter(|one| findings::blocks(one, &touched, before)).count())
            };
            live.with(count) + rest.with(count)
        });
        Judged { settled, live, rest, findings, before, diff, blocking }
    }

    /// All findings of a document.
    fn all(self, document: &Document) -> Arc<Vec<Finding>> {
        self.facts.with(|facts| self.limits.with(|limits| Arc::new(validate(document, facts, limits))))
    }
}

/// The applied document, some time after the typing paused; at once where nothing is changed.
fn settled_document(
    base: RwSignal<Arc<Base>>,
    change: Memo<Change>,
    applied: Memo<Result<Applied, ApplyError>>,
) -> RwSignal<Document> {
    let settled = RwSignal::new(base.with_untracked(|base| base.document.clone()));
    let pause = Pause::of_ms(SETTLE_MS);
    effect(move || {
        applied.track();
        let take = move || {
            let document = applied.try_with_untracked(|applied| match applied {
                Ok(applied) => Some(applied.document.clone()),
                Err(_) => None,
            });
            if let Some(document) = document.flatten() {
                settled.try_set(document);
            }
        };
        if change.with(Change::is_empty) {
            pause.cancel();
            take();
        } else {
            pause.then(take);
        }
    });
    settled
}
