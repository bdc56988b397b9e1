//! Checks of single values. Each says what would be right; none repeats the value, which may be a secret
//! in the wrong place.

use url::{Host, Url};

/// Text that is not empty, trimmed.
///
/// # Errors
/// Where it is empty.
pub fn text(value: &str) -> Result<String, String> {
    let value = value.trim();
    if value.is_empty() { Err("must not be empty".into()) } else { Ok(value.to_owned()) }
}

/// A whole number of 1 or more.
///
/// # Errors
/// Where it is none.
pub fn number(value: &str) -> Result<u64, String> {
    match value.trim().parse::<u64>() {
        Ok(0) | Err(_) => Err("must be a whole number of 1 or more".into()),
        Ok(number) => Ok(number),
    }
}

/// A status by which a request can be refused without a lasting meaning: not those that say that it will
/// never do (400, 404, …), that it is not clear (408), or that speak of the token.
pub(super) fn refusal(value: &str) -> Result<u16, String> {
    match value.trim().parse::<u16>() {
        Ok(status @ 402..=499) if !matches!(status, 403 | 404 | 405 | 408 | 410) => Ok(status),
        _ => Err("must be statuses from 402 to 499, without 403, 404, 405, 408 and 410, whose meaning is fixed".into()),
    }
}

/// `true` or `false`.
///
/// # Errors
/// Where it is neither.
pub fn flag(value: &str) -> Result<bool, String> {
    match value.trim() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("must be true or false".into()),
    }
}

/// The items of all texts, which are separated by commas.
///
/// # Errors
/// Where there is none.
pub fn list(texts: &[String]) -> Result<Vec<String>, String> {
    let items: Vec<String> = texts
        .iter()
        .flat_map(|text| text.split(','))
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect();
    if items.is_empty() { Err("must name at least one, separated by commas".into()) } else { Ok(items) }
}

/// The organisation becomes a host name and a header.
pub(super) fn org(value: &str) -> Result<String, String> {
    let value = value.trim();
    let fits = !value.is_empty()
        && value.len() <= 63
        && value.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
        && !value.starts_with('-')
        && !value.ends_with('-');
    if fits {
        Ok(value.to_owned())
    } else {
        Err("must be a name of letters, digits and dashes, as in https://NAME.niceincontact.com".into())
    }
}

/// An address that others stand below, without a slash at the end: TLS, except to this very machine.
///
/// # Errors
/// Where it is none.
pub fn base_url(value: &str) -> Result<String, String> {
    let url = secure_url(value)?;
    if url.query().is_some() {
        return Err("must have no query".into());
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// An address that a secret or a token is sent to: TLS, except to this very machine.
pub(crate) fn endpoint_url(value: &str) -> Result<String, String> {
    secure_url(value).map(|url| url.as_str().to_owned())
}

/// An address that only travels as text.
///
/// # Errors
/// Where it is no `http` or `https` URL, or holds a user name, a password or a fragment.
pub fn web_url(value: &str) -> Result<String, String> {
    plain_url(value).map(|url| url.as_str().to_owned())
}

fn secure_url(value: &str) -> Result<Url, String> {
    let url = plain_url(value)?;
    let local = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    if url.scheme() == "https" || local {
        Ok(url)
    } else {
        Err("must begin with https://, or the client secret would travel in the clear".into())
    }
}

fn plain_url(value: &str) -> Result<Url, String> {
    let url = Url::parse(value.trim()).map_err(|error| format!("must be a URL: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("must begin with https://".into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a user name or a password".into());
    }
    if url.fragment().is_some() {
        return Err("must have no fragment".into());
    }
    Ok(url)
}
