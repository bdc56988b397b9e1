//! What a response means: for a read, for a write, and in words.

use crate::change::{Change, Replayed, replay};
use crate::deploy::{Response, RetryPolicy, TransportFailure};
use crate::document::Document;
use crate::json::Value;

/// What came of a read.
#[derive(Debug)]
pub(super) enum ReadAnswer {
    /// The workflow.
    Head(Document),
    /// The tenant refuses; asking again would not help.
    Refused { status: u16, body: String },
    /// It may work later.
    Later {
        problem: String,
        retry_after: Option<String>,
        /// The tenant did answer, with something that is not this workflow.
        unreadable: bool,
    },
}

/// What came of a write.
#[derive(Debug)]
pub(super) enum WriteAnswer {
    /// The tenant has stored it, and answers with the document that shows the change.
    Landed(Document),
    /// Someone has saved since the read. This write was not carried out.
    Raced { status: u16 },
    /// Not carried out; it may be sent again later.
    NotYet { problem: String, retry_after: Option<String> },
    /// The tenant refuses. Not carried out; sending it again would not help.
    Refused { status: u16, body: String },
    /// It may have been carried out or not.
    Unclear { problem: String, retry_after: Option<String> },
}

/// What an answer to a read means.
pub(super) fn of_read(base: &Document, policy: &RetryPolicy, answer: Result<Response, TransportFailure>) -> ReadAnswer {
    let response = match answer {
        Ok(response) => response,
        Err(failure) => {
            let problem = transport_words(failure).to_owned();
            return ReadAnswer::Later { problem, retry_after: None, unreadable: false };
        }
    };
    match response.status {
        200..=299 => match workflow(base, &response.body) {
            Ok(head) => ReadAnswer::Head(head),
            Err(problem) => ReadAnswer::Later { problem, retry_after: response.retry_after, unreadable: true },
        },
        408 => later(response),
        status if policy.later_statuses.contains(&status) => later(response),
        400..=499 => ReadAnswer::Refused { status: response.status, body: response.body },
        _ => later(response),
    }
}

fn later(response: Response) -> ReadAnswer {
    ReadAnswer::Later { problem: status_words(&response), retry_after: response.retry_after, unreadable: false }
}

/// What an answer to a write of `change` means.
pub(super) fn of_write(
    base: &Document,
    change: &Change,
    policy: &RetryPolicy,
    answer: Result<Response, TransportFailure>,
) -> WriteAnswer {
    let response = match answer {
        Ok(response) => response,
        Err(failure) => {
            let problem = transport_words(failure).to_owned();
            return match failure {
                TransportFailure::NotSent => WriteAnswer::NotYet { problem, retry_after: None },
                TransportFailure::Timeout | TransportFailure::Broken => {
                    WriteAnswer::Unclear { problem, retry_after: None }
                }
            };
        }
    };
    match response.status {
        200..=299 => match workflow(base, &response.body) {
            Ok(stored) if matches!(replay(change, base, &stored), Replayed::AlreadyThere) => {
                WriteAnswer::Landed(stored)
            }
            Ok(_) => unclear(response.status, "the answer does not show the change"),
            Err(problem) => unclear(response.status, &problem),
        },
        status if policy.conflict_statuses.contains(&status) => WriteAnswer::Raced { status },
        status if policy.later_statuses.contains(&status) => {
            WriteAnswer::NotYet { problem: status_words(&response), retry_after: response.retry_after }
        }
        // A gateway that gave up on the tenant (RFC 9110, section 15.5.9).
        408 => WriteAnswer::Unclear { problem: status_words(&response), retry_after: response.retry_after },
        400..=499 => WriteAnswer::Refused { status: response.status, body: response.body },
        _ => WriteAnswer::Unclear { problem: status_words(&response), retry_after: response.retry_after },
    }
}

fn unclear(status: u16, problem: &str) -> WriteAnswer {
    WriteAnswer::Unclear { problem: format!("{status}, but {problem}"), retry_after: None }
}

/// The body as this workflow. A maintenance page or another object is not taken for an empty workflow.
fn workflow(base: &Document, body: &str) -> Result<Document, String> {
    let document =
        Document::parse_with(body, base.dialect()).map_err(|error| format!("the answer is not a workflow: {error}"))?;
    if base.id().is_some() && document.id() != base.id() {
        return Err("the answer is not this workflow".to_owned());
    }
    if base.has_nodes() && !document.has_nodes() {
        return Err("the answer is not a workflow: it has no nodes".to_owned());
    }
    let dialect = base.dialect();
    if base.has_transitions() && !document.has_transitions() && document.member(&dialect.transitions).is_some() {
        return Err(format!("the answer is not a workflow: `{}` is not a list", dialect.transitions));
    }
    let counted = |document: &Document| document.version().is_some_and(|version| version.as_u64().is_some());
    if counted(base) && !counted(&document) {
        return Err(format!("the answer is not a workflow: `{}` is not a whole number", dialect.version));
    }
    for key in [&dialect.nodes, &dialect.transitions, &dialect.version] {
        if stands_twice(&document, key) && !stands_twice(base, key) {
            return Err(format!("the answer has the key `{key}` more than once, so it is not clear which one counts"));
        }
    }
    Ok(document)
}

fn stands_twice(document: &Document, key: &str) -> bool {
    document.members().filter(|(found, _)| *found == key).nth(1).is_some()
}

fn transport_words(failure: TransportFailure) -> &'static str {
    match failure {
        TransportFailure::NotSent => "no connection could be made",
        TransportFailure::Timeout => "no answer came in time",
        TransportFailure::Broken => "the connection broke before the whole answer was there",
    }
}

/// `503: the storage is down`, with the answer's own words where it has some.
fn status_words(response: &Response) -> String {
    match own_words(&response.body) {
        Some(words) => format!("{}: {words}", response.status),
        None => format!("{}: {}", response.status, usual_words(response.status)),
    }
}

fn usual_words(status: u16) -> &'static str {
    match status {
        300..=399 => "an unexpected redirect",
        408 => "the request took too long",
        423 => "the workflow is locked",
        429 => "too many requests",
        500 => "an error inside the tenant",
        502 => "the tenant could not be reached",
        503 => "the tenant is not available at the moment",
        504 => "the tenant did not answer in time",
        _ => "an unexpected answer",
    }
}

/// What an error body says in its own words: the vendor's `message`, or a problem's `detail` or
/// `title` (RFC 9457).
pub(crate) fn own_words(body: &str) -> Option<String> {
    const LONGEST: usize = 300;
    let value = Value::parse(body).ok()?;
    let words = ["message", "detail", "title", "error"]
        .into_iter()
        .filter_map(|key| value.get(key)?.as_str())
        .map(str::trim)
        .find(|words| !words.is_empty())?;
    let end = words.char_indices().nth(LONGEST).map_or(words.len(), |(end, _)| end);
    Some(words[..end].trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn an_error_body_speaks_for_itself_where_it_can() {
        let cases = [
            (r#"{"error":"TEMPLATE_COMPILE_ERROR","message":"Unresolved macro."}"#, Some("Unresolved macro")),
            (r#"{"type":"about:blank","title":"Bad Gateway","detail":"dead upstream"}"#, Some("dead upstream")),
            (r#"{"error":"RATE_LIMITED","message":""}"#, Some("RATE_LIMITED")),
            (r#"{"message":{"text":"nested"}}"#, None),
            ("<html>Service Unavailable</html>", None),
            ("", None),
        ];
        for (body, expected) in cases {
            assert_eq!(own_words(body).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn long_words_are_cut_between_characters() {
        let body = format!(r#"{{"message":"{}"}}"#, "ä".repeat(1_000));
        assert_eq!(own_words(&body).map(|words| words.chars().count()), Some(300));
    }
}
