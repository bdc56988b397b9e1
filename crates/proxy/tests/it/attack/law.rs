//! What a request may do at most, read from its bytes by rules that are written here a second time: the
//! routes and what each becomes at the tenant, the session's cookie, the host names, the site.

use super::attempt::{Attempt, Known};
use super::tenant::Deed;

/// What a request may do.
#[derive(Debug, Default)]
pub struct Allowed {
    /// What may be done at the tenant; the query of an upload left off.
    pub deeds: Vec<Deed>,
    /// Whether what needs a session may be answered well.
    pub signed_in: bool,
    /// Whether anything may be answered well.
    pub admitted: bool,
}

/// The routes: method, path, and the tenant's path.
const ROUTES: [(&str, &[&str], &str); 12] = [
    ("GET", &["workflows"], "/api/v2/workflows"),
    ("GET", &["workflows", "{id}"], "/api/v2/workflows/"),
    ("PUT", &["workflows", "{id}"], "/api/v2/workflows/"),
    ("GET", &["templates"], "/api/v2/interactions/templates"),
    ("GET", &["templates", "{id}"], "/api/v2/interactions/templates/"),
    ("GET", &["attachments"], "/api/v2/interactions/attachments"),
    ("GET", &["attachments", "{id}"], "/api/v2/interactions/attachments/"),
    ("POST", &["attachments"], "/api/v2/interactions/attachments"),
    ("GET", &["webhooks"], "/api/v2/webhooks"),
    ("GET", &["webhooks", "{id}"], "/api/v2/webhooks/"),
    ("POST", &["webhooks"], "/api/v2/webhooks"),
    ("DELETE", &["webhooks", "{id}"], "/api/v2/webhooks/"),
];

/// A header as it is read: its name in lower case, its value without what surrounds it.
struct Header {
    name: String,
    value: Vec<u8>,
}

/// What this request may do, where `valid` is the only token that is one.
pub fn allowed(attempt: &Attempt, known: &Known, valid: Option<&str>) -> Allowed {
    let Some(headers) = headers(attempt) else { return Allowed::default() };
    if attempt.target.iter().any(|byte| *byte <= b' ' || *byte == 0x7f) {
        return Allowed::default();
    }
    let hosts =
        [known.host.clone(), known.host.replace("127.0.0.1", "localhost"), known.host.replace("127.0.0.1", "[::1]")];
    let is_ours = |host: &[u8]| hosts.iter().any(|ours| ours.as_bytes().eq_ignore_ascii_case(host));
    let Some((authority, path)) = target(&attempt.target) else { return Allowed::default() };
    let named: Vec<_> = headers.iter().filter(|header| header.name == "host").collect();
    let [host] = named.as_slice() else { return Allowed::default() };
    if !is_ours(&host.value) || authority.is_some_and(|authority| !is_ours(authority)) {
        return Allowed::default();
    }
    let method = String::from_utf8_lossy(&attempt.method).into_owned();
    let hook = path.starts_with(b"/hooks/");
    if !hook && !from_our_page(&method, path, &headers, is_ours) {
        return Allowed::default();
    }
    let signed_in = valid.is_some_and(|valid| token(&headers, &known.cookie).as_deref() == Some(valid));
    let deeds = if signed_in { deeds(&method, path) } else { Vec::new() };
    Allowed { deeds, signed_in, admitted: true }
}

/// Authority and path of a target in origin or absolute form; `None` for the other forms.
fn target(target: &[u8]) -> Option<(Option<&[u8]>, &[u8])> {
    let cut = |path: &'_ [u8]| path.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(path.len());
    if target.starts_with(b"/") {
        return Some((None, &target[..cut(target)]));
    }
    let text = target.to_ascii_lowercase();
    let scheme = [&b"http://"[..], b"https://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let rest = &target[scheme.len()..];
    let end = rest.iter().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    let path = &rest[end..];
    Some((Some(&rest[..end]), if path.starts_with(b"/") { &path[..cut(path)] } else { b"/" }))
}

/// The headers; `None` where a line is none. A bare line feed ends a line, too (RFC 9112, section 2.2).
fn headers(attempt: &Attempt) -> Option<Vec<Header>> {
    let header = |line: &[u8]| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let colon = line.iter().position(|byte| *byte == b':')?;
        let (name, value) = (&line[..colon], &line[colon + 1..]);
        let is_name = !name.is_empty()
            && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte));
        let is_value = value.iter().all(|byte| *byte == b'\t' || !byte.is_ascii_control());
        (is_name && is_value).then(|| Header {
            name: String::from_utf8_lossy(name).to_ascii_lowercase(),
            value: value.trim_ascii().to_vec(),
        })
    };
    let text = attempt.lines.join(attempt.line_end);
    let lines = text.split(|byte| *byte == b'\n').filter(|_| !attempt.lines.is_empty());
    lines.map(header).collect()
}

fn from_our_page(method: &str, path: &[u8], headers: &[Header], is_ours: impl Fn(&[u8]) -> bool) -> bool {
    let values = |name: &str| {
        headers.iter().filter(|header| header.name == name).map(|header| &header.value[..]).collect::<Vec<_>>()
    };
    let site = values("sec-fetch-site").first().copied();
    if matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE") {
        return site != Some(b"cross-site") || !path.starts_with(b"/api/");
    }
    let origins = values("origin");
    let origin = |origin: &&[u8]| {
        [&b"http://"[..], b"https://"].iter().any(|scheme| origin.strip_prefix(*scheme).is_some_and(&is_ours))
    };
    let same = match site {
        Some(b"same-origin") => true,
        None | Some(b"none") => !origins.is_empty() && origins.iter().all(origin),
        Some(_) => false,
    };
    same && !values("x-cxone-configurator").is_empty()
}

/// The value of the session's cookie, where there is exactly one.
fn token(headers: &[Header], name: &str) -> Option<String> {
    let lines = headers.iter().filter(|header| header.name == "cookie");
    let visible = lines.filter(|header| header.value.iter().all(|byte| (b' '..=b'~').contains(byte) || *byte == b'\t'));
    let pairs: Vec<String> = visible
        .flat_map(|header| {
            String::from_utf8_lossy(&header.value).split(';').map(|pair| pair.trim().to_owned()).collect::<Vec<_>>()
        })
        .collect();
    let mut values = pairs.iter().filter_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let value = values.next()?;
    values.next().is_none().then(|| value.to_owned())
}

/// What a request of this method to this path may do at the tenant.
fn deeds(method: &str, path: &[u8]) -> Vec<Deed> {
    let Some(segments) = path.strip_prefix(b"/api/") else { return Vec::new() };
    let segments: Vec<&[u8]> = segments.split(|byte| *byte == b'/').collect();
    let asked = if method == "HEAD" { "GET" } else { method };
    for (method, route, theirs) in ROUTES {
        if method != asked || segments.len() != route.len() || segments[0] != route[0].as_bytes() {
            continue;
        }
        let Some(given) = segments.get(1) else { return vec![(method.to_owned(), theirs.to_owned())] };
        let Some(id) = id(given) else { return Vec::new() };
        let theirs = format!("{theirs}{id}");
        let mut deeds = vec![(method.to_owned(), theirs.clone())];
        if method == "PUT" {
            // How a write has ended may have to be read back.
            deeds.push(("GET".to_owned(), theirs));
        }
        return deeds;
    }
    Vec::new()
}

/// The id of a segment as it may stand in the tenant's path: decoded once, with nothing in it that could
/// end or leave the segment, and encoded again.
fn id(segment: &[u8]) -> Option<String> {
    let mut decoded = Vec::new();
    let mut rest = segment;
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let digits = after.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
            decoded.push(u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap());
            rest = &after[2..];
        } else {
            decoded.push(*first);
            rest = after;
        }
    }
    let text = String::from_utf8(decoded).ok()?;
    let fits = !matches!(text.as_str(), "" | "." | "..")
        && text.len() <= 256
        && !text.chars().any(|letter| letter.is_control() || "/\\;#?%".contains(letter));
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    fits.then(|| text.bytes().map(encode).collect())
}
