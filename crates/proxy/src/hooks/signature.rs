//! The two ways in which deliveries are signed: Standard Webhooks (symmetric), and a header with the
//! body's HMAC in hex, as older systems send it.

use super::Refusal;
use super::message::signed_time;
use crate::config::{HookScheme, Hooks};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use sha2::{Digest, Sha256};
use tenant::Secret;

/// Longest message id, in bytes.
const MAX_ID: usize = 256;

/// Most signatures that are tried: a sender that changes its secret signs with both.
const MAX_SIGNATURES: usize = 8;

/// What a delivery says of itself; true only where [`Signed::is_by`] says so.
#[derive(Debug)]
pub(super) struct Signed<'a> {
    /// Tells one delivery from another, and is part of what is signed.
    pub(super) id: String,
    /// When it was signed, ms since 1970; part of what is signed.
    pub(super) at_ms: i64,
    scheme: &'a HookScheme,
    /// What is signed: these parts one after the other.
    prefix: String,
    body: &'a [u8],
    signatures: Vec<Vec<u8>>,
}

/// Reads what a delivery says of itself.
pub(super) fn read<'a>(config: &'a Hooks, headers: &HeaderMap, body: &'a [u8]) -> Result<Signed<'a>, Refusal> {
    match &config.scheme {
        HookScheme::Standard => standard(&config.scheme, headers, body),
        HookScheme::Hex { header } => hex(&config.scheme, header, headers, body),
    }
}

/// Source: the Standard Webhooks specification, "Verifying webhook authenticity".
fn standard<'a>(scheme: &'a HookScheme, headers: &HeaderMap, body: &'a [u8]) -> Result<Signed<'a>, Refusal> {
    let id = single(headers, "webhook-id").filter(|id| !id.is_empty() && id.len() <= MAX_ID);
    let id = id.ok_or(Refusal::Missing("webhook-id"))?;
    let timestamp = single(headers, "webhook-timestamp").ok_or(Refusal::Missing("webhook-timestamp"))?;
    let digits = !timestamp.is_empty() && timestamp.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = timestamp.parse::<i64>().ok().filter(|_| digits).ok_or(Refusal::Missing("webhook-timestamp"))?;
    let signatures: Vec<Vec<u8>> = single(headers, "webhook-signature")
        .unwrap_or_default()
        .split(' ')
        .filter_map(|signature| STANDARD.decode(signature.strip_prefix("v1,")?).ok())
        .take(MAX_SIGNATURES)
        .collect();
    if signatures.is_empty() {
        return Err(Refusal::Missing("webhook-signature"));
    }
    Ok(Signed {
        id: id.to_owned(),
        at_ms: seconds.saturating_mul(1_000),
        scheme,
        prefix: format!("{id}.{timestamp}."),
        body,
        signatures,
    })
}

/// Only the body is signed, so its own time counts, and its hash is what tells it from others: a header
/// beside it could be changed by whoever sends it again.
fn hex<'a>(scheme: &'a HookScheme, header: &str, headers: &HeaderMap, body: &'a [u8]) -> Result<Signed<'a>, Refusal> {
    let text = single(headers, header).unwrap_or_default();
    let signature = decode_hex(text.strip_prefix("sha256=").unwrap_or(text)).ok_or(Refusal::Missing("signature"))?;
    let at_ms = signed_time(body).ok_or(Refusal::Missing("timestamp in its body"))?;
    let id = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Signed { id, at_ms, scheme, prefix: String::new(), body, signatures: vec![signature] })
}

impl Signed<'_> {
    /// Whether it was signed with this secret. Takes the same time whatever is wrong.
    pub(super) fn is_by(&self, secret: &Secret) -> bool {
        let Some(key) = key(self.scheme, secret) else { return false };
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else { return false };
        mac.update(self.prefix.as_bytes());
        mac.update(self.body);
        self.signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok())
    }
}

/// Standard Webhooks signs with the bytes behind `whsec_`, the other scheme with the secret's text.
fn key(scheme: &HookScheme, secret: &Secret) -> Option<Vec<u8>> {
    let text = secret.expose();
    match scheme {
        HookScheme::Standard => STANDARD.decode(text.strip_prefix("whsec_").unwrap_or(text)).ok(),
        HookScheme::Hex { .. } => Some(text.as_bytes().to_vec()),
    }
}

/// The value of a header that is there once.
fn single<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn decode_hex(text: &str) -> Option<Vec<u8>> {
    if text.is_empty() || text.len() % 2 == 1 || !text.is_ascii() {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.as_bytes().chunks(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

#[cfg(test)]
mod tests {
    use super::{HookScheme, Hooks, Refusal, Signed, read};
    use http::HeaderMap;
    use tenant::Secret;

    /// The example of the Standard Webhooks reference libraries.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const TIMESTAMP: &str = "1614265330";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    fn official(signature: &str) -> HeaderMap {
        headers(&[("webhook-id", ID), ("webhook-timestamp", TIMESTAMP), ("webhook-signature", signature)])
    }

    #[track_caller]
    fn signed<'a>(config: &'a Hooks, headers: &HeaderMap, body: &'a [u8]) -> Signed<'a> {
        read(config, headers, body).unwrap()
    }

    #[test]
    fn the_standards_vector_is_right_and_nothing_else() {
        let config = Hooks::default();
        let right = Secret::new(SECRET);
        let delivery = signed(&config, &official(SIGNATURE), BODY);
        assert_eq!((delivery.id.as_str(), delivery.at_ms), (ID, 1_614_265_330_000));
        assert!(delivery.is_by(&right));
        assert!(!delivery.is_by(&Secret::new("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));
        assert!(!delivery.is_by(&Secret::new("not base64!")));
        assert!(!signed(&config, &official(SIGNATURE), br#"{"test": 2432232315}"#).is_by(&right));
        let several = format!("v1,AAAA v1a,{} {SIGNATURE}", &SIGNATURE[3..]);
        assert!(signed(&config, &official(&several), BODY).is_by(&right), "one of several is enough");
        for (name, value) in [("webhook-id", "msg_other"), ("webhook-timestamp", "1614265331")] {
            let mut changed = official(SIGNATURE);
            changed.insert(name, value.parse().unwrap());
            assert!(!signed(&config, &changed, BODY).is_by(&right), "{name} is signed");
        }
    }

    #[test]
    fn what_is_not_signed_is_not_read() {
        let config = Hooks::default();
        for (name, value) in [
            ("webhook-id", None),
            ("webhook-id", Some("")),
            ("webhook-timestamp", None),
            ("webhook-timestamp", Some("soon")),
            ("webhook-timestamp", Some("-1614265330")),
            ("webhook-timestamp", Some("+1614265330")),
            ("webhook-timestamp", Some("99999999999999999999")),
            ("webhook-signature", None),
            ("webhook-signature", Some("")),
            ("webhook-signature", Some("v2,AAAA")),
            ("webhook-signature", Some("v1,***")),
        ] {
            let mut headers = official(SIGNATURE);
            headers.remove(name);
            if let Some(value) = value {
                headers.insert(name, value.parse().unwrap());
            }
            assert!(matches!(read(&config, &headers, BODY), Err(Refusal::Missing(_))), "{name} {value:?}");
        }
        let mut twice = official(SIGNATURE);
        twice.append("webhook-id", "msg_other".parse().unwrap());
        assert!(read(&config, &twice, BODY).is_err(), "which id was meant is not known");
    }

    #[test]
    fn the_hex_scheme_signs_the_raw_body() {
        let config = Hooks { scheme: HookScheme::Hex { header: "x-cxone-signature".to_owned() }, ..Hooks::default() };
        let body = br#"{"timestamp":1614265330000}"#;
        // openssl dgst -sha256 -hmac 'the secret'
        let right = "0e65135dfbc7ff102c93b36242eea24797d6536039d19b0d1da519e28ca14886";
        let named = |value: &str| headers(&[("x-cxone-signature", value)]);
        let secret = Secret::new("the secret");
        for value in [right.to_owned(), right.to_uppercase(), format!("sha256={right}")] {
            let delivery = signed(&config, &named(&value), body);
            assert!(delivery.is_by(&secret) && delivery.at_ms == 1_614_265_330_000, "{value}");
        }
        assert!(!signed(&config, &named(&right[2..]), body).is_by(&secret), "a part of a signature is none");
        assert!(!signed(&config, &named(right), br#"{"timestamp":1614265330001}"#).is_by(&secret));
        for bad in ["", "4c4", "zz", "sha256="] {
            assert!(matches!(read(&config, &named(bad), body), Err(Refusal::Missing("signature"))), "{bad}");
        }
        assert!(matches!(read(&config, &named(right), b"{}"), Err(Refusal::Missing("timestamp in its body"))));
    }
}
