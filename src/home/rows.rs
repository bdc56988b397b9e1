//! Which workflows the list shows, and in which order.

use super::Recent;
use crate::browser::text::lowercase;
use crate::words::home as words;
use workflow::wire::WorkflowSummary;

/// Rows shown at most. Typing narrows the rest down.
pub(super) const SHOWN: usize = 200;

/// A part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// The one named in the proxy's configuration.
    Configured,
    /// Opened before.
    Recent,
    /// All of the tenant's.
    All,
}

impl Section {
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Configured => words::CONFIGURED,
            Self::Recent => words::RECENT,
            Self::All => words::ALL,
        }
    }
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) section: Section,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) version: Option<u64>,
    pub(super) updated: Option<u64>,
}

/// The rows that match a filter, and how many more there are than are shown. A workflow may stand
/// in several parts: the whole list stays whole.
pub(super) fn rows(
    configured: Option<&str>,
    recent: &[Recent],
    all: &[WorkflowSummary],
    filter: &str,
) -> (Vec<Row>, usize) {
    let filter = lowercase(filter.trim());
    let matches =
        |row: &Row| filter.is_empty() || lowercase(&row.id).contains(&filter) || lowercase(&row.name).contains(&filter);
    let known = |section, id: &str, name: &str| {
        let summary = all.iter().find(|summary| summary.id == id);
        Row {
            section,
            id: id.to_owned(),
            name: summary.map_or(name, |summary| summary.name.as_str()).to_owned(),
            version: summary.and_then(|summary| summary.version),
            updated: summary.and_then(|summary| summary.last_updated_timestamp),
        }
    };
    let shortcuts = configured.into_iter().map(|id| known(Section::Configured, id, "")).chain(
        recent
            .iter()
            .filter(|recent| Some(recent.id.as_str()) != configured)
            .map(|recent| known(Section::Recent, &recent.id, &recent.name)),
    );
    let listed = all.iter().map(|summary| Row {
        section: Section::All,
        id: summary.id.clone(),
        name: summary.name.clone(),
        version: summary.version,
        updated: summary.last_updated_timestamp,
    });
    // A filter asks for a workflow, not for where it stands: each then appears once.
    let mut found: Vec<_> = if filter.is_empty() || all.is_empty() {
        shortcuts.chain(listed).filter(matches).collect()
    } else {
        let unlisted = shortcuts.filter(|row| !all.iter().any(|summary| summary.id == row.id));
        unlisted.chain(listed).filter(matches).collect()
    };
    let more = found.len().saturating_sub(SHOWN);
    found.truncate(SHOWN);
    (found, more)
}

#[cfg(test)]
mod tests {
    use super::{Recent, SHOWN, Section, rows};
    use workflow::wire::WorkflowSummary;

    fn summary(id: &str, name: &str) -> WorkflowSummary {
        WorkflowSummary { id: id.to_owned(), name: name.to_owned(), version: Some(1), ..WorkflowSummary::default() }
    }

    fn recent(id: &str) -> Recent {
        Recent { id: id.to_owned(), name: format!("was {id}") }
    }

    #[test]
    fn the_configured_one_comes_first_then_recent_ones_then_all() {
        let (rows, more) = rows(Some("b"), &[recent("b"), recent("gone")], &[summary("a", "A"), summary("b", "B")], "");
        let order: Vec<_> = rows.iter().map(|row| (row.section, row.id.as_str(), row.name.as_str())).collect();
        let expected = [
            (Section::Configured, "b", "B"),
            (Section::Recent, "gone", "was gone"),
            (Section::All, "a", "A"),
            (Section::All, "b", "B"),
        ];
        assert_eq!(order, expected);
        assert_eq!(more, 0);
    }

    #[test]
    fn a_filter_finds_each_workflow_once_by_name_or_id() {
        let all = [summary("wf_1", "Orders"), summary("wf_2", "Refunds")];
        let (by_name, _) = rows(Some("wf_1"), &[recent("wf_1")], &all, "ORD");
        assert_eq!(by_name.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["wf_1"]);
        let (by_id, _) = rows(None, &[], &all, "_2");
        assert_eq!(by_id.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["wf_2"]);
    }

    #[test]
    fn a_long_list_is_cut_and_says_how_much_is_left() {
        let all: Vec<_> = (0..SHOWN + 5).map(|n| summary(&format!("wf_{n}"), "")).collect();
        let (shown, more) = rows(None, &[], &all, "");
        assert_eq!((shown.len(), more), (SHOWN, 5));
    }
}
