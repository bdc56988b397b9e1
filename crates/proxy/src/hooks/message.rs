//! What a delivery says. Senders differ, so it is read with patience: only the workflow's id must be
//! there.

use serde::Deserialize;
use serde_json::Value;
use workflow::document::Dialect;
use workflow::wire::WorkflowNews;

/// The event that workflows are saved with. Source: the tutorial, section "Webhooks".
const WORKFLOW_UPDATED: &str = "workflow.updated";

/// Times below are in seconds, not in milliseconds: as ms this would be in 1973.
const SECONDS_BELOW: u64 = 100_000_000_000;

/// Longest id or name, in bytes.
const MAX_TEXT: usize = 256;

/// A delivery about a saved workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) news: WorkflowNews,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type", alias = "event", alias = "eventType")]
    kind: String,
    #[serde(default)]
    data: Value,
}

impl Message {
    /// Reads a delivery; `None` where it is about something else.
    pub(super) fn read(body: &[u8], dialect: &Dialect) -> Option<Self> {
        let envelope: Envelope = serde_json::from_slice(body).ok()?;
        if envelope.kind != WORKFLOW_UPDATED {
            return None;
        }
        let data = &envelope.data;
        let text = |keys: [&str; 2]| {
            let text = keys.iter().find_map(|key| data.get(key)?.as_str())?;
            (!text.is_empty() && text.len() <= MAX_TEXT && !text.chars().any(char::is_control)).then(|| text.to_owned())
        };
        Some(Self {
            news: WorkflowNews {
                workflow: text(["workflowId", "id"])?,
                version: data.get(&dialect.version).and_then(Value::as_u64),
                last_updated_timestamp: data.get(&dialect.last_updated).and_then(Value::as_u64),
                by: text(["updatedBy", &dialect.last_updated_by]),
            },
        })
    }
}

/// The delivery's own time in ms since 1970; `None` where it has none.
pub(super) fn signed_time(body: &[u8]) -> Option<i64> {
    #[derive(Deserialize)]
    struct Timed {
        timestamp: u64,
    }

    let Timed { timestamp } = serde_json::from_slice(body).ok()?;
    let ms = if timestamp < SECONDS_BELOW { timestamp * 1_000 } else { timestamp };
    i64::try_from(ms).ok()
}

#[cfg(test)]
mod tests {
    use super::{Message, signed_time};
    use workflow::document::Dialect;

    #[test]
    fn a_save_is_read_from_what_is_there() {
        for (body, expected) in [
            (
                r#"{"type":"workflow.updated","timestamp":1,"data":{"workflowId":"wf","version":4,"updatedBy":"Grace","lastUpdatedTimestamp":17}}"#,
                Some(("wf", Some(4), Some(17), Some("Grace"))),
            ),
            (r#"{"event":"workflow.updated","data":{"id":"wf","more":[1]}}"#, Some(("wf", None, None, None))),
            (r#"{"type":"workflow.updated","data":{"workflowId":"a\nb"}}"#, None),
            (r#"{"type":"workflow.deleted","data":{"workflowId":"wf"}}"#, None),
            (r#"{"type":"workflow.updated"}"#, None),
            ("[]", None),
            ("", None),
        ] {
            let read = Message::read(body.as_bytes(), &Dialect::default());
            let told = read.as_ref().map(|Message { news }| {
                (news.workflow.as_str(), news.version, news.last_updated_timestamp, news.by.as_deref())
            });
            assert_eq!(told, expected, "{body}");
        }
    }

    #[test]
    fn times_are_in_seconds_or_milliseconds() {
        for (body, ms) in [
            (r#"{"timestamp":1614265330}"#, Some(1_614_265_330_000)),
            (r#"{"timestamp":1614265330123}"#, Some(1_614_265_330_123)),
            (r#"{"timestamp":-1}"#, None),
            (r#"{"timestamp":"now"}"#, None),
            ("{}", None),
        ] {
            assert_eq!(signed_time(body.as_bytes()), ms, "{body}");
        }
    }
}
