//! What the editor's panes share besides the workspace.

use crate::browser::page;
use crate::components::{Announcer, use_announcer};
use crate::words::editor as words;
use crate::workspace::Workspace;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use workflow::document::NodeId;
use workflow::validate::{Field, Finding};

/// The pane that is shown where there is room for one only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The nodes.
    Outline,
    /// The form.
    Form,
    /// Email, JSON, changes, problems.
    Preview,
}

impl Pane {
    /// Its name in code.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outline => "outline",
            Self::Form => "form",
            Self::Preview => "preview",
        }
    }
}

/// Which nodes are looked for besides those that the text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All.
    All,
    /// Email nodes.
    Email,
    /// Nodes that are new, edited, moved, renamed or to be removed.
    Changed,
    /// Nodes with errors or warnings.
    Faulty,
}

/// What was asked of the outline before its code was there.
#[derive(Debug)]
pub enum Asked {
    /// A key that [`is_of_outline`](super::quiet::is_of_outline).
    Key(KeyboardEvent),
    /// The menu of the base's node with this index, so many px from the window's left and upper edges.
    Menu(usize, f64, f64),
}

/// The key of the right side's tabs.
pub mod tab {
    /// The rendered email.
    pub const EMAIL: &str = "email";
    /// The JSON.
    pub const JSON: &str = "json";
    /// What changes.
    pub const CHANGES: &str = "changes";
    /// All findings.
    pub const PROBLEMS: &str = "problems";
}

/// The tabs of the right side, and their names for people.
pub const TABS: [(&str, &str); 4] = [
    (tab::EMAIL, words::TABS[0]),
    (tab::JSON, words::TABS[1]),
    (tab::CHANGES, words::TABS[2]),
    (tab::PROBLEMS, words::TABS[3]),
];

/// What the panes share.
#[derive(Clone, Copy)]
pub struct EditorState {
    /// The pane in view on a narrow screen.
    pub pane: RwSignal<Pane>,
    /// Whether the nodes are shown as a graph.
    pub graph: RwSignal<bool>,
    /// Which nodes are looked for, as typed.
    pub filter: RwSignal<String>,
    /// Which nodes are looked for besides.
    pub which: RwSignal<Which>,
    /// What the outline is to do once it is there, in this order.
    pub asked: StoredValue<Vec<Asked>, LocalStorage>,
    /// Says what happened.
    pub announcer: Announcer,
    /// The selected tab on the right.
    pub tab: RwSignal<&'static str>,
    /// Whether the JSON tab shows the whole document rather than the node.
    pub whole_document: RwSignal<bool>,
    /// A place in the whole document (RFC 6901) that the JSON tab is to show; taken once it does.
    pub pointer: RwSignal<Option<String>>,
    /// Whether a review was asked for while errors stood in the way: from then on nothing is held back.
    pub attempted: RwSignal<bool>,
}

/// The state of the editor around this component.
///
/// # Panics
/// Outside of the editor, which provides it.
#[must_use]
pub fn use_editor() -> EditorState {
    expect_context()
}

impl EditorState {
    /// Makes it and provides it as context.
    pub fn provide() -> Self {
        let state = Self {
            pane: RwSignal::new(Pane::Form),
            graph: RwSignal::new(false),
            filter: RwSignal::new(String::new()),
            which: RwSignal::new(Which::All),
            asked: StoredValue::new_local(Vec::new()),
            announcer: use_announcer(),
            tab: RwSignal::new(tab::EMAIL),
            whole_document: RwSignal::new(false),
            pointer: RwSignal::new(None),
            attempted: RwSignal::new(false),
        };
        provide_context(state);
        state
    }

    /// Shows a node.
    pub fn open(self, workspace: Workspace, node: &NodeId) {
        workspace.select(node);
        self.pane.set(Pane::Form);
    }

    /// Shows what a finding is about, and puts the focus there.
    pub fn go_to(self, workspace: Workspace, finding: &Finding) {
        let Some(node) = &finding.node else {
            self.whole_document.set(true);
            self.pointer.set(Some(finding.pointer.clone()));
            self.tab.set(tab::JSON);
            self.pane.set(Pane::Preview);
            return;
        };
        self.open(workspace, node);
        focus_field(finding.field);
    }
}

/// Puts the focus into a form field once it is drawn.
pub fn focus_field(field: Field) {
    let selector = format!("[data-field=\"{}\"] :is(input,select,button)", spot(field));
    page::focus_soon_or(selector, "#node-heading");
}

/// Puts the focus onto the heading of the node that is shown, once it is drawn.
pub fn focus_heading() {
    page::focus_soon("#node-heading");
}

/// The name by which a field is found in the page.
#[must_use]
pub fn spot(field: Field) -> String {
    match field {
        Field::Id => "id".into(),
        Field::Type | Field::Document => "node".into(),
        Field::Placement => "placement".into(),
        Field::TemplateId => "template".into(),
        Field::Variables => "variables".into(),
        Field::VariableName(row) => format!("variable-name-{row}"),
        Field::VariablePath(row) => format!("variable-path-{row}"),
        Field::Attachments => "attachments".into(),
        Field::AttachmentId(row) => format!("attachment-id-{row}"),
        Field::AttachmentName(row) => format!("attachment-name-{row}"),
        Field::DeliveryMode => "delivery".into(),
        Field::TrackOpens => "opens".into(),
        Field::TrackClicks => "clicks".into(),
    }
}
