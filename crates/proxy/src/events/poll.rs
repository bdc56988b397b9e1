//! Asking the tenant now and then whether a workflow was saved, where no webhook tells it. Nothing of
//! the document is kept: it is read through and thrown away.

use super::heading::Heading;
use crate::state::AppState;
use crate::upstream::ask;
use http::{HeaderValue, StatusCode, header};
use http_body_util::BodyExt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tenant::{Answer, Call, Route, Segment};
use workflow::deploy::parse_retry_after;
use workflow::wire::WorkflowNews;

/// Longest pause between two polls, unless the tenant asks for a longer one.
const LONGEST: Duration = Duration::from_secs(600);

/// The tenant's wish is followed up to here.
const LONGEST_WISH: Duration = Duration::from_secs(3600);

/// How many times as long the pause is where webhooks tell the news.
const WITH_WEBHOOKS: u32 = 20;

/// What became of a poll.
enum Outcome {
    Seen(WorkflowNews),
    Unchanged,
    /// It failed; the tenant may have said when to come again.
    Failed(Option<Duration>),
}

/// Polls until it is aborted.
pub(super) async fn poll(state: AppState, id: Segment) {
    let mut tag = None;
    let mut failures = 0;
    let mut wish = None;
    loop {
        tokio::time::sleep(pause(state.config.events.poll, failures, wish, state.hooks.are_live())).await;
        let outcome = look(&state, &id, &mut tag).await;
        (failures, wish) = match outcome {
            Outcome::Failed(wish) => (failures + 1, wish),
            Outcome::Seen(_) | Outcome::Unchanged => (0, None),
        };
        if let Outcome::Seen(news) = outcome {
            state.news.workflow(news);
        }
    }
}

async fn look(state: &AppState, id: &Segment, tag: &mut Option<HeaderValue>) -> Outcome {
    let mut call = Call::get(Route::Workflow(id.clone()));
    if let Some(tag) = tag {
        call.headers.insert(header::IF_NONE_MATCH, tag.clone());
    }
    let Ok(answer) = ask(state, &call).await else { return Outcome::Failed(None) };
    match answer.status() {
        StatusCode::OK => read(state, id, answer, tag).await,
        StatusCode::NOT_MODIFIED => Outcome::Unchanged,
        _ => {
            let (headers, _, _) = answer.into_parts();
            let wish =
                headers.get(header::RETRY_AFTER).and_then(|text| parse_retry_after(text.to_str().ok()?, now_ms()));
            Outcome::Failed(wish.map(Duration::from_millis))
        }
    }
}

async fn read(state: &AppState, id: &Segment, answer: Answer, tag: &mut Option<HeaderValue>) -> Outcome {
    let (headers, mut body, bounds) = answer.into_parts();
    let mut heading = Heading::new(&state.config.tenant.rules.dialect);
    let mut size = 0;
    let reading = async {
        while let Some(frame) = body.frame().await {
            let piece = frame.ok()?.into_data().unwrap_or_default();
            size += piece.len() as u64;
            if size > bounds.bytes {
                return None;
            }
            heading.feed(&piece);
        }
        heading.news(id.plain())
    };
    match tokio::time::timeout_at(bounds.deadline, reading).await {
        Ok(Some(news)) => {
            *tag = headers.get(header::ETAG).cloned();
            Outcome::Seen(news)
        }
        _ => Outcome::Failed(None),
    }
}

/// How long to wait: the interval, twice as long after each failure, or what the tenant asks for; a
/// little more or less each time, so that many proxies do not come at once.
fn pause(interval: Duration, failures: u32, wish: Option<Duration>, webhooks: bool) -> Duration {
    let calm = if webhooks { interval * WITH_WEBHOOKS } else { interval };
    let backed_off = calm.saturating_mul(2_u32.saturating_pow(failures.min(16))).min(LONGEST.max(calm));
    let spread = 0.9 + 0.2 * f64::from(getrandom::u32().unwrap_or_default()) / f64::from(u32::MAX);
    let wish = wish.unwrap_or_default().min(LONGEST_WISH);
    // Never earlier than asked for.
    backed_off.mul_f64(spread).max(wish.mul_f64(spread.max(1.0)))
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::pause;
    use std::time::Duration;

    #[test]
    fn pauses_grow_with_failures_and_follow_the_tenants_wish() {
        let seconds = Duration::from_secs;
        for (failures, wish, webhooks, about) in [
            (0, None, false, 15),
            (1, None, false, 30),
            (3, None, false, 120),
            (30, None, false, 600),
            (1, Some(90), false, 90),
            (1, Some(7), false, 30),
            (1, Some(100_000), false, 3600),
            (0, None, true, 300),
        ] {
            let pause = pause(seconds(15), failures, wish.map(seconds), webhooks);
            let (least, most) = (seconds(about).mul_f64(0.9), seconds(about).mul_f64(1.11));
            assert!(pause >= least && pause <= most, "{failures} {wish:?} {webhooks}: {pause:?}");
            assert!(wish.is_none_or(|wish| pause >= seconds(wish.min(3600))), "not earlier than asked for");
        }
    }
}
