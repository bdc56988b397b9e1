//! Scope paths: where a variable takes its value from.

use super::near::nearest;
use crate::words::variable::reason;
use regex::Regex;
use std::sync::LazyLock;

/// What a scope path looks like (tutorial, validation section).
pub const SCOPE_PATH: &str = r"^\$(interaction|workflow|contact|system)\.[a-zA-Z0-9._]+$";

/// The scopes of [`SCOPE_PATH`].
pub const SCOPES: [&str; 4] = ["interaction", "workflow", "contact", "system"];

#[allow(clippy::expect_used, reason = "the pattern is constant, and every test runs it")]
static PATTERN: LazyLock<Regex> = LazyLock::new(|| Regex::new(SCOPE_PATH).expect("a valid pattern"));

/// What is wrong with a scope path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PathProblem<'a> {
    /// Nothing but white space.
    Empty,
    /// Well formed, in a scope that there is none of.
    UnknownScope(&'a str),
    /// It ends in a dot. The vendor's pattern lets this pass and the value is then empty.
    TrailingDot,
    /// Two dots in a row. The vendor's pattern lets this pass and the value is then empty.
    EmptySegment,
    /// Anything else, in words that go on from "…, but".
    Malformed(String),
}

/// Whether a path is fine beyond doubt: it takes the pattern long to say what a look can tell of nearly every
/// path. What this does not answer for is judged by [`judge`]; a property test holds the two together.
pub(super) fn is_plainly_fine(path: &str) -> bool {
    let names = |scope: &str| path.strip_prefix('$')?.strip_prefix(scope)?.strip_prefix('.');
    let Some(names) = SCOPES.iter().find_map(|scope| names(scope)) else { return false };
    let mut before = b'.';
    for byte in names.bytes() {
        if !(byte.is_ascii_alphanumeric() || byte == b'_' || (byte == b'.' && before != b'.')) {
            return false;
        }
        before = byte;
    }
    before != b'.'
}

/// Judges a scope path.
pub(super) fn judge(path: &str) -> Result<(), PathProblem<'_>> {
    if is_plainly_fine(path) {
        return Ok(());
    }
    if path.trim().is_empty() {
        return Err(PathProblem::Empty);
    }
    let (scope, rest) = path.split_once('.').unwrap_or((path, ""));
    if PATTERN.is_match(path) {
        return if rest.starts_with('.') || rest.contains("..") {
            Err(PathProblem::EmptySegment)
        } else if rest.ends_with('.') {
            Err(PathProblem::TrailingDot)
        } else {
            Ok(())
        };
    }
    let Some(scope) = scope.strip_prefix('$') else {
        let white_space = path.starts_with(char::is_whitespace);
        let reason = if white_space { reason::BEGINS_WITH_SPACE } else { reason::NO_DOLLAR };
        return Err(PathProblem::Malformed(reason.to_owned()));
    };
    if let Some(odd) = path.chars().skip(1).find(|found| !is_path_character(*found)) {
        let reason = if odd.is_whitespace() { reason::WHITE_SPACE.to_owned() } else { reason::odd_character(odd) };
        return Err(PathProblem::Malformed(reason));
    }
    if scope.is_empty() {
        return Err(PathProblem::Malformed(reason::NO_SCOPE.to_owned()));
    }
    if rest.is_empty() {
        return Err(PathProblem::Malformed(reason::NO_VALUE.to_owned()));
    }
    Err(PathProblem::UnknownScope(scope))
}

/// The path that was probably meant by a text that is none of the known ones: one that is written almost alike,
/// else the text itself without its slips; `None` where nothing is near.
pub fn near_path(text: &str, known: &mut dyn Iterator<Item = &str>) -> Option<String> {
    nearest(text.trim(), known).map(str::to_owned).or_else(|| repair(text))
}

/// The path that was probably meant, where one can be told.
pub(super) fn repair(path: &str) -> Option<String> {
    let bare = path.trim().trim_start_matches(['$', '{']).trim_end_matches('}').trim();
    let mut segments = bare.split('.').filter(|segment| !segment.is_empty());
    let named = segments.next()?;
    let scope = SCOPES.into_iter().find(|scope| *scope == named).or_else(|| nearest(named, &mut SCOPES.into_iter()))?;
    let repaired = format!("${scope}.{}", segments.collect::<Vec<_>>().join("."));
    (repaired != path && judge(&repaired).is_ok()).then_some(repaired)
}

/// Whether two paths name the same, whatever stands before, between and behind the names.
pub(super) fn same_names(one: &str, other: &str) -> bool {
    let names = |path: &'_ str| -> Vec<String> {
        let bare = path.trim().trim_start_matches(['$', '{']).trim_end_matches('}').trim();
        bare.split('.').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
    };
    names(one) == names(other)
}

fn is_path_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '.' || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_tutorials_paths_are_well_formed() {
        for path in ["$interaction.contact.firstName", "$workflow.data.order_total", "$contact.x", "$system.1"] {
            assert_eq!(judge(path), Ok(()), "{path}");
            assert_eq!(repair(path), None, "{path}");
        }
    }

    #[test]
    fn a_slip_is_led_back_to_a_known_path_or_mended() {
        let known = ["$contact.email", "$contact.firstName"];
        for (typed, near) in [
            ("$contact.firstNmae", Some("$contact.firstName")),
            ("contact.email", Some("$contact.email")),
            ("$contakt.phone", Some("$contact.phone")),
            ("$workflow.data.total", None),
            ("total", None),
        ] {
            assert_eq!(near_path(typed, &mut known.into_iter()).as_deref(), near, "{typed}");
        }
    }

    #[test]
    fn the_scopes_are_those_of_the_pattern() {
        assert!(SCOPE_PATH.contains(&format!("({})", SCOPES.join("|"))));
    }

    #[test]
    fn each_slip_has_its_own_words_and_its_repair() {
        let malformed = |reason: &str| PathProblem::Malformed(reason.to_owned());
        for (path, problem, repaired) in [
            ("", PathProblem::Empty, None),
            (" \t", PathProblem::Empty, None),
            ("$order.total", PathProblem::UnknownScope("order"), None),
            ("$interacton.id", PathProblem::UnknownScope("interacton"), Some("$interaction.id")),
            ("$Contact.id", PathProblem::UnknownScope("Contact"), Some("$contact.id")),
            ("$contact.id.", PathProblem::TrailingDot, Some("$contact.id")),
            ("$contact..id", PathProblem::EmptySegment, Some("$contact.id")),
            ("$contact.a..b", PathProblem::EmptySegment, Some("$contact.a.b")),
            ("$contact..", PathProblem::EmptySegment, None),
            ("$contact.", malformed("it names no value inside the scope"), None),
            ("$contact", malformed("it names no value inside the scope"), None),
            ("$", malformed("it names no scope behind the `$`"), None),
            ("$.id", malformed("it names no scope behind the `$`"), None),
            ("contact.id", malformed("it does not begin with `$`"), Some("$contact.id")),
            (" $contact.id", malformed("it begins with white space"), Some("$contact.id")),
            ("$contact.id ", malformed("it contains white space"), Some("$contact.id")),
            ("$contact.first-name", malformed("`-` cannot stand in a path"), None),
            ("$contact.naïve", malformed("`ï` cannot stand in a path"), None),
            ("{{contact.id}}", malformed("it does not begin with `$`"), Some("$contact.id")),
            ("${contact.id}", malformed("`{` cannot stand in a path"), Some("$contact.id")),
            ("$contact.id\n", malformed("it contains white space"), Some("$contact.id")),
        ] {
            assert_eq!(judge(path), Err(problem), "{path:?}");
            assert_eq!(repair(path).as_deref(), repaired, "{path:?}");
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use super::*;
        use proptest::prelude::*;

        fn paths() -> impl Strategy<Value = String> {
            prop_oneof![any::<String>(), "\\$?(interaction|workflow|contact|system|order)?[.a-zA-Z0-9_ $\\n]{0,12}",]
        }

        proptest! {
            /// The host's tests speak for the browser's only where the two crates agree.
            #[test]
            fn regex_and_regex_lite_agree(path in paths()) {
                let lite = regex_lite::Regex::new(SCOPE_PATH).unwrap();
                prop_assert_eq!(PATTERN.is_match(&path), lite.is_match(&path));
            }

            #[test]
            fn what_is_fine_matches_the_vendors_pattern(path in paths()) {
                if judge(&path).is_ok() {
                    prop_assert!(PATTERN.is_match(&path));
                    prop_assert!(path.split('.').all(|segment| !segment.is_empty()));
                }
            }

            #[test]
            fn what_is_plainly_fine_is_all_that_is_fine(path in paths()) {
                let fine = PATTERN.is_match(&path) && path.split('.').all(|segment| !segment.is_empty());
                prop_assert_eq!(is_plainly_fine(&path), fine);
            }

            #[test]
            fn a_repaired_path_is_fine(path in paths()) {
                if let Some(repaired) = repair(&path) {
                    prop_assert_eq!(judge(&repaired), Ok(()));
                }
            }
        }
    }
}
