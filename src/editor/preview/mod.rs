//! The right side: the email, the JSON, the changes and the problems.

mod changes;
mod email;
mod json;
mod problems;

use super::state::{TABS, tab, use_editor};
use crate::reactive::memo;
use crate::ui::{Tab, TabList, TabPanel, Tone};
use crate::workspace::use_workspace;
use changes::ChangesPanel;
use email::EmailPanel;
use json::JsonPanel;
use leptos::prelude::*;
use problems::ProblemsPanel;
use workflow::validate::Severity;

const GROUP: &str = "preview";

/// The tabs and what they show.
#[component]
pub fn Preview() -> impl IntoView {
    let workspace = use_workspace();
    let editor = use_editor();
    let selected = Signal::derive(move || editor.tab.get());
    let changes = memo(move |_| {
        let count = workspace.change.with(|change| change.edits.len());
        (count > 0).then(|| (Tone::Info, count.to_string()))
    });
    let problems = memo(move |_| {
        let blocking = workspace.blocking.get();
        if blocking > 0 {
            return Some((Tone::Danger, blocking.to_string()));
        }
        let count = |all: &std::sync::Arc<Vec<workflow::validate::Finding>>| {
            all.iter().filter(|finding| finding.severity != Severity::Hint).count()
        };
        let count = workspace.live.with(count) + workspace.rest.with(count);
        (count > 0).then(|| (Tone::Warning, count.to_string()))
    });
    let tabs = TABS
        .into_iter()
        .map(|(key, label)| match key {
            tab::CHANGES => Tab::new(key, label).with_badge(changes),
            tab::PROBLEMS => Tab::new(key, label).with_badge(problems),
            _ => Tab::new(key, label),
        })
        .collect();
    view! {
        <div class="preview">
            <TabList
                group=GROUP
                label=crate::words::editor::PREVIEW
                tabs=tabs
                selected=selected
                on_select=move |key| editor.tab.set(key)
            />
            <TabPanel group=GROUP key=tab::EMAIL selected=selected>
                <EmailPanel />
            </TabPanel>
            <TabPanel group=GROUP key=tab::JSON selected=selected>
                <JsonPanel />
            </TabPanel>
            <TabPanel group=GROUP key=tab::CHANGES selected=selected>
                <ChangesPanel />
            </TabPanel>
            <TabPanel group=GROUP key=tab::PROBLEMS selected=selected>
                <ProblemsPanel />
            </TabPanel>
        </div>
    }
}
