//! What a write says about itself in headers of ours, which go no further than the proxy.

use crate::problem::{Failure, Kind};
use http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode;
use tenant::Segment;
use workflow::wire::{MAX_NOTE, NOTE_HEADER, ROLLBACK_HEADER};

/// What a write says about itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Why, in the operator's words.
    pub(super) note: Option<String>,
    /// The kept version whose content is deployed again.
    pub(super) rollback_to: Option<String>,
}

impl Said {
    /// Reads the headers.
    ///
    /// # Errors
    /// Where one of them cannot be used.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, Failure> {
        let note = headers.get(NOTE_HEADER).map(note).transpose()?.filter(|note| !note.is_empty());
        let rollback_to = headers.get(ROLLBACK_HEADER).map(version).transpose()?;
        Ok(Self { note, rollback_to })
    }
}

fn note(value: &HeaderValue) -> Result<String, Failure> {
    let refused = |what: &str| unusable(NOTE_HEADER, what);
    let text =
        percent_decode(value.as_bytes()).decode_utf8().map_err(|_| refused("it is not UTF-8, percent-encoded"))?;
    let text = text.trim();
    if text.chars().any(|character| character.is_control() && character != '\n') {
        return Err(refused("it holds control characters"));
    }
    if text.chars().count() > MAX_NOTE {
        return Err(refused(&format!("it has more than {MAX_NOTE} characters")));
    }
    Ok(text.to_owned())
}

fn version(value: &HeaderValue) -> Result<String, Failure> {
    let refused = |what: &str| unusable(ROLLBACK_HEADER, what);
    let text = value.to_str().map_err(|_| refused("it names no version"))?.trim();
    Segment::parse(text).map_err(|problem| refused(&problem.to_string()))?;
    Ok(text.to_owned())
}

fn unusable(header: &str, what: &str) -> Failure {
    Failure::new(
        Kind::InvalidHeader,
        format!(
            "The header {header} cannot be used: {what}. Nothing was sent, nothing was changed. Correct it, or leave it out."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::Said;
    use http::{HeaderMap, HeaderValue};
    use workflow::wire::{MAX_NOTE, NOTE_HEADER, ROLLBACK_HEADER};

    fn read(name: &'static str, value: &str) -> Option<Said> {
        let headers = HeaderMap::from_iter([(name.parse().unwrap(), HeaderValue::from_str(value).unwrap())]);
        Said::of(&headers).ok()
    }

    #[test]
    fn notes_are_percent_encoded_words() {
        let note = |text: &str| read(NOTE_HEADER, text).map(|said| said.note);
        assert_eq!(
            note("For%20the%20spring%20sale%0Asee%20%C3%A4"),
            Some(Some("For the spring sale\nsee ä".to_owned()))
        );
        assert_eq!(note(" plain words "), Some(Some("plain words".to_owned())));
        assert_eq!(note("%20"), Some(None));
        assert_eq!(note("%00"), None);
        assert_eq!(note("%ff"), None);
        assert!(note(&"x".repeat(MAX_NOTE)).is_some() && note(&"x".repeat(MAX_NOTE + 1)).is_none());
        assert_eq!(Said::of(&HeaderMap::new()).unwrap(), Said::default());
    }

    #[test]
    fn a_rollback_names_a_version() {
        let version = |text: &str| read(ROLLBACK_HEADER, text).map(|said| said.rollback_to);
        assert_eq!(version("3"), Some(Some("3".to_owned())));
        for wrong in ["", "../3", "a;b"] {
            assert_eq!(version(wrong), None, "{wrong}");
        }
    }
}
