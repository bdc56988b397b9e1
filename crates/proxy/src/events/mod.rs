//! Live news for browsers: what is told, to whom, and where it comes from.
//!
//! Sources are the webhook deliveries ([`crate::hooks`]), the writes and reads that go through the
//! proxy ([`tap`]), and polls of the workflows that browsers have open ([`watch`]). Every source may
//! tell the same save; only what is new goes out. Several proxies share their news ([`share`]).
//!
//! Memory is bounded: a ring of the newest events serves those who were away, and whoever is too slow
//! for it is told to read anew (`reset`) instead of being waited for.

mod heading;
mod poll;
mod ring;
mod share;
mod tap;
mod watch;
mod weather;

pub(crate) use heading::Heading;
pub(crate) use ring::Numbered;
pub(crate) use share::share;
pub(crate) use tap::Tap;
pub(crate) use watch::{Watched, Watching, watch};

use indexmap::IndexMap;
use ring::Ring;
use serde::Serialize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{broadcast, mpsc};
use weather::Weather;
use workflow::wire::{DeployNews, WorkflowNews};

/// Events that a slow browser may lag behind.
const QUEUE: usize = 256;

/// Workflows whose last save is remembered, to tell news from what is known.
const REMEMBERED: usize = 256;

/// Events that wait to be told to other proxies.
const OUTBOX: usize = 1_024;

/// The place where news come together.
#[derive(Debug)]
pub(crate) struct News {
    /// Tells this run of the proxy from others, whose numbers mean something else.
    run: String,
    state: Mutex<State>,
    outbox: mpsc::Sender<Shared>,
    inbox: Mutex<Option<mpsc::Receiver<Shared>>>,
}

#[derive(Debug)]
struct State {
    ring: Ring,
    /// `None` once the proxy is stopping.
    live: Option<broadcast::Sender<Arc<Numbered>>>,
    latest: IndexMap<String, WorkflowNews>,
    weather: Weather,
}

/// News on their way to other proxies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub(crate) enum Shared {
    /// A save.
    Workflow(WorkflowNews),
    /// A write.
    Deploy(DeployNews),
}

/// What a browser is told from now on.
#[derive(Debug)]
pub(crate) struct Subscription {
    /// Whether something was missed that cannot be told any more.
    pub(crate) missed: bool,
    /// What came while it was away.
    pub(crate) backlog: Vec<Arc<Numbered>>,
    /// How things stand: the last saves that are known of its workflows, and the tenant's trouble.
    pub(crate) standing: Vec<(&'static str, String)>,
    /// The number of the newest event.
    pub(crate) at: u64,
    /// What comes; `None` where the proxy is stopping.
    pub(crate) live: Option<broadcast::Receiver<Arc<Numbered>>>,
}

impl News {
    pub(crate) fn new() -> Self {
        let (outbox, inbox) = mpsc::channel(OUTBOX);
        Self {
            // Where two runs had the same name, a browser could only miss what a restart has lost anyway.
            run: format!("{:08x}", getrandom::u32().unwrap_or_default()),
            state: Mutex::new(State {
                ring: Ring::default(),
                live: Some(broadcast::Sender::new(QUEUE)),
                latest: IndexMap::new(),
                weather: Weather::default(),
            }),
            outbox,
            inbox: Mutex::new(Some(inbox)),
        }
    }

    /// An event's id, good for `Last-Event-ID`.
    pub(crate) fn id(&self, number: u64) -> String {
        format!("{}-{number}", self.run)
    }

    /// Somebody saved a workflow, as a source of this proxy says.
    pub(crate) fn workflow(&self, news: WorkflowNews) {
        if self.take_workflow(news.clone()) {
            self.share(Shared::Workflow(news));
        }
    }

    /// A write goes through this proxy.
    pub(crate) fn deploy(&self, news: DeployNews) {
        self.lock().publish("deploy", Some(news.workflow.clone()), &news);
        self.share(Shared::Deploy(news));
    }

    /// The tenant answered something sensible.
    pub(crate) fn tenant_is_well(&self) {
        let mut state = self.lock();
        if let Some(news) = state.weather.well() {
            state.publish("tenant", None, &news);
        }
    }

    /// The tenant did not answer, or said that it cannot.
    pub(crate) fn tenant_in_trouble(&self, problem: String, status: Option<u16>) {
        let mut state = self.lock();
        if let Some(news) = state.weather.bad(problem, status) {
            tracing::warn!(problem = news.problem, status, "the tenant is in trouble");
            state.publish("tenant", None, &news);
        }
    }

    /// News of another proxy.
    fn receive(&self, news: Shared) {
        match news {
            Shared::Workflow(news) => {
                self.take_workflow(news);
            }
            Shared::Deploy(news) => self.lock().publish("deploy", Some(news.workflow.clone()), &news),
        }
    }

    /// Something may have been missed: everyone is told to read anew.
    fn lose(&self) {
        self.lock().publish("reset", None, &serde_json::json!({}));
    }

    /// Whether that was news.
    fn take_workflow(&self, news: WorkflowNews) -> bool {
        let mut state = self.lock();
        let Some(merged) = newer(state.latest.get(&news.workflow), news) else { return false };
        state.latest.shift_remove(&merged.workflow);
        if state.latest.len() == REMEMBERED {
            state.latest.shift_remove_index(0);
        }
        state.publish("workflow", Some(merged.workflow.clone()), &merged);
        state.latest.insert(merged.workflow.clone(), merged);
        true
    }

    /// What a browser is told that has these workflows open and saw `last_id` before.
    pub(crate) fn subscribe(&self, last_id: Option<&str>, workflows: &[String]) -> Subscription {
        let state = self.lock();
        let seen = last_id.map(|id| {
            id.split_once('-').filter(|(run, _)| *run == self.run).and_then(|(_, number)| number.parse::<u64>().ok())
        });
        let (missed, backlog) = match seen {
            None => (false, Vec::new()),
            Some(number) => match number.and_then(|number| state.ring.after(number)) {
                Some(backlog) => (false, backlog),
                None => (true, Vec::new()),
            },
        };
        let mut standing = Vec::new();
        standing.extend(workflows.iter().filter_map(|id| Some(("workflow", json(state.latest.get(id)?)))));
        standing.extend(state.weather.trouble().map(|news| ("tenant", json(news))));
        let live = state.live.as_ref().map(broadcast::Sender::subscribe);
        Subscription { missed, backlog, standing, at: state.ring.last(), live }
    }

    /// Ends every stream.
    pub(crate) fn close(&self) {
        self.lock().live = None;
    }

    fn share(&self, news: Shared) {
        // Nobody takes them where there is one proxy only.
        let _ = self.outbox.try_send(news);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Whole after each statement, so a panic elsewhere does not spoil it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn publish(&mut self, name: &'static str, workflow: Option<String>, data: &impl Serialize) {
        let event = self.ring.push(name, workflow, json(data));
        if let Some(live) = &self.live {
            // Without a listener it is kept for those who come back.
            let _ = live.send(event);
        }
    }
}

/// What is to be told, where the news say more than what is known. Sources may repeat each other, and
/// an older one may come late.
fn newer(known: Option<&WorkflowNews>, news: WorkflowNews) -> Option<WorkflowNews> {
    let Some(known) = known else { return Some(news) };
    let (Some(old), Some(new)) = (known.version, news.version) else { return Some(news) };
    let saved_later = known.last_updated_timestamp.zip(news.last_updated_timestamp).is_some_and(|(old, new)| new > old);
    if new > old || saved_later {
        return Some(news);
    }
    (new == old && known.by.is_none() && news.by.is_some()).then(|| WorkflowNews { by: news.by, ..known.clone() })
}

fn json(data: &impl Serialize) -> String {
    // Structs of texts and numbers always serialise.
    serde_json::to_string(data).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{News, QUEUE, WorkflowNews, newer};

    fn save(version: u64, at: Option<u64>, by: Option<&str>) -> WorkflowNews {
        WorkflowNews {
            workflow: "wf".into(),
            version: Some(version),
            last_updated_timestamp: at,
            by: by.map(str::to_owned),
        }
    }

    #[test]
    fn only_what_is_new_is_told() {
        let known = save(4, Some(10), None);
        let cases = [
            (save(5, None, None), true),
            (save(4, Some(10), None), false),
            (save(4, Some(10), Some("Grace")), true),
            (save(4, Some(11), None), true),
            (save(3, Some(9), Some("Grace")), false),
            (save(3, Some(11), None), true),
            (WorkflowNews { version: None, ..save(0, None, None) }, true),
        ];
        for (news, told) in cases {
            assert_eq!(newer(Some(&known), news.clone()).is_some(), told, "{news:?}");
        }
        assert_eq!(newer(None, known.clone()), Some(known.clone()));
        let attributed = newer(Some(&known), save(4, None, Some("Grace"))).unwrap();
        assert_eq!(attributed, save(4, Some(10), Some("Grace")));
        assert_eq!(newer(Some(&attributed), save(4, None, Some("client"))), None, "the first name stays");
    }

    #[test]
    fn who_was_away_catches_up_or_learns_that_it_cannot() {
        let news = News::new();
        news.workflow(save(1, None, None));
        let seen = news.id(news.subscribe(None, &[]).at);
        news.workflow(save(2, None, None));
        let back = news.subscribe(Some(&seen), &["wf".to_owned()]);
        assert_eq!((back.missed, back.backlog.len(), back.at), (false, 1, 2));
        assert_eq!(back.standing, [("workflow", r#"{"workflow":"wf","version":2}"#.to_owned())]);
        for strange in ["", "1", "00000000-1", &news.id(99), &format!("{seen}0")] {
            assert!(news.subscribe(Some(strange), &[]).missed, "{strange}");
        }
    }

    #[tokio::test]
    async fn who_is_too_slow_is_told_so_and_holds_nobody_up() {
        let news = News::new();
        let mut slow = news.subscribe(None, &[]).live.unwrap();
        for version in 0..=QUEUE as u64 {
            news.workflow(save(version, None, None));
        }
        assert!(slow.recv().await.is_err());
        assert!(slow.recv().await.is_ok(), "it goes on with what is kept");
        news.close();
        while slow.recv().await.is_ok() {}
        assert!(news.subscribe(None, &[]).live.is_none());
    }
}
