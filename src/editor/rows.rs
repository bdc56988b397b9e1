//! The rows of the outline: the nodes in the order of the flow, with new ones where they go.

use super::flow::{Place, flow};
use crate::workspace::{Base, DraftKey, NewNode};
use std::collections::{BTreeSet, HashMap};
use workflow::document::Document;

/// The node of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    /// A node of the base, by its place in the document.
    Base(usize),
    /// A node that is new.
    New(DraftKey),
}

/// A row as it stands in the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its node.
    pub row: Row,
    /// How deep in branches it is; first is 0.
    pub level: u32,
    /// For a node at which the ways part: whether the branches are shown.
    pub open: Option<bool>,
}

/// The rows of a workflow in which nothing is under way.
#[must_use]
pub fn base_lines(document: &Document) -> Vec<Line> {
    let line =
        |place: Place| Line { row: Row::Base(place.node), level: place.level, open: place.parts.then_some(true) };
    flow(document).into_iter().map(line).collect()
}

/// All rows of the workflow, whether shown or not. `document` is the base with everything placed that is
/// under way; what could not be placed follows at the end.
#[must_use]
pub fn all_lines(base: &Base, document: &Document, new: &[NewNode]) -> Vec<Line> {
    let rows = rows_of(base, document, new);
    let mut lines: Vec<Line> = flow(document)
        .into_iter()
        .filter_map(|place| {
            let row = rows.get(place.node).copied().flatten()?;
            Some(Line { row, level: place.level, open: place.parts.then_some(true) })
        })
        .collect();
    let lost = new.iter().map(|node| Row::New(node.key)).filter(|row| !rows.contains(&Some(*row)));
    lines.extend(lost.map(|row| Line { row, level: 0, open: None }));
    lines
}

/// The row of each node of `document`, which is the base with everything placed that is under way.
#[must_use]
pub fn rows_of(base: &Base, document: &Document, new: &[NewNode]) -> Vec<Option<Row>> {
    let keys: HashMap<&str, DraftKey> = new.iter().map(|node| (node.id.as_str(), node.key)).collect();
    // The nodes of the base keep their order; new ones stand in between.
    let mut of_base = base.nodes.iter().enumerate().peekable();
    document
        .nodes()
        .map(|node| match of_base.next_if(|(_, known)| known.id.as_str() == node.id.unwrap_or_default()) {
            Some((index, _)) => Some(Row::Base(index)),
            None => keys.get(node.id.unwrap_or_default()).map(|key| Row::New(*key)),
        })
        .collect()
}

/// The rows without those below a row that is folded.
#[must_use]
pub fn unfolded(lines: &[Line], folded: &BTreeSet<Row>) -> Vec<Line> {
    let mut shown = Vec::with_capacity(lines.len());
    let mut hidden_below = None;
    for line in lines {
        if hidden_below.is_some_and(|level| line.level > level) {
            continue;
        }
        let is_folded = line.open.is_some() && folded.contains(&line.row);
        hidden_below = is_folded.then_some(line.level);
        shown.push(Line { open: line.open.map(|_| !is_folded), ..*line });
    }
    shown
}

/// The rows that are looked for, in one level.
#[must_use]
pub fn matching(lines: &[Line], is_match: impl Fn(Row) -> bool) -> Vec<Line> {
    let found = lines.iter().filter(|line| is_match(line.row));
    found.map(|line| Line { row: line.row, level: 0, open: None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow::change::Placement;

    const TEXT: &str = r#"{"nodes":[{"id":"start","type":"start"},{"id":"check","type":"branch"},{"id":"yes","type":"t"},{"id":"no","type":"t"},{"id":"end","type":"end"}],"transitions":[{"from":"start","to":"check"},{"from":"check","to":"yes"},{"from":"check","to":"no"},{"from":"yes","to":"end"},{"from":"no","to":"end"}]}"#;

    fn parse(text: &str) -> Document {
        Document::parse(text).expect("parses")
    }

    fn new(key: u32, id: &str) -> NewNode {
        NewNode { key: DraftKey(key), id: id.into(), placement: Placement::After { node: "yes".into() } }
    }

    fn base_row(index: usize, level: u32, open: Option<bool>) -> Line {
        Line { row: Row::Base(index), level, open }
    }

    #[test]
    fn new_nodes_stand_where_they_go_and_lost_ones_last() {
        let with_mail = TEXT
            .replace(r#"{"id":"yes","type":"t"}"#, r#"{"id":"yes","type":"t"},{"id":"mail","type":"email"}"#)
            .replace(r#"{"from":"yes","to":"end"}"#, r#"{"from":"yes","to":"mail"},{"from":"mail","to":"end"}"#);
        let lines = all_lines(&Base::new(parse(TEXT)), &parse(&with_mail), &[new(7, "lost"), new(8, "mail")]);
        assert_eq!(
            lines,
            [
                base_row(0, 0, None),
                base_row(1, 0, Some(true)),
                base_row(2, 1, None),
                Line { row: Row::New(DraftKey(8)), level: 1, open: None },
                base_row(3, 1, None),
                base_row(4, 0, None),
                Line { row: Row::New(DraftKey(7)), level: 0, open: None },
            ]
        );
    }

    #[test]
    fn where_nothing_is_under_way_the_rows_are_those_of_the_document() {
        assert_eq!(base_lines(&parse(TEXT)), all_lines(&Base::new(parse(TEXT)), &parse(TEXT), &[]));
    }

    #[test]
    fn what_is_folded_hides_its_branches_and_nothing_behind_them() {
        let lines = all_lines(&Base::new(parse(TEXT)), &parse(TEXT), &[]);
        let shown = unfolded(&lines, &BTreeSet::from([Row::Base(1)]));
        assert_eq!(shown, [base_row(0, 0, None), base_row(1, 0, Some(false)), base_row(4, 0, None)]);
        assert_eq!(unfolded(&lines, &BTreeSet::from([Row::Base(2)])), lines);
    }

    #[test]
    fn what_is_looked_for_stands_in_one_level() {
        let lines = all_lines(&Base::new(parse(TEXT)), &parse(TEXT), &[]);
        assert_eq!(matching(&lines, |row| row == Row::Base(2)), [base_row(2, 0, None)]);
    }
}
