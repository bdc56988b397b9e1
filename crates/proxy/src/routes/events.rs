//! `/api/events?workflow=ID[&workflow=…]`: live news as server-sent events (HTML Living Standard,
//! section 9.2), with resume by `Last-Event-ID`.

use crate::access::{Operator, is_still_in};
use crate::events::{News, Numbered, Subscription, Watching, watch};
use crate::guard::same_origin;
use crate::problem::{Failure, Kind};
use crate::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::collections::{BTreeSet, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tenant::Segment;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OwnedSemaphorePermit, TryAcquireError};
use tokio::time::Interval;
use url::form_urlencoded;

/// Workflows that one browser may watch.
const MAX_WORKFLOWS: usize = 16;

/// When a browser comes back after a lost connection.
const COME_BACK: Duration = Duration::from_secs(2);

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

pub(super) async fn listen(
    State(state): State<AppState>,
    operator: Operator,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if !same_origin(&state.hosts, &headers, true) {
        return Err(Failure::new(
            Kind::CrossSite,
            "The request came from another site's page, so no news are told to it. Nothing was changed. Use the configurator's own page.",
        ));
    }
    let workflows = workflows(query.as_deref().unwrap_or_default())?;
    let place = Arc::clone(&state.streams).try_acquire_owned().map_err(|error| no_place(&error))?;
    let names: Vec<String> = workflows.iter().map(|id| id.plain().to_owned()).collect();
    let last_id = headers.get(LAST_EVENT_ID).map(|id| id.to_str().unwrap_or_default());
    let subscription = state.news.subscribe(last_id, &names);
    let stream = Listener {
        ready: opening(&state.news, &subscription, &names),
        live: subscription.live,
        news: Arc::clone(&state.news),
        watching: names.into_iter().collect(),
        _watching: watch(&state, &workflows),
        _place: place,
        signs_of_life: tokio::time::interval(state.config.events.heartbeat),
        operator,
        state: AppState::clone(&state),
    };
    let events = stream::unfold(stream, |mut stream| async move {
        stream.next().await.map(|event| (Ok::<_, Infallible>(event), stream))
    });
    let heartbeat = KeepAlive::new().interval(state.config.events.heartbeat);
    let mut response = Sse::new(events).keep_alive(heartbeat).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would hold events back until its buffer is full.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

/// One browser's stream.
struct Listener {
    ready: VecDeque<Event>,
    live: Option<Receiver<Arc<Numbered>>>,
    news: Arc<News>,
    watching: BTreeSet<String>,
    _watching: Watching,
    _place: OwnedSemaphorePermit,
    /// When it is asked again whether the session goes on.
    signs_of_life: Interval,
    operator: Operator,
    state: AppState,
}

impl Listener {
    async fn next(&mut self) -> Option<Event> {
        if let Some(event) = self.ready.pop_front() {
            return Some(event);
        }
        loop {
            let heard = tokio::select! {
                heard = self.live.as_mut()?.recv() => Some(heard),
                _ = self.signs_of_life.tick() => None,
            };
            let event = match heard {
                Some(Ok(event)) if self.concerns(&event) => Some(told(&self.news, &event)),
                Some(Ok(_)) => continue,
                Some(Err(RecvError::Lagged(_))) => Some(reset()),
                Some(Err(RecvError::Closed)) => return None,
                None => None,
            };
            // A session that is over is told nothing more, however long its stream has been open.
            if !is_still_in(&self.state, &self.operator).await {
                return None;
            }
            if event.is_some() {
                return event;
            }
        }
    }

    fn concerns(&self, event: &Numbered) -> bool {
        event.workflow.as_ref().is_none_or(|workflow| self.watching.contains(workflow))
    }
}

/// How the stream begins: what was missed, then how things stand, then the place to resume from.
fn opening(news: &News, subscription: &Subscription, names: &[String]) -> VecDeque<Event> {
    let mut events = VecDeque::new();
    if subscription.missed {
        events.push_back(reset());
    }
    let concerns = |event: &&Arc<Numbered>| event.workflow.as_ref().is_none_or(|workflow| names.contains(workflow));
    events.extend(subscription.backlog.iter().filter(concerns).map(|event| told(news, event)));
    events.extend(subscription.standing.iter().map(|(name, data)| Event::default().event(*name).data(data)));
    let ready = Event::default().event("ready").id(news.id(subscription.at)).retry(COME_BACK).data("{}");
    events.push_back(ready);
    events
}

fn told(news: &News, event: &Numbered) -> Event {
    Event::default().event(event.name).id(news.id(event.number)).data(&event.data)
}

/// Some events are lost: the page has to read anew what it shows.
fn reset() -> Event {
    Event::default().event("reset").data("{}")
}

fn workflows(query: &str) -> Result<Vec<Segment>, Failure> {
    let refused = |reason: &str| {
        Failure::new(
            Kind::InvalidQuery,
            format!("The news cannot be told: {reason}. Nothing was changed. Name workflows as ?workflow=ID."),
        )
    };
    let mut ids = BTreeSet::new();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        if key != "workflow" {
            return Err(refused("only workflow may be asked for"));
        }
        Segment::parse(&value).map_err(|problem| refused(&format!("an id cannot be used: {problem}")))?;
        ids.insert(value.into_owned());
    }
    if ids.len() > MAX_WORKFLOWS {
        return Err(refused("at most 16 workflows can be watched at once"));
    }
    ids.iter().map(|id| Segment::parse(id).map_err(|problem| refused(&problem.to_string()))).collect()
}

fn no_place(_: &TryAcquireError) -> Failure {
    Failure::new(
        Kind::TooManyStreams,
        "As many browsers as the proxy allows are listening for news already. Nothing was changed. Close other pages, or raise events.streams in the proxy's configuration.",
    )
}
