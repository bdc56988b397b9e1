//! The writes of this operation, and what is known of each.
//!
//! A write carries the version that it was made on (its guard). The tenant carries it out only
//! while the workflow still has that version, so every later read narrows down what has become of it.

use crate::deploy::Hash;
use crate::document::{Document, Version};
use serde::{Deserialize, Serialize};

/// What is known of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fate {
    /// It was not carried out and will not be.
    Missed,
    /// The tenant answered 409. That is a no, unless something on the way has sent the write twice
    /// and this is the answer to the second copy; only a read tells.
    Contested,
    /// It can no longer be carried out, but it may have been, and have been overwritten since.
    Overtaken,
    /// It may still be carried out.
    Open,
}

/// One write, as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// Its number in the operation, from 1.
    pub write: u32,
    /// The version that it was made on.
    pub guard: Option<Version>,
    /// The time of the last save that it carried, in ms since 1970. A tenant that keeps it shows
    /// whose save it is.
    pub stamp: u64,
    /// What it says ([`Hash::of_content`]).
    pub content: Hash,
    /// What is known of it.
    pub fate: Fate,
}

/// What tells that a change which a read shows has come from this operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Evidence {
    /// The tenant acknowledged the write.
    Answer,
    /// The workflow bears the time that the write carried, or the very next version after the one
    /// it was made on says what the write said, in every value.
    Content,
    /// It was found on reading back after a write without a clear answer. Someone else may have made
    /// the very same change.
    Found,
}

/// What is not known about an operation's own writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Doubt {
    /// Every write is known to have been carried out or not.
    None,
    /// A write can no longer be carried out, but it may have been, and have been overwritten since.
    Overtaken,
    /// A write may still be carried out.
    Open,
}

/// All writes of an operation, whoever has sent them.
#[derive(Clone, Debug, Default)]
pub(super) struct Attempts(pub(super) Vec<Attempt>);

impl Attempts {
    /// How many have been sent, or were about to be.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// What the answer to the last one tells.
    pub(super) fn last_is(&mut self, fate: Fate) {
        if let Some(last) = self.0.last_mut() {
            last.fate = fate;
        }
    }

    /// The version that guards the last one.
    pub(super) fn last_guard(&self) -> Option<Version> {
        self.0.last().and_then(|last| last.guard.clone())
    }

    /// Whether a read has to tell what has become of one.
    pub(super) fn unclear(&self) -> bool {
        self.0.iter().any(|attempt| matches!(attempt.fate, Fate::Open | Fate::Overtaken))
    }

    /// The worst that is not known.
    pub(super) fn doubt(&self) -> Doubt {
        match self.0.iter().map(|attempt| attempt.fate).max() {
            Some(Fate::Open) => Doubt::Open,
            Some(Fate::Overtaken | Fate::Contested) => Doubt::Overtaken,
            Some(Fate::Missed) | None => Doubt::None,
        }
    }

    /// The highest version that a write was made on.
    pub(super) fn newest_guard(&self) -> Option<u64> {
        self.0.iter().filter_map(|attempt| attempt.guard.as_ref()?.as_u64()).max()
    }

    /// Takes over what another run of the same operation has noted. Answers whether there was
    /// anything new. Of one write, the run that knows more is believed.
    pub(super) fn learn(&mut self, noted: &[Attempt]) -> bool {
        let mut news = false;
        for attempt in noted {
            match self.0.iter_mut().find(|known| known.write == attempt.write && known.stamp == attempt.stamp) {
                Some(known) => known.fate = known.fate.min(attempt.fate),
                None => {
                    self.0.push(attempt.clone());
                    news = true;
                }
            }
        }
        news
    }

    /// A read showed this version without a trace of the change. `clean`: the change still fits on
    /// it, so nobody has put something else in its place either.
    pub(super) fn not_there(&mut self, read: Option<&Version>, clean: bool) {
        for attempt in &mut self.0 {
            let (Some(guard), Some(read)) = (attempt.guard.as_ref(), read) else { continue };
            let next = matches!((guard.as_u64(), read.as_u64()), (Some(guard), Some(read)) if guard.checked_add(1) == Some(read));
            let passed = match (guard.as_u64(), read.as_u64()) {
                (Some(guard), Some(read)) => read > guard,
                _ => guard != read,
            };
            attempt.fate = match attempt.fate {
                // The one save that this guard let through is the one just read, and it is not ours.
                Fate::Open | Fate::Overtaken if next && clean => Fate::Missed,
                Fate::Contested if next => Fate::Missed,
                Fate::Open if passed => Fate::Overtaken,
                fate => fate,
            };
        }
    }

    /// What tells that the change, which `head` has, is this operation's; `None` where nothing does.
    pub(super) fn evidence(&self, head: &Document) -> Option<Evidence> {
        let saved_at = head.member(&head.dialect().last_updated);
        if self.0.iter().any(|attempt| saved_at == Some(attempt.stamp.to_string().as_str())) {
            return Some(Evidence::Content);
        }
        if !self.unclear() {
            return None;
        }
        let version = head.version().and_then(|version| version.as_u64());
        let made_it = |attempt: &Attempt| {
            let guard = attempt.guard.as_ref().and_then(Version::as_u64);
            guard.and_then(|guard| guard.checked_add(1)) == version && attempt.fate > Fate::Contested
        };
        let same = version.is_some() && self.0.iter().any(made_it) && {
            let content = Hash::of_content(head);
            self.0.iter().any(|attempt| made_it(attempt) && attempt.content == content)
        };
        Some(if same { Evidence::Content } else { Evidence::Found })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const HEAD: &str = r#"{"id":"w","version":4,"nodes":[{"id":"a"}],"lastUpdatedTimestamp":77}"#;

    fn attempt(write: u32, guard: Option<&str>, fate: Fate) -> Attempt {
        Attempt { write, guard: guard.map(Version::from_text), stamp: 50, content: Hash::of_text("other"), fate }
    }

    #[test]
    fn each_later_read_narrows_the_doubt_down() {
        use Fate::{Contested, Missed, Open, Overtaken};
        let cases = [
            ("the same version: it may still come", Open, Some("3"), Some("3"), true, Open),
            ("an older copy tells nothing", Open, Some("3"), Some("2"), true, Open),
            ("the next version is someone else's", Open, Some("3"), Some("4"), true, Missed),
            ("the next version, with something in our place", Open, Some("3"), Some("4"), false, Overtaken),
            ("two versions on: ours may have been the first", Open, Some("3"), Some("5"), true, Overtaken),
            ("versions that cannot be counted, other", Open, Some("3.5"), Some("3.6"), true, Overtaken),
            ("versions that cannot be counted, same", Open, Some("3.5"), Some("3.5"), true, Open),
            ("no version on the read", Open, Some("3"), None, true, Open),
            ("no guard", Open, None, Some("4"), true, Open),
            ("a stale copy of the next version still tells", Overtaken, Some("3"), Some("4"), true, Missed),
            ("after a 409, the version that won", Contested, Some("3"), Some("4"), true, Missed),
            ("after a 409, the version that won, in our place", Contested, Some("3"), Some("4"), false, Missed),
            ("after a 409, a later version", Contested, Some("3"), Some("5"), true, Contested),
            ("after a 409, a stale copy", Contested, Some("3"), Some("3"), true, Contested),
            ("what is known stays known", Missed, Some("3"), Some("5"), false, Missed),
        ];
        for (name, fate, guard, read, clean, expected) in cases {
            let mut attempts = Attempts(vec![attempt(1, guard, fate)]);
            attempts.not_there(read.map(Version::from_text).as_ref(), clean);
            assert_eq!(attempts.0[0].fate, expected, "{name}");
        }
    }

    #[test]
    fn the_worst_of_several_counts() {
        let cases = [
            (vec![], Doubt::None, false),
            (vec![Fate::Missed], Doubt::None, false),
            (vec![Fate::Missed, Fate::Contested], Doubt::Overtaken, false),
            (vec![Fate::Overtaken, Fate::Missed], Doubt::Overtaken, true),
            (vec![Fate::Open, Fate::Contested], Doubt::Open, true),
        ];
        for (fates, doubt, unclear) in cases {
            let attempts = Attempts(fates.iter().map(|&fate| attempt(1, Some("3"), fate)).collect());
            assert_eq!((attempts.doubt(), attempts.unclear()), (doubt, unclear), "{fates:?}");
        }
    }

    #[test]
    fn evidence_is_the_own_time_or_the_own_content_on_the_next_version() {
        let head = Document::parse(HEAD).unwrap();
        let content = Hash::of_content(&head);
        let with =
            |guard, stamp, content, fate| Attempts(vec![Attempt { stamp, content, ..attempt(1, Some(guard), fate) }]);
        let other = Hash::of_text("other");
        let cases = [
            ("its own time", with("1", 77, other, Fate::Open), Some(Evidence::Content)),
            ("its own time, though the answer was 409", with("3", 77, other, Fate::Contested), Some(Evidence::Content)),
            ("its own content", with("3", 50, content, Fate::Open), Some(Evidence::Content)),
            ("its own content, two versions on", with("2", 50, content, Fate::Overtaken), Some(Evidence::Found)),
            ("another content", with("3", 50, other, Fate::Open), Some(Evidence::Found)),
            ("a 409, and another's time", with("3", 50, content, Fate::Contested), None),
            ("nothing in doubt", with("3", 50, content, Fate::Missed), None),
            ("nothing sent", Attempts::default(), None),
        ];
        for (name, attempts, expected) in cases {
            assert_eq!(attempts.evidence(&head), expected, "{name}");
        }
    }

    #[test]
    fn another_runs_notes_are_taken_over() {
        let mut attempts = Attempts(vec![attempt(1, Some("3"), Fate::Missed)]);
        assert!(!attempts.learn(&[attempt(1, Some("3"), Fate::Open)]));
        assert_eq!(attempts.doubt(), Doubt::None, "what is known is not forgotten");
        assert!(attempts.learn(&[attempt(1, Some("3"), Fate::Open), attempt(2, Some("4"), Fate::Open)]));
        assert_eq!((attempts.count(), attempts.doubt(), attempts.newest_guard()), (2, Doubt::Open, Some(4)));
    }
}
