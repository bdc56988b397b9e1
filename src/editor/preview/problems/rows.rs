//! The rows of the list of problems: sections, groups, findings.

use crate::browser::text::lowercase;
use std::collections::{BTreeSet, HashMap};
use workflow::document::NodeId;
use workflow::validate::{Finding, Severity};

/// Whose findings a section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    /// The change's.
    Change,
    /// Those of what the change does not touch.
    Elsewhere,
    /// All, while nothing is changed.
    Whole,
}

/// Something that can be folded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fold {
    Section(Section),
    Group(Section, Severity, Option<NodeId>),
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// The heading of a section, or of the findings of one severity about one node.
    Heading { fold: Fold, count: usize, is_open: bool },
    /// A finding, by its place in the list.
    Finding(usize),
}

impl Row {
    /// How deep it stands, from 1.
    pub(super) fn level(&self) -> usize {
        match self {
            Self::Heading { fold: Fold::Section(_), .. } => 1,
            Self::Heading { fold: Fold::Group(..), .. } => 2,
            Self::Finding(_) => 3,
        }
    }
}

/// What is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filter {
    /// Words, in lower case.
    pub(super) needle: String,
    /// The severities that are left out.
    pub(super) without: BTreeSet<Severity>,
}

impl Filter {
    /// Whether it lets a finding through.
    pub(super) fn lets(&self, finding: &Finding) -> bool {
        !self.without.contains(&finding.severity) && self.has_words(finding)
    }

    /// Whether a finding has the words, whatever its severity.
    pub(super) fn has_words(&self, finding: &Finding) -> bool {
        let has = |text: &str| lowercase(text).contains(&self.needle);
        self.needle.is_empty()
            || finding.code.contains(&self.needle)
            || finding.node.as_ref().is_some_and(|node| has(node.as_str()))
            || has(&finding.message.replace('`', ""))
    }
}

/// What is folded: everything stands open at first, but what the change does not touch while there is a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Folded(BTreeSet<Fold>);

impl Folded {
    pub(super) fn is_open(&self, fold: &Fold) -> bool {
        let at_first = *fold != Fold::Section(Section::Elsewhere);
        at_first != self.0.contains(fold)
    }

    /// Opens or closes it. Answers whether it was otherwise.
    pub(super) fn set(&mut self, fold: &Fold, open: bool) -> bool {
        if self.is_open(fold) == open {
            return false;
        }
        if !self.0.remove(fold) {
            self.0.insert(fold.clone());
        }
        true
    }
}

/// The rows of a list of findings, worst first. `section` tells whose a finding is.
pub(super) fn rows(
    findings: &[Finding],
    filter: &Filter,
    folded: &Folded,
    section: impl Fn(&Finding) -> Section,
) -> Vec<Row> {
    let mut groups: Vec<(Section, Severity, Option<&NodeId>, Vec<usize>)> = Vec::new();
    let mut known = HashMap::new();
    for (at, finding) in findings.iter().enumerate().filter(|(_, finding)| filter.lets(finding)) {
        let key = (section(finding) as u8, finding.severity, finding.node.as_ref());
        let group = *known.entry(key).or_insert_with(|| {
            groups.push((section(finding), finding.severity, finding.node.as_ref(), Vec::new()));
            groups.len() - 1
        });
        groups[group].3.push(at);
    }
    let mut rows = Vec::with_capacity(findings.len() + groups.len() + 2);
    for section in [Section::Change, Section::Whole, Section::Elsewhere] {
        let count = groups.iter().filter(|group| group.0 == section).map(|group| group.3.len()).sum();
        if count == 0 {
            continue;
        }
        let fold = Fold::Section(section);
        let is_open = folded.is_open(&fold);
        rows.push(Row::Heading { fold, count, is_open });
        if !is_open {
            continue;
        }
        for severity in [Severity::Error, Severity::Warning, Severity::Hint] {
            for (_, _, node, places) in groups.iter().filter(|group| (group.0, group.1) == (section, severity)) {
                let fold = Fold::Group(section, severity, node.cloned());
                let is_open = folded.is_open(&fold);
                rows.push(Row::Heading { fold, count: places.len(), is_open });
                if is_open {
                    rows.extend(places.iter().map(|at| Row::Finding(*at)));
                }
            }
        }
    }
    rows
}

/// The heading above a row.
pub(super) fn parent(rows: &[Row], at: usize) -> Option<usize> {
    let level = rows.get(at)?.level();
    (0..at).rev().find(|above| rows[*above].level() < level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow::validate::Field;

    fn finding(node: &str, severity: Severity, message: &str) -> Finding {
        Finding {
            code: "test.rule",
            severity,
            pointer: String::new(),
            node: (!node.is_empty()).then(|| NodeId::from(node)),
            field: Field::Id,
            message: message.into(),
            fix: None,
        }
    }

    fn findings() -> Vec<Finding> {
        vec![
            finding("a", Severity::Error, "One `Thing`"),
            finding("b", Severity::Error, "two"),
            finding("a", Severity::Error, "three"),
            finding("a", Severity::Warning, "four"),
            finding("", Severity::Hint, "five"),
        ]
    }

    fn shown(filter: &Filter, folded: &Folded) -> Vec<String> {
        let findings = findings();
        let section = |finding: &Finding| match finding.node.as_ref().map(NodeId::as_str) {
            Some("a") => Section::Change,
            _ => Section::Elsewhere,
        };
        let told = |row: &Row| match row {
            Row::Heading { fold: Fold::Section(section), count, .. } => format!("{section:?} {count}"),
            Row::Heading { fold: Fold::Group(_, severity, node), count, .. } => {
                format!("{severity:?} {} {count}", node.clone().unwrap_or_default().as_str())
            }
            Row::Finding(at) => findings[*at].message.clone(),
        };
        rows(&findings, filter, folded, section).iter().map(told).collect()
    }

    fn all() -> Filter {
        Filter { needle: String::new(), without: BTreeSet::new() }
    }

    #[test]
    fn findings_stand_by_section_severity_and_node() {
        let mut folded = Folded::default();
        assert_eq!(
            shown(&all(), &folded),
            ["Change 3", "Error a 2", "One `Thing`", "three", "Warning a 1", "four", "Elsewhere 2"]
        );
        assert!(folded.set(&Fold::Section(Section::Elsewhere), true));
        assert!(folded.set(&Fold::Group(Section::Change, Severity::Error, Some(NodeId::from("a"))), false));
        assert!(!folded.set(&Fold::Section(Section::Change), true));
        assert_eq!(
            shown(&all(), &folded),
            ["Change 3", "Error a 2", "Warning a 1", "four", "Elsewhere 2", "Error b 1", "two", "Hint  1", "five"]
        );
    }

    #[test]
    fn the_filter_looks_at_words_nodes_codes_and_severities() {
        let words = |needle: &str| shown(&Filter { needle: needle.into(), ..all() }, &Folded::default());
        assert_eq!(words("one thing"), ["Change 1", "Error a 1", "One `Thing`"]);
        assert_eq!(words("test.rule").len(), shown(&all(), &Folded::default()).len());
        assert_eq!(words("nothing"), Vec::<String>::new());
        let without = Filter { without: BTreeSet::from([Severity::Error]), ..all() };
        assert_eq!(shown(&without, &Folded::default()), ["Change 1", "Warning a 1", "four", "Elsewhere 1"]);
    }

    #[test]
    fn a_row_stands_below_its_heading() {
        let rows = rows(&findings(), &all(), &Folded::default(), |_| Section::Whole);
        assert_eq!([parent(&rows, 0), parent(&rows, 1), parent(&rows, 3)], [None, Some(0), Some(1)]);
    }
}
