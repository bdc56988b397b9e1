//! The writes of this deployment whose outcome is unclear, and what later reads tell about them.
//!
//! A write carries the version that it was made on (its guard). The tenant carries it out only
//! while the workflow still has that version, so every later read narrows down what has become of it.

use crate::document::Version;

/// What is not known about this deployment's own writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doubt {
    /// Every write is known to have been carried out or not.
    None,
    /// A write can no longer be carried out, but it may have been, and have been overwritten since.
    Overtaken,
    /// A write may still be carried out.
    Open,
}

/// The writes whose outcome is unclear.
#[derive(Clone, Debug, Default)]
pub(super) struct Doubts(Vec<(Option<Version>, Doubt)>);

impl Doubts {
    /// A write on `guard` got no clear answer.
    pub(super) fn add(&mut self, guard: Option<Version>) {
        self.0.push((guard, Doubt::Open));
    }

    pub(super) fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// The worst of them.
    pub(super) fn worst(&self) -> Doubt {
        self.0.iter().map(|(_, doubt)| *doubt).max().unwrap_or(Doubt::None)
    }

    /// A read showed this version without a trace of the change. `clean`: the change still fits on
    /// it, so nobody has put something else in its place either.
    pub(super) fn not_there(&mut self, read: Option<&Version>, clean: bool) {
        self.0.retain_mut(|(guard, doubt)| {
            let (Some(guard), Some(read)) = (guard.as_ref(), read) else { return true };
            match (guard.as_u64(), read.as_u64()) {
                // The one save that this guard let through is the one just read, and it is not ours.
                (Some(guard), Some(read)) if clean && guard.checked_add(1) == Some(read) => return false,
                (Some(guard), Some(read)) if read > guard => *doubt = Doubt::Overtaken,
                (Some(_), Some(_)) => {}
                _ if guard != read => *doubt = Doubt::Overtaken,
                _ => {}
            }
            true
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn each_later_read_narrows_the_doubt_down() {
        let cases = [
            ("the same version: it may still come", Some("3"), Some("3"), true, Doubt::Open),
            ("an older copy tells nothing", Some("3"), Some("2"), true, Doubt::Open),
            ("the next version is someone else's", Some("3"), Some("4"), true, Doubt::None),
            ("the next version, with something in our place", Some("3"), Some("4"), false, Doubt::Overtaken),
            ("two versions on: ours may have been the first", Some("3"), Some("5"), true, Doubt::Overtaken),
            ("versions that cannot be counted, other", Some("3.5"), Some("3.6"), true, Doubt::Overtaken),
            ("versions that cannot be counted, same", Some("3.5"), Some("3.5"), true, Doubt::Open),
            ("no version on the read", Some("3"), None, true, Doubt::Open),
            ("no guard", None, Some("4"), true, Doubt::Open),
        ];
        for (name, guard, read, clean, expected) in cases {
            let mut doubts = Doubts::default();
            doubts.add(guard.map(Version::from_text));
            doubts.not_there(read.map(Version::from_text).as_ref(), clean);
            assert_eq!(doubts.worst(), expected, "{name}");
            assert_eq!(doubts.any(), expected != Doubt::None, "{name}");
        }
    }

    #[test]
    fn the_worst_of_several_counts() {
        let mut doubts = Doubts::default();
        doubts.add(Some(Version::from_text("3")));
        doubts.add(Some(Version::from_text("5")));
        doubts.not_there(Some(&Version::from_text("5")), true);
        assert_eq!(doubts.worst(), Doubt::Open);
        doubts.not_there(Some(&Version::from_text("6")), true);
        assert_eq!(doubts.worst(), Doubt::Overtaken);
    }
}
