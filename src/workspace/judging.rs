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
use workflow::document::{Document, NodeId, Patch};
use workflow::validate::{Checker, Facts, Finding, Limits};

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
    pub settling: Settling,
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
        let settling = Settling::begin(base, change, applied);
        let settled = settling.document;
        // Checkers are compared where they are made, by what they are made of.
        let of_base = Memo::new_with_compare(move |before| self.check_base(before), |_, _| true);
        let running = StoredValue::new(None::<Running>);
        let of_settled = memo(move |_| {
            settled.track();
            of_base.with(|checked| {
                let findings =
                    running.try_update_value(|running| Running::go_on(running, checked, &settling.patch.get_value()));
                Arc::new(findings.unwrap_or_default())
            })
        });
        let before = memo(move |_| Arc::new(of_base.with(|checked| findings::identities(&checked.checker.findings()))));
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
        Judged { settling, live, rest, findings, before, diff, blocking }
    }

    /// The base, checked. News about the tenant cost what they are about, another base costs all.
    fn check_base(self, before: Option<&Arc<CheckedBase>>) -> Arc<CheckedBase> {
        let base = self.base.get();
        self.facts.with(|facts| {
            self.limits.with(|limits| {
                let checker = match before {
                    Some(before) if Arc::ptr_eq(&before.base, &base) => {
                        let mut checker = before.checker.clone();
                        checker.set_facts(facts);
                        checker.set_limits(limits);
                        checker
                    }
                    _ => Checker::new(&base.document, facts, limits),
                };
                Arc::new(CheckedBase { base, checker })
            })
        })
    }
}

/// A base and what is found in it.
struct CheckedBase {
    base: Arc<Base>,
    checker: Checker,
}

/// A checker that goes from one state of the change to the next, so that a pause in the typing costs what
/// the edit touches and not the whole document.
struct Running {
    /// The base that it began with, checked by the same facts and limits.
    base: Arc<CheckedBase>,
    checker: Checker,
}

impl Running {
    /// Goes to where `patch` leads from the base; begins anew where the base is another one. Answers
    /// the findings there.
    fn go_on(running: &mut Option<Self>, base: &Arc<CheckedBase>, patch: &Patch) -> Vec<Finding> {
        if running.as_ref().is_none_or(|running| !Arc::ptr_eq(&running.base, base)) {
            *running = Some(Self { base: Arc::clone(base), checker: base.checker.clone() });
        }
        let Some(there) = running else { return Vec::new() };
        match there.checker.go_to(patch) {
            Ok(()) => there.checker.findings(),
            // The patch belongs to another base; one for this base is about to come.
            Err(_) => Vec::new(),
        }
    }
}

/// The document as it was last looked at as a whole: the base with the change in it, as soon as either the
/// typing pauses or there is another base.
#[derive(Clone, Copy)]
pub(super) struct Settling {
    /// The document.
    pub document: RwSignal<Document>,
    /// What leads to it from `of`.
    patch: StoredValue<Patch>,
    of: StoredValue<Arc<Base>>,
    base: RwSignal<Arc<Base>>,
    applied: Memo<Result<Applied, ApplyError>>,
    pause: Pause,
}

impl Settling {
    fn begin(base: RwSignal<Arc<Base>>, change: Memo<Change>, applied: Memo<Result<Applied, ApplyError>>) -> Self {
        let settling = Self {
            document: RwSignal::new(base.with_untracked(|base| base.document.clone())),
            patch: StoredValue::new(Patch::default()),
            of: StoredValue::new(base.get_untracked()),
            base,
            applied,
            pause: Pause::of_ms(SETTLE_MS),
        };
        effect(move || {
            applied.track();
            let is_same = base.with(|base| settling.of.with_value(|of| Arc::ptr_eq(of, base)));
            if is_same && !change.with(Change::is_empty) {
                settling.pause.then(move || settling.take());
            } else {
                settling.pause.cancel();
                settling.take();
            }
        });
        settling
    }

    /// Ends the pause now, if there is one.
    pub fn now(self) {
        if self.pause.cancel() {
            self.take();
        }
    }

    fn take(self) {
        let (Some(base), Some(applied)) = (self.base.try_get_untracked(), self.applied.try_get_untracked()) else {
            return;
        };
        let is_same = self.of.with_value(|of| Arc::ptr_eq(of, &base));
        let Applied { document, patch } = match applied {
            Ok(applied) => applied,
            // The last one that could be had stays.
            Err(_) if is_same => return,
            Err(_) => Applied { document: base.document.clone(), patch: Patch::default() },
        };
        self.patch.set_value(patch);
        self.of.set_value(base);
        self.document.set(document);
    }
}
