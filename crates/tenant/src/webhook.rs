//! Registering a webhook: the tutorial's payload with a secret that is made here, for the receiver of
//! the deliveries alone.

use crate::secret::Secret;
use crate::upstream::{Call, Route};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use std::collections::BTreeMap;
use url::Url;
use workflow::wire::WebhookRequest;

/// Longest address, in bytes.
const MAX_URL: usize = 2048;
const PREFIX: &str = "whsec_";

/// A webhook's secret from the system's source of randomness: `whsec_` and base64 of 32 bytes.
///
/// # Errors
/// Where that source fails.
pub fn make_secret() -> Result<Secret, getrandom::Error> {
    let mut random = [0; 32];
    getrandom::fill(&mut random)?;
    Ok(Secret::new(format!("{PREFIX}{}", STANDARD.encode(random))))
}

/// An address that deliveries can go to: http or https, without user name, password and fragment.
#[must_use]
pub fn delivery_url(text: &str) -> Option<Url> {
    Url::parse(text.trim()).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.username().is_empty()
            && url.password().is_none()
            && url.fragment().is_none()
            && url.as_str().len() <= MAX_URL
    })
}

/// The registration of a webhook for `workflow.updated`. Source: the tutorial, section "Webhooks".
///
/// # Errors
/// Where it cannot be written as JSON, which texts always can.
pub fn registration(name: &str, url: &Url, org: &str, secret: &Secret) -> Result<Call, serde_json::Error> {
    let request = WebhookRequest {
        name: name.to_owned(),
        url: url.to_string(),
        events: vec!["workflow.updated".to_owned()],
        enabled: true,
        headers: BTreeMap::from([
            ("X-Organization".to_owned(), org.to_owned()),
            ("X-Source".to_owned(), "CXone-Workflow-Configurator".to_owned()),
        ]),
        secret: secret.expose().to_owned(),
    };
    Ok(Call::json(Method::POST, Route::Webhooks, serde_json::to_vec(&request)?))
}

/// The address without its query, which may hold a key: what may be logged and audited.
#[must_use]
pub fn without_query(mut url: Url) -> String {
    url.set_query(None);
    url.into()
}

/// Takes a webhook's secret out of an answer that may quote what was sent, also where its slashes are
/// escaped as JSON allows.
#[must_use]
pub fn scrub(body: &[u8], secret: &Secret) -> Vec<u8> {
    let bare = secret.expose().trim_start_matches(PREFIX);
    match std::str::from_utf8(body) {
        Ok(text) => text.replace(bare, "***").replace(&bare.replace('/', "\\/"), "***").into_bytes(),
        Err(_) if body.windows(bare.len()).any(|window| window == bare.as_bytes()) => Vec::new(),
        Err(_) => body.to_vec(),
    }
}

/// Takes every webhook secret out of an answer, known or not: a tenant may list them.
#[must_use]
pub fn conceal(body: &[u8]) -> Vec<u8> {
    let mut clean = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.windows(PREFIX.len()).position(|window| window == PREFIX.as_bytes()) {
        let (before, secret) = rest.split_at(at + PREFIX.len());
        clean.extend_from_slice(before);
        let of_secret = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=-_\\".contains(byte);
        let length = secret.iter().take_while(|byte| of_secret(byte)).count();
        if length > 0 {
            clean.extend_from_slice(b"***");
        }
        rest = &secret[length..];
    }
    clean.extend_from_slice(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::{conceal, delivery_url, scrub, without_query};
    use crate::secret::Secret;

    #[test]
    fn the_secret_is_taken_out_however_it_is_written() {
        let secret = Secret::new("whsec_ab/cd+ef==");
        for (body, clean) in [
            (&b"{\"secret\":\"whsec_ab/cd+ef==\"}"[..], &b"{\"secret\":\"whsec_***\"}"[..]),
            (b"whsec_ab\\/cd+ef==", b"whsec_***"),
            (b"nothing", b"nothing"),
            (b"\xffab/cd+ef==", b""),
        ] {
            assert_eq!(scrub(body, &secret), clean);
        }
    }

    #[test]
    fn every_secret_is_concealed() {
        for (body, clean) in [
            (&br#"{"secret":"whsec_ab/cd+e=="}"#[..], &br#"{"secret":"whsec_***"}"#[..]),
            (br#"["whsec_ab\/cd","whsec_x"]"#, br#"["whsec_***","whsec_***"]"#),
            (b"\xffwhsec_ab\xff", b"\xffwhsec_***\xff"),
            (b"whsec_", b"whsec_"),
            (b"nothing", b"nothing"),
        ] {
            assert_eq!(conceal(body), clean, "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn only_plain_web_addresses_take_deliveries() {
        let url = delivery_url(" https://hooks.example.com/x?key=1 ").unwrap();
        assert_eq!(without_query(url), "https://hooks.example.com/x");
        for bad in ["hooks.example.com", "ftp://x.example.com", "https://u:p@x.example.com", "https://x.example.com/#f"]
        {
            assert_eq!(delivery_url(bad), None, "{bad}");
        }
    }
}
