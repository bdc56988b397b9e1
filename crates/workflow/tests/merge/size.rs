//! A workflow of 10,000 nodes and 15,000 transitions that two sides have edited in different places.

use crate::workload::Edit;
use workflow::diff::diff;
use workflow::document::Document;
use workflow::merge::merge;

#[test]
fn edits_of_different_places_never_conflict() {
    let [base, ours, theirs, both] =
        [Edit::None, Edit::Ours, Edit::Theirs, Edit::Both].map(|edit| Document::parse(&edit.text()).unwrap());
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = merge(&base, one, other);
        assert_eq!(merged.conflicts, []);
        assert_eq!(diff(&merged.document, &both).entries, []);
        assert!(merged.document == both, "to the byte");
    }
}
