//! The tabs that have the same workflow open: they know of each other, see what the others change, and hand
//! their work over. Who is gone without a word is found out by its lock.

use super::Workspace;
use super::kept::GoneOn;
use super::upstream::News;
use crate::browser::channel::Channel;
use crate::browser::locks::{self, Held};
use crate::browser::{random, timer};
use crate::reactive::{effect, memo, spawn_local};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use workflow::document::Version;

/// How long another tab may take to hand its work over, in ms.
const ANSWER_MS: u64 = 4_000;
/// How many lines of what another tab changes are told.
const LINES: usize = 12;

/// Another tab with this workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// Its name.
    pub tab: String,
    /// What it changes, in a few words; empty where it changes nothing.
    pub summary: String,
    /// What it changes, one line each.
    pub lines: Vec<String>,
    /// Whether it is deploying.
    pub deploying: bool,
}

/// How taking over another tab's work stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Taking {
    /// Nothing is asked.
    #[default]
    Nothing,
    /// The other tab is asked.
    Asked,
    /// It is deploying, and hands nothing over.
    Busy,
    /// It does not answer.
    NoAnswer,
    /// It has answered, and its work could not be had.
    Failed,
}

/// The tabs. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Tabs {
    /// The other tabs with this workflow.
    pub others: RwSignal<Vec<Other>>,
    /// Whether another tab has taken over what was under way here.
    pub handed_over: RwSignal<bool>,
    /// How taking over stands.
    pub taking: RwSignal<Taking>,
    me: StoredValue<String>,
    channel: StoredValue<Option<Channel>, LocalStorage>,
    alive: StoredValue<Option<Held>, LocalStorage>,
}

/// What a tab changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Here {
    summary: String,
    lines: Vec<String>,
    deploying: bool,
}

/// What tabs say to each other.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Said {
    /// Who is there?
    Hello,
    /// I am, and this is what I change.
    Here(Here),
    /// I am gone.
    Bye,
    /// Hand your work over to me.
    TakeOver { tab: String },
    /// There it is.
    HandedOver { tab: String, record: Option<String>, busy: bool },
    /// I have deployed this version.
    Deployed { version: Option<Version> },
}

impl Tabs {
    pub(super) fn new() -> Self {
        Self {
            others: RwSignal::new(Vec::new()),
            handed_over: RwSignal::new(false),
            taking: RwSignal::new(Taking::Nothing),
            me: StoredValue::new(format!("t{:016x}", random::random_u64())),
            channel: StoredValue::new_local(None),
            alive: StoredValue::new_local(None),
        }
    }

    fn say(self, said: &Said) {
        let Some(me) = self.me.try_get_value() else { return };
        let text = serde_json::to_string(&(me, said)).unwrap_or_default();
        self.channel.try_with_value(|channel| channel.as_ref().map(|channel| channel.say(&text)));
    }

    /// Tells the other tabs what was deployed here.
    pub fn tell_deployed(self, version: Option<Version>) {
        self.say(&Said::Deployed { version });
    }
}

fn lock_name(tab: &str) -> String {
    format!("tab:{tab}")
}

impl Workspace {
    /// Joins the tabs that have this workflow open, for as long as it is open here.
    pub(super) fn join_tabs(self) {
        let tabs = self.tabs;
        let name = self
            .session
            .with_untracked(|session| self.id.with_untracked(|id| format!("workflow:{}\n{id}", session.org)));
        spawn_local(async move {
            let alive = locks::take(&lock_name(&tabs.me.get_value())).await;
            if tabs.alive.try_set_value(alive).is_some() {
                return;
            }
            let channel = Channel::join(&name, move |text| {
                if let Ok((from, said)) = serde_json::from_str::<(String, Said)>(&text) {
                    self.hear(&from, said);
                }
            });
            tabs.channel.try_set_value(channel);
            tabs.say(&Said::Hello);
            self.say_here();
        });
        let here = memo(move |_| {
            self.diff.track();
            self.change.track();
            self.upstream.deploying.track();
            untrack(|| self.here())
        });
        effect(move || tabs.say(&Said::Here(here.get())));
        on_cleanup(move || tabs.say(&Said::Bye));
    }

    fn say_here(self) {
        self.tabs.say(&Said::Here(self.here()));
    }

    fn here(self) -> Here {
        let lines = match self.has_work() {
            true => self.diff.try_with_untracked(|diff| diff.sentences()).unwrap_or_default(),
            false => Vec::new(),
        };
        let summary = if lines.is_empty() { String::new() } else { self.summary() };
        let lines = lines.into_iter().take(LINES).collect();
        let deploying = self.upstream.deploying.try_get_untracked().unwrap_or_default();
        Here { summary, lines, deploying }
    }

    fn hear(self, from: &str, said: Said) {
        let tabs = self.tabs;
        let Some(me) = tabs.me.try_get_value() else { return };
        match said {
            Said::Hello => {
                self.meet(from);
                self.say_here();
            }
            Said::Here(Here { summary, lines, deploying }) => {
                self.meet(from);
                tabs.others.try_update(|others| {
                    if let Some(other) = others.iter_mut().find(|other| other.tab == from) {
                        *other = Other { tab: from.to_owned(), summary, lines, deploying };
                    }
                });
            }
            Said::Bye => self.part(from),
            Said::TakeOver { tab } if tab == me => {
                let to = from.to_owned();
                spawn_local(async move {
                    let busy = self.upstream.deploying.get_untracked();
                    let record = if busy { None } else { self.hand_over().await };
                    tabs.handed_over.try_set(record.is_some());
                    tabs.say(&Said::HandedOver { tab: to, record, busy });
                    self.say_here();
                });
            }
            Said::HandedOver { tab, record, busy } if tab == me => match record {
                Some(record) => spawn_local(async move {
                    let gone_on = self.take_handed(&record).await;
                    let shown = matches!(gone_on, GoneOn::Shown | GoneOn::OthersAside);
                    tabs.taking.try_set(if shown { Taking::Nothing } else { Taking::Failed });
                    tabs.handed_over.try_set(false);
                }),
                None => {
                    tabs.taking.try_set(if busy { Taking::Busy } else { Taking::Failed });
                }
            },
            Said::Deployed { version } => {
                self.upstream.hear(News { version, at: None, by: None, from_tab: true });
            }
            Said::TakeOver { .. } | Said::HandedOver { .. } => {}
        }
    }

    /// Another tab is there. When it is gone, by a word or not, what it has left is looked for.
    fn meet(self, tab: &str) {
        let known = self.tabs.others.try_with_untracked(|others| others.iter().any(|other| other.tab == tab));
        if known != Some(false) {
            return;
        }
        let other = Other { tab: tab.to_owned(), summary: String::new(), lines: Vec::new(), deploying: false };
        self.tabs.others.update(|others| others.push(other));
        if locks::offered() {
            let tab = tab.to_owned();
            spawn_local(async move {
                let _gone = locks::wait_for(&lock_name(&tab)).await;
                self.part(&tab);
            });
        }
    }

    fn part(self, tab: &str) {
        let was_there = self.tabs.others.try_update(|others| {
            let count = others.len();
            others.retain(|other| other.tab != tab);
            others.len() < count
        });
        if was_there == Some(true) {
            spawn_local(async move {
                // Should the database not answer, the next visit finds it.
                let _ = self.look().await;
            });
        }
    }

    /// Has another tab hand its work over to this one.
    pub fn take_over(self, tab: &str) {
        let tabs = self.tabs;
        tabs.taking.set(Taking::Asked);
        tabs.say(&Said::TakeOver { tab: tab.to_owned() });
        spawn_local(async move {
            timer::sleep(ANSWER_MS).await;
            if tabs.taking.try_get_untracked() == Some(Taking::Asked) {
                tabs.taking.set(Taking::NoAnswer);
            }
        });
    }
}
