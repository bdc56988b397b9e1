//! What the outline shows, and where the keyboard is in it.

use super::quiet::row_id;
use super::rows::{Line, Row, all_lines, matching, unfolded};
use super::state::{EditorState, Pane, Which};
use crate::browser::text::lowercase;
use crate::reactive::{effect, memo};
use crate::workspace::{Ask, Marks, Opened, Shown};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use workflow::document::NodeId;
use workflow::email::EMAIL_NODE_TYPE;
use workflow::validate::Severity;

/// The menu of a row's actions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MenuAt {
    /// The row.
    pub row: Row,
    /// Where it opens, in px from the window's left edge.
    pub x: f64,
    /// The like from above.
    pub y: f64,
}

/// The outline. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct OutlineState {
    /// The workflow.
    pub opened: Opened,
    /// The panes.
    pub editor: EditorState,
    /// Whether anything is looked for.
    pub is_filtered: Memo<bool>,
    /// The rows whose branches are hidden.
    pub folded: RwSignal<BTreeSet<Row>>,
    /// What is under way.
    pub marks: Memo<Arc<Marks>>,
    /// The rows as they are shown.
    pub lines: Memo<Arc<Vec<Line>>>,
    /// The row whose node is shown in the middle.
    pub selected: Memo<Option<Row>>,
    /// Where that row stands.
    pub selected_at: Memo<Option<usize>>,
    /// Where the row stands that the keyboard is at.
    pub active_at: Memo<usize>,
    /// The cell of it; `None` for the row as a whole.
    pub cell: RwSignal<Option<usize>>,
    /// The menu, while it is open.
    pub menu: RwSignal<Option<MenuAt>>,
    active: RwSignal<Option<Row>>,
}

impl OutlineState {
    /// The outline of a workflow, for the current owner.
    pub fn new(opened: Opened, editor: EditorState) -> Self {
        let EditorState { filter, which, .. } = editor;
        let folded = RwSignal::new(BTreeSet::new());
        let needle = memo(move |_| filter.with(|filter| lowercase(filter.trim())));
        let is_filtered = memo(move |_| which.get() != Which::All || !needle.with(String::is_empty));
        let marks = memo(move |_| opened.work.get().map_or_else(Arc::<Marks>::default, |work| work.marks.get()));
        let all = memo(move |_| {
            opened.base.with(|base| {
                marks.with(|marks| {
                    Arc::new(match opened.work.get() {
                        Some(work) => work.wired.with(|wired| all_lines(base, wired, &marks.new)),
                        None => all_lines(base, &base.document, &marks.new),
                    })
                })
            })
        });
        let lines = memo(move |_| {
            all.with(|all| {
                Arc::new(if is_filtered.get() {
                    needle.with(|needle| matching(all, |row| is_wanted(opened, marks, which.get(), needle, row)))
                } else {
                    folded.with(|folded| unfolded(all, folded))
                })
            })
        });
        // What was asked for counts until it can be shown.
        let shown = memo(move |_| match (opened.work.get(), opened.asked.get()) {
            (_, Some(Ask::Show(node))) => Shown::Node(node),
            (Some(work), _) => work.shown.get(),
            (None, _) => Shown::Nothing,
        });
        let selected = memo(move |_| match shown.get() {
            Shown::Nothing => None,
            Shown::New(key) => Some(Row::New(key)),
            Shown::Node(wanted) => {
                opened.base.with(|base| base.nodes.iter().position(|node| node.id == wanted)).map(Row::Base)
            }
        });
        let place = move |row: Option<Row>| {
            row.and_then(|row| lines.with(|lines| lines.iter().position(|line| line.row == row)))
        };
        let selected_at = memo(move |_| place(selected.get()));
        // Follows the selection until it is moved.
        let active = RwSignal::new(None);
        effect(move || {
            if let Some(row) = selected.get() {
                active.set(Some(row));
            }
        });
        let active_at = memo(move |before: Option<&usize>| {
            let last = lines.with(|lines| lines.len()).saturating_sub(1);
            place(active.get()).unwrap_or_else(|| before.copied().unwrap_or_default()).min(last)
        });
        Self {
            opened,
            editor,
            is_filtered,
            folded,
            marks,
            lines,
            selected,
            selected_at,
            active_at,
            cell: RwSignal::new(None),
            menu: RwSignal::new(None),
            active,
        }
    }

    /// The row at a place, without subscribing.
    #[must_use]
    pub fn line(self, at: usize) -> Option<Line> {
        self.lines.with_untracked(|lines| lines.get(at).copied())
    }

    /// The id of a row's node in the base, or as it is typed; subscribes.
    #[must_use]
    pub fn id_of(self, row: Row) -> NodeId {
        id_of(self.opened, self.marks, row)
    }

    /// The id that a row's node is being given; subscribes.
    #[must_use]
    pub fn new_id_of(self, row: Row) -> NodeId {
        let id = self.id_of(row);
        self.marks.with(|marks| marks.of(&id).and_then(|mark| mark.renamed.clone())).unwrap_or(id)
    }

    /// The type of a row's node; subscribes.
    #[must_use]
    pub fn kind_of(self, row: Row) -> String {
        match row {
            Row::Base(index) => self
                .opened
                .base
                .with(|base| base.nodes.get(index).map(|node| node.kind.to_string()))
                .unwrap_or_default(),
            Row::New(_) => EMAIL_NODE_TYPE.to_owned(),
        }
    }

    /// The worst finding of a row's node; subscribes.
    #[must_use]
    pub fn severity_of(self, row: Row) -> Option<Severity> {
        severity(self.opened, self.marks, row)
    }

    /// The id of the element that the keyboard is at; subscribes.
    #[must_use]
    pub fn active_id(self) -> String {
        let at = self.active_at.get();
        self.cell.get().map_or_else(|| row_id(at), |cell| cell_id(at, cell))
    }

    /// Moves the keyboard to a row.
    pub fn go_to(self, at: usize) {
        let line = self.lines.with_untracked(|lines| lines.get(at.min(lines.len().saturating_sub(1))).copied());
        if let Some(line) = line {
            self.active.set(Some(line.row));
        }
    }

    /// Moves the keyboard by some rows.
    pub fn step(self, by: isize) {
        self.go_to(self.active_at.get_untracked().saturating_add_signed(by));
    }

    /// Shows the node of the row at a place.
    pub fn open(self, at: usize) {
        if let Some(line) = self.line(at) {
            self.show(line.row);
            self.editor.pane.set(Pane::Form);
        }
    }

    /// Shows the node of a row.
    pub fn show(self, row: Row) {
        self.active.set(Some(row));
        match row {
            Row::New(key) => self.opened.ask(Ask::ShowDraft(key)),
            Row::Base(_) => self.opened.ask(Ask::Show(untrack(|| self.id_of(row)))),
        }
    }

    /// Goes to a row and opens the menu of its actions, so many px from the window's left and upper edges.
    pub fn open_menu(self, row: Row, x: f64, y: f64) {
        self.active.set(Some(row));
        self.opened.want();
        self.menu.set(Some(MenuAt { row, x, y }));
    }

    /// Hides the branches of a row, or shows them.
    pub fn fold(self, row: Row, hide: bool) {
        self.folded.update(|folded| {
            if hide {
                folded.insert(row);
            } else {
                folded.remove(&row);
            }
        });
    }
}

fn id_of(opened: Opened, marks: Memo<Arc<Marks>>, row: Row) -> NodeId {
    let id = match row {
        Row::Base(index) => opened.base.with(|base| base.nodes.get(index).map(|node| node.id.clone())),
        Row::New(key) => marks.with(|marks| marks.new.iter().find(|node| node.key == key).map(|node| node.id.clone())),
    };
    id.unwrap_or_default()
}

/// The worst finding of a row's node, which findings know by the id that it is given.
fn severity(opened: Opened, marks: Memo<Arc<Marks>>, row: Row) -> Option<Severity> {
    let work = opened.work.get()?;
    let id = id_of(opened, marks, row);
    let id = marks.with(|marks| marks.of(&id).and_then(|mark| mark.renamed.clone())).unwrap_or(id);
    work.worst.with(|worst| worst.of(&id))
}

fn is_wanted(opened: Opened, marks: Memo<Arc<Marks>>, which: Which, needle: &str, row: Row) -> bool {
    let id = id_of(opened, marks, row);
    let kind_is = |is: &dyn Fn(&str) -> bool| match row {
        Row::Base(index) => opened.base.with(|base| base.nodes.get(index).is_some_and(|node| is(&node.kind))),
        Row::New(_) => is(EMAIL_NODE_TYPE),
    };
    let is_kind = match which {
        Which::All => true,
        Which::Email => kind_is(&|kind| kind == EMAIL_NODE_TYPE),
        Which::Changed => matches!(row, Row::New(_)) || marks.with(|marks| marks.of(&id).is_some()),
        Which::Faulty => severity(opened, marks, row).is_some(),
    };
    let is_named_so = |id: &NodeId| lowercase(id.as_str()).contains(needle);
    let is_renamed_so =
        || marks.with(|marks| marks.of(&id).and_then(|mark| mark.renamed.as_ref()).is_some_and(is_named_so));
    is_kind
        && (needle.is_empty()
            || is_named_so(&id)
            || kind_is(&|kind| lowercase(kind).contains(needle))
            || is_renamed_so())
}

/// The id of a cell's element.
#[must_use]
pub fn cell_id(at: usize, cell: usize) -> String {
    format!("outline-row-{at}-{cell}")
}
