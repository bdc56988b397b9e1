//! What others do to the workflow meanwhile: told by the proxy's events, and where these are not to be had, found
//! out by reading when the administrator comes back to the page.

use super::base::Base;
use super::{Load, Workspace};
use crate::api::{self, Failure};
use crate::browser::clock;
use crate::browser::events::{Events, Stream};
use crate::browser::page;
use crate::reactive::{effect, memo, spawn_local};
use crate::routes;
use leptos::prelude::*;
use std::sync::Arc;
use workflow::document::{Document, Version};
use workflow::json::Value;

/// The shortest time between two reads that nobody has asked for, in ms.
const GAP_MS: u64 = 10_000;

/// A version that is not the one that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The version; `None` where the workflow has none.
    pub version: Option<Version>,
    /// When it was saved, ms since 1970, where that is known.
    pub at: Option<u64>,
    /// Who saved it, where that is known.
    pub by: Option<String>,
    /// Whether another tab of this browser has deployed it.
    pub from_tab: bool,
}

/// What is known about the newest version. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Upstream {
    /// The last that was heard of another version.
    heard: RwSignal<Option<News>>,
    /// Whether a deploy of this page is under way, which will tell the new version itself.
    pub deploying: RwSignal<bool>,
    /// Why the newest version could not be read: a session that has ended, a right that was withdrawn.
    pub refused: RwSignal<Option<Failure>>,
    /// A version that the administrator does not want to hear of.
    dismissed: RwSignal<Option<News>>,
    base: RwSignal<Arc<Base>>,
    stream: StoredValue<Option<Events>, LocalStorage>,
    is_streaming: StoredValue<bool>,
    read_at: StoredValue<u64>,
}

impl Upstream {
    /// Knows of nothing yet.
    pub(super) fn new(base: RwSignal<Arc<Base>>) -> Self {
        Self {
            heard: RwSignal::new(None),
            deploying: RwSignal::new(false),
            refused: RwSignal::new(None),
            dismissed: RwSignal::new(None),
            base,
            stream: StoredValue::new_local(None),
            is_streaming: StoredValue::new(false),
            read_at: StoredValue::new(0),
        }
    }

    /// A newer version than the one that is shown.
    #[must_use]
    pub fn news(self) -> Memo<Option<News>> {
        memo(move |_| {
            let news = self.heard.get()?;
            let shown = self.base.with(|base| base.document.version());
            (!self.deploying.get() && is_newer(news.version.as_ref(), shown.as_ref())).then_some(news)
        })
    }

    /// The same, unless it was dismissed.
    #[must_use]
    pub fn untold(self) -> Memo<Option<News>> {
        let news = self.news();
        memo(move |_| news.get().filter(|news| self.dismissed.with(|dismissed| dismissed.as_ref() != Some(news))))
    }

    /// Says no more of the version that is told.
    pub fn dismiss(self) {
        self.dismissed.set(self.heard.get_untracked());
    }

    fn has_stream(self) -> bool {
        self.stream.try_with_value(Option::is_some).unwrap_or(true)
    }

    fn hang_up(self) {
        self.is_streaming.try_set_value(false);
        self.stream.try_set_value(None);
    }

    /// Hears of a version.
    pub(super) fn hear(self, news: News) {
        // What says less of a version that is known already is no news.
        let known = self.heard.with_untracked(|heard| {
            heard
                .as_ref()
                .is_some_and(|heard| heard.version == news.version && (heard.by.is_some() || news.by.is_none()))
        });
        if !known {
            self.heard.try_set(Some(news));
        }
    }

    /// A document that was read is newer than the one that is shown.
    pub fn is_newer(self, document: &Document) {
        let at = document.member(&document.dialect().last_updated).and_then(|text| text.parse().ok());
        self.hear(News { version: document.version(), at, by: None, from_tab: false });
    }

    /// A version is shown now. It is remembered, so that going back to an earlier one tells of it.
    pub(super) fn is_shown(self, document: &Document) {
        self.refused.set(None);
        let heard = self.heard.with_untracked(|heard| heard.as_ref().and_then(|heard| heard.version.clone()));
        if is_newer(document.version().as_ref(), heard.as_ref()) {
            self.is_newer(document);
        }
    }
}

/// Whether one version is newer than another; where they cannot be counted, whether it is another.
fn is_newer(version: Option<&Version>, shown: Option<&Version>) -> bool {
    match (version.and_then(Version::as_u64), shown.and_then(Version::as_u64)) {
        (Some(version), Some(shown)) => version > shown,
        _ => version != shown,
    }
}

impl Workspace {
    /// Follows what others do, for as long as the workflow is open.
    pub(super) fn follow_others(self) {
        let listens = memo(move |_| self.load.get() == Load::Ready);
        effect(move || {
            if listens.get() {
                untrack(|| self.listen());
            }
        });
        // A hidden tab needs no news, and each stream takes one of the few connections that a browser has.
        let come_back = move |_| {
            let (is_hidden, is_heard) = (page::is_hidden(), self.upstream.has_stream());
            if is_hidden {
                self.upstream.hang_up();
            } else {
                if !is_heard && self.load.try_get_untracked() == Some(Load::Ready) {
                    self.listen();
                }
                self.look_for_news();
            }
        };
        let listeners =
            ["focus", "online", "visibilitychange"].map(|name| window_event_listener_untyped(name, come_back));
        on_cleanup(move || {
            listeners.into_iter().for_each(WindowListenerHandle::remove);
            self.upstream.hang_up();
        });
        if clock::monotonic_ms().saturating_sub(self.opened.loaded_at.get_value()) > GAP_MS {
            self.look_for_news();
        }
    }

    fn listen(self) {
        let upstream = self.upstream;
        if !self.session.with_untracked(|session| session.features.events) {
            return;
        }
        let url = self.id.with_untracked(|id| routes::api::events(id.as_str()));
        let hear = move |name: &str, data: &str| {
            if let ("workflow", Ok(value)) = (name, Value::parse(data)) {
                let text = |key: &str| value.get(key).map(Value::text);
                let ours = value.get("workflow").and_then(Value::as_str);
                if self.id.try_with_untracked(|id| ours == Some(id.as_str())) == Some(true) {
                    let Some(version) = text("version").and_then(version) else {
                        // That something was saved, and not what.
                        self.read_newest();
                        return;
                    };
                    upstream.hear(News {
                        version: Some(version),
                        at: text("lastUpdatedTimestamp").and_then(|text| text.parse().ok()),
                        by: value.get("by").and_then(Value::as_str).filter(|by| !by.is_empty()).map(str::to_owned),
                        from_tab: false,
                    });
                }
            }
        };
        let stands = move |stream| {
            upstream.is_streaming.try_set_value(stream == Stream::Open);
            // Where there are no events, reading has to do; it also tells a session that has ended.
            if stream == Stream::Refused {
                self.look_for_news();
            }
        };
        upstream.stream.set_value(Events::listen(&url, &["workflow"], hear, stands));
    }

    /// Reads the newest version to see whether it is the one that is shown, unless that is known or was asked
    /// just now.
    pub fn look_for_news(self) {
        let upstream = self.upstream;
        let now = clock::monotonic_ms();
        let is_known =
            upstream.is_streaming.try_get_value() != Some(false) && upstream.refused.get_untracked().is_none();
        let recently = upstream.read_at.try_get_value().is_none_or(|at| at != 0 && now.saturating_sub(at) < GAP_MS);
        if is_known || recently || self.load.get_untracked() != Load::Ready || upstream.deploying.get_untracked() {
            return;
        }
        self.read_newest();
    }

    /// Reads the newest version to see whether it is the one that is shown.
    pub fn read_newest(self) {
        let upstream = self.upstream;
        upstream.read_at.set_value(clock::monotonic_ms().max(1));
        spawn_local(async move {
            let Some(id) = self.id.try_get_untracked() else { return };
            let read = api::read_workflow(&id).await;
            let Some(base) = self.base.try_get_untracked() else { return };
            match read {
                Ok(bytes) => {
                    upstream.refused.set(None);
                    if let Ok(head) = Document::parse_bytes(&bytes, base.document.dialect())
                        && head != base.document
                    {
                        upstream.is_newer(&head);
                    }
                }
                Err(failure) if failure.is_refusal() => upstream.refused.set(Some(failure)),
                Err(_) => {}
            }
        });
    }

    /// Fetches the newest version and brings what is under way onto it.
    pub fn bring_in(self) {
        self.opened.reload();
    }
}

fn version(text: &str) -> Option<Version> {
    Document::parse(&format!("{{\"version\":{text}}}")).ok()?.version()
}

#[cfg(test)]
mod tests {
    use super::{is_newer, version};

    #[test]
    fn versions_are_counted_where_they_are_numbers() {
        let newer = |one: &str, other: &str| is_newer(version(one).as_ref(), version(other).as_ref());
        assert!(newer("10", "9") && !newer("9", "10") && !newer("3", "3"));
        assert!(
            newer("1.5", "1.4") && !newer("1.4", "1.4"),
            "a version that cannot be counted is newer where it is another"
        );
    }
}
