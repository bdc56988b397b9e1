//! That the generator makes what it is there for: each oddity, at each level.

use crate::odd::workflow;
use crate::pieces::items;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};

const LEVELS: [&str; 6] = ["document", "node", "properties", "variables", "attachment", "transition"];

const ODDITIES: [(&str, &str); 14] = [
    ("an integer beyond 2^64", "36893488147419103232"),
    ("an exponent", "1E5"),
    ("a decimal that is whole", "1.0"),
    ("a negative zero", "-0"),
    ("a long decimal", "0.1000000000000000055511151231257827"),
    ("an exponent beyond floats", "1E+400"),
    ("an escape that is not needed", r"\u0041"),
    ("an escaped slash", r"\/"),
    ("half a surrogate pair", r"\ud800"),
    ("a surrogate pair", r"\ud83d\ude00"),
    ("an empty key", r#""":"#),
    ("serde_json's number marker", "$serde_json::private::Number"),
    ("serde_json's raw value marker", "$serde_json::private::RawValue"),
    ("text that looks like structure", r#"{[,:]}"#),
];

fn samples() -> Vec<crate::odd::Odd> {
    let mut runner = TestRunner::deterministic();
    (0..800).map(|_| workflow().new_tree(&mut runner).unwrap().current()).collect()
}

/// Whether some object in a text has a key twice, as its text has it.
fn has_a_key_twice(value: &str) -> bool {
    if !value.starts_with(['{', '[']) {
        return false;
    }
    let found = items(value).items;
    let keys: BTreeSet<&str> = found.iter().map(|item| item.key).collect();
    (value.starts_with('{') && keys.len() < found.len()) || found.iter().any(|item| has_a_key_twice(item.value))
}

fn depth(text: &str) -> usize {
    text.chars().rev().take_while(|last| "]} \n\r\t".contains(*last)).filter(|last| "]}".contains(*last)).count()
}

#[test]
fn every_oddity_occurs_at_every_level() {
    let mut missing: BTreeSet<(&str, &str)> =
        LEVELS.iter().flat_map(|level| ODDITIES.iter().map(move |(name, _)| (*level, *name))).collect();
    let mut twice: BTreeMap<&str, usize> = BTreeMap::new();
    let mut deepest: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for sample in samples() {
        for (level, pieces) in &sample.pieces {
            let text = pieces.join(",").replace(char::is_whitespace, "");
            for (name, mark) in ODDITIES {
                if text.contains(mark) {
                    missing.remove(&(*level, name));
                }
            }
            for piece in pieces {
                *twice.entry(level).or_default() += usize::from(has_a_key_twice(&format!("{{{piece}}}")));
                deepest.entry(level).or_default().insert(depth(piece));
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
    for level in LEVELS {
        assert!(twice.get(level).is_some_and(|count| *count > 5), "duplicate keys in a {level}: {twice:?}");
        let reaches = |levels: usize| deepest[level].iter().any(|depth| (levels..levels + 60).contains(depth));
        assert!(reaches(128) && reaches(1_000), "nesting in a {level}");
    }
}

#[test]
fn every_layout_and_order_occurs() {
    let samples = samples();
    let count = |is_so: &dyn Fn(&str) -> bool| samples.iter().filter(|sample| is_so(&sample.text)).count();
    let place = |text: &str, key: &str| text.find(key).unwrap();
    for (what, found) in [
        ("a byte order mark", count(&|text| text.starts_with('\u{FEFF}'))),
        ("no byte order mark", count(&|text| !text.starts_with('\u{FEFF}'))),
        ("Windows line ends", count(&|text| text.contains("\r\n"))),
        ("no white space in front", count(&|text| text.starts_with('{'))),
        ("nodes before transitions", count(&|text| place(text, "\"nodes\"") < place(text, "\"transitions\""))),
        ("transitions before nodes", count(&|text| place(text, "\"nodes\"") > place(text, "\"transitions\""))),
        ("the version first", count(&|text| place(text, "\"version\"") < place(text, "\"nodes\""))),
    ] {
        assert!(found > 50, "{what}: {found} times");
    }
    // On the path that edits take: a key twice, so that refusals are met.
    let refused = samples.iter().filter(|sample| {
        (0..sample.nodes).any(|node| {
            let text = crate::changes::node_text(&sample.text, node);
            matches!(crate::pieces::find(text, "/properties/templateId"), crate::pieces::Found::Twice)
        })
    });
    assert!(refused.count() > 10);
}
