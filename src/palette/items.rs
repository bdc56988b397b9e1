//! What the palette offers: actions, settings, workflows, and the nodes of the open one.

use super::Palette;
use super::fuzzy::Hay;
use crate::browser::keys::Keys;
use crate::browser::page;
use crate::browser::theme::Theme;
use crate::components::use_theme;
use crate::navigator::use_navigator;
use crate::routes;
use crate::shortcuts::{Action, Shortcuts, TABLE};
use crate::ui::IconName;
use crate::words::craft::{palette as words, theme as theme_words};
use crate::workspace::{Ask, DraftKey};
use leptos::prelude::*;
use workflow::document::NodeId;
use workflow::wire::WorkflowSummary;

/// A part of the list, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    Recent,
    Actions,
    Nodes,
    Workflows,
    Settings,
}

impl Group {
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Recent => words::RECENT,
            Self::Actions => words::ACTIONS,
            Self::Nodes => words::NODES,
            Self::Workflows => words::WORKFLOWS,
            Self::Settings => words::SETTINGS,
        }
    }
}

/// What an item does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Run {
    Action(Action),
    Theme(Theme),
    SingleKeys(bool),
    Workflow(String),
    Node(NodeId),
    Draft(DraftKey),
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Its name in the browser's memory.
    pub(super) key: String,
    pub(super) group: Group,
    pub(super) label: String,
    /// More about it: an id, a type.
    pub(super) detail: String,
    pub(super) icon: IconName,
    pub(super) keys: &'static [Keys],
    /// Whether it is how things are already.
    pub(super) is_current: bool,
    pub(super) run: Run,
    pub(super) label_hay: Hay,
    pub(super) detail_hay: Hay,
}

impl Item {
    fn new(group: Group, key: String, label: &str, detail: &str, icon: IconName, run: Run) -> Self {
        let (label_hay, detail_hay) = (Hay::new(label), Hay::new(detail));
        let (label, detail) = (label.to_owned(), detail.to_owned());
        Self { key, group, label, detail, icon, keys: &[], is_current: false, run, label_hay, detail_hay }
    }
}

/// Everything there is to choose on the page as it stands.
pub(super) fn all(palette: Palette, shortcuts: Shortcuts, workflows: &[WorkflowSummary]) -> Vec<Item> {
    let mut items = actions(shortcuts);
    items.extend(nodes(palette));
    items.extend(workflows.iter().map(|summary| {
        let name = if summary.name.is_empty() { &summary.id } else { &summary.name };
        let run = Run::Workflow(summary.id.clone());
        Item::new(Group::Workflows, format!("workflow:{}", summary.id), name, &summary.id, IconName::Flow, run)
    }));
    items.extend(settings(shortcuts));
    items
}

fn actions(shortcuts: Shortcuts) -> Vec<Item> {
    let rows = TABLE.iter().filter(|row| row.action != Action::Palette && shortcuts.is_available(row.action));
    rows.map(|row| {
        let key = format!("action:{:?}", row.action);
        let item = Item::new(Group::Actions, key, row.name, "", icon(row.action), Run::Action(row.action));
        Item { keys: row.keys, ..item }
    })
    .collect()
}

const fn icon(action: Action) -> IconName {
    match action {
        Action::Palette | Action::Filter => IconName::Search,
        Action::Help => IconName::Info,
        Action::Home => IconName::Flow,
        Action::Activity => IconName::Clock,
        Action::Undo => IconName::Undo,
        Action::Redo => IconName::Redo,
        Action::AddEmail => IconName::Mail,
        Action::Review => IconName::ArrowRight,
        Action::Discard => IconName::Trash,
        Action::Reload => IconName::Refresh,
    }
}

fn nodes(palette: Palette) -> Vec<Item> {
    let Some(opened) = palette.opened.get_untracked() else { return Vec::new() };
    let workflow = opened.id.get_untracked();
    let item = |id: &NodeId, kind: &str, run| {
        let icon = crate::components::node_icon(kind);
        Item::new(Group::Nodes, format!("node:{workflow}:{id}"), id.as_str(), kind, icon, run)
    };
    let drafts = opened.work.get_untracked().map(|work| work.marks.get_untracked());
    let new = drafts.iter().flat_map(|marks| &marks.new);
    let new: Vec<_> = new.map(|node| item(&node.id, words::NEW_NODE, Run::Draft(node.key))).collect();
    opened.base.with_untracked(|base| {
        let there = base.nodes.iter().filter(|node| !node.id.as_str().is_empty());
        new.into_iter().chain(there.map(|node| item(&node.id, &node.kind, Run::Node(node.id.clone())))).collect()
    })
}

fn settings(shortcuts: Shortcuts) -> Vec<Item> {
    let theme = use_theme();
    let themes = [Theme::System, Theme::Light, Theme::Dark].map(|choice| {
        let (label, icon) = match choice {
            Theme::System => (theme_words::USE_SYSTEM, IconName::System),
            Theme::Light => (theme_words::USE_LIGHT, IconName::Sun),
            Theme::Dark => (theme_words::USE_DARK, IconName::Moon),
        };
        let run = Run::Theme(choice);
        let item = Item::new(Group::Settings, format!("theme:{}", choice.name()), label, "", icon, run);
        Item { is_current: theme.get_untracked() == choice, ..item }
    });
    let on = untrack(|| shortcuts.has_single_keys());
    let label = if on { words::SINGLE_KEYS_OFF } else { words::SINGLE_KEYS_ON };
    let run = Run::SingleKeys(!on);
    let keys = Item::new(Group::Settings, "single-keys".to_owned(), label, "", IconName::Keyboard, run);
    themes.into_iter().chain([keys]).collect()
}

/// What is needed to do what an item does. Got while a component is built; used any time.
#[derive(Clone, Copy)]
pub(super) struct Doer {
    palette: Palette,
    shortcuts: Shortcuts,
    navigator: crate::navigator::Navigator,
    theme: RwSignal<Theme>,
    announcer: crate::components::Announcer,
}

impl Doer {
    pub(super) fn new(palette: Palette, shortcuts: Shortcuts) -> Self {
        let announcer = crate::components::use_announcer();
        Self { palette, shortcuts, navigator: use_navigator(), theme: use_theme(), announcer }
    }

    /// Does it. The palette is closed by then, so that the focus can go where it belongs.
    pub(super) fn run(self, run: &Run) {
        match run {
            Run::Action(action) => {
                self.shortcuts.run(*action);
            }
            Run::Theme(choice) => {
                self.theme.set(*choice);
                self.announcer.say(theme_words::current(*choice));
            }
            Run::SingleKeys(on) => {
                self.shortcuts.set_single_keys(*on);
                let told = if *on { words::SINGLE_KEYS_ARE_ON } else { words::SINGLE_KEYS_ARE_OFF };
                self.announcer.say(told);
            }
            Run::Workflow(id) => self.navigator.go(&routes::workflow(id)),
            Run::Node(node) => self.show(Ask::Show(node.clone())),
            Run::Draft(key) => self.show(Ask::ShowDraft(*key)),
        }
    }

    fn show(self, ask: Ask) {
        let Some(opened) = self.palette.opened.get_untracked() else { return };
        self.navigator.go(&opened.id.with_untracked(|id| routes::workflow(id.as_str())));
        opened.ask(ask);
        page::focus_soon("#node-heading");
    }
}
