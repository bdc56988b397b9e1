//! What became of a write, judged from what the tenant holds now. Pure.

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is in the workflow.
    Landed,
    /// The tenant refused it.
    Refused,
    /// It was never sent.
    NotSent,
    /// It was sent and is not in the workflow.
    NotLanded,
    /// The workflow was saved since by somebody else, and what it says now is not what was written.
    Superseded,
    /// It cannot be found out.
    Unknown,
}

impl Verdict {
    const ALL: [Self; 6] =
        [Self::Landed, Self::Refused, Self::NotSent, Self::NotLanded, Self::Superseded, Self::Unknown];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Landed => "landed",
            Self::Refused => "refused",
            Self::NotSent => "notSent",
            Self::NotLanded => "notLanded",
            Self::Superseded => "superseded",
            Self::Unknown => "unknown",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// What is known of a write when its workflow is read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// What the tenant holds.
    pub(super) held: Held,
    /// The tenant has said that it carried the write out.
    pub(super) acknowledged: bool,
    /// It is so long ago that nothing of it can still be under way.
    pub(super) past: bool,
    /// The version after the base is kept here: whose it is.
    pub(super) next: Option<Next>,
}

/// What the tenant holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// The version that the write was made on.
    Base,
    /// Another one, made by another write of ours.
    Others,
    /// Another one that says exactly what was written.
    Same,
    /// Another one that says something else.
    Else,
    /// No such workflow.
    Gone,
}

/// Whose the version after the base is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It says exactly what was written, and no other write of ours made it.
    Same,
    /// It is somebody else's.
    Others,
}

/// What is to be made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judged {
    /// It is settled; the version that it made is the one that the tenant holds.
    Held,
    /// It is settled; the version that it made is the one after the base, which is kept already.
    Next,
    /// It is settled, and made no version that is known.
    Settled(Verdict),
    /// It cannot be told yet.
    NotYet,
}

/// Judges. A version after the base is made by exactly one write, because the tenant takes a write only
/// on the version that it names.
pub(super) fn judge(facts: Facts) -> Judged {
    let late = |verdict| if facts.past { Judged::Settled(verdict) } else { Judged::NotYet };
    match (facts.held, facts.next) {
        (Held::Base, _) if facts.acknowledged => late(Verdict::Unknown),
        // The tenant may still be at it.
        (Held::Base, _) => late(Verdict::NotLanded),
        (Held::Gone, _) => late(Verdict::Unknown),
        (_, Some(Next::Same)) => Judged::Next,
        (_, Some(Next::Others)) => Judged::Settled(Verdict::Superseded),
        (Held::Same, None) => Judged::Held,
        // What it made is known to be there, but was saved over before it could be read.
        (Held::Others | Held::Else, None) if facts.acknowledged => Judged::Settled(Verdict::Landed),
        (Held::Others | Held::Else, None) => Judged::Settled(Verdict::Superseded),
    }
}

#[cfg(test)]
mod tests {
    use super::{Facts, Held, Judged, Next, Verdict, judge};

    #[test]
    fn each_case_has_its_verdict() {
        let settled = Judged::Settled;
        for (held, next, acknowledged, past, expected) in [
            (Held::Base, None, false, false, Judged::NotYet),
            (Held::Base, None, false, true, settled(Verdict::NotLanded)),
            (Held::Base, None, true, false, Judged::NotYet),
            (Held::Base, None, true, true, settled(Verdict::Unknown)),
            (Held::Same, None, false, false, Judged::Held),
            (Held::Same, Some(Next::Same), false, false, Judged::Next),
            (Held::Same, Some(Next::Others), false, false, settled(Verdict::Superseded)),
            (Held::Others, None, false, false, settled(Verdict::Superseded)),
            (Held::Others, None, true, false, settled(Verdict::Landed)),
            (Held::Others, Some(Next::Same), false, false, Judged::Next),
            (Held::Else, None, false, true, settled(Verdict::Superseded)),
            (Held::Else, Some(Next::Same), false, false, Judged::Next),
            (Held::Else, None, true, true, settled(Verdict::Landed)),
            (Held::Gone, None, false, false, Judged::NotYet),
            (Held::Gone, Some(Next::Same), false, true, settled(Verdict::Unknown)),
        ] {
            let facts = Facts { held, acknowledged, past, next };
            assert_eq!(judge(facts), expected, "{facts:?}");
        }
    }

    #[test]
    fn names_are_those_that_are_kept() {
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::named(verdict.name()), Some(verdict));
        }
        assert_eq!(Verdict::named("perhaps"), None);
    }
}
