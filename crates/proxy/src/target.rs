//! What the path of a request may look like, before any route is found for it.
//!
//! A path that two programs may read in two ways is the beginning of most bypasses: what stands in
//! front of the proxy checks one reading, the proxy answers the other. So there is one reading here:
//! what would need to be normalised is refused. Ids of nodes may hold anything, and the app's pages
//! name them, encoded; so what is encoded is only looked into below our own routes.

use crate::problem::{Failure, Kind};
use http::Uri;
use percent_encoding::percent_decode_str;

/// The routes that carry ids to the tenant, or take what others send.
const OURS: [&str; 2] = ["/api/", "/hooks/"];

/// Whether the target of a request is a path, or an address of the web, that can be read in one way only.
///
/// # Errors
/// Where it is not.
pub(crate) fn check_target(uri: &Uri) -> Result<(), Failure> {
    // The parser takes anything before `://` for a scheme.
    if uri.scheme_str().is_none_or(|scheme| matches!(scheme, "http" | "https")) {
        check_path(uri.path())
    } else {
        Err(refused())
    }
}

/// Whether a text is the path of a page of ours, and of nobody else's.
#[cfg(feature = "oidc")]
pub(crate) fn is_own_page(path: &str) -> bool {
    path.parse::<Uri>().is_ok_and(|uri| uri.authority().is_none() && check_path(uri.path()).is_ok())
        && !path.starts_with("//")
        && !OURS.iter().any(|ours| path.starts_with(ours))
}

fn check_path(path: &str) -> Result<(), Failure> {
    let encoded_too = OURS.iter().any(|ours| path.starts_with(ours));
    // The other forms of a target (RFC 9112, section 3.2) are for proxies that can be asked for anything.
    let plain = path.starts_with('/')
        && !path.contains("//")
        && !path.contains('\\')
        && path.split('/').all(|segment| !is_dots(segment));
    if plain && (!encoded_too || path.split('/').all(is_one_segment)) {
        return Ok(());
    }
    Err(refused())
}

fn refused() -> Failure {
    Failure::new(
        Kind::PathNotAllowed,
        "The path is none, or holds a double slash, a dot segment, or an encoded slash, backslash, semicolon or control character, which programs read differently. Nothing was sent, nothing was changed. Check the address.",
    )
}

/// Whether a segment stays one, however often it is decoded on the way.
fn is_one_segment(segment: &str) -> bool {
    let decoded: Vec<u8> = percent_decode_str(segment).collect();
    !is_dots(&String::from_utf8_lossy(&decoded))
        && !decoded.iter().any(|byte| byte.is_ascii_control() || matches!(byte, b'/' | b'\\' | b';'))
        && is_well_encoded(segment)
}

fn is_dots(segment: &str) -> bool {
    matches!(segment, "." | "..")
}

/// Each `%` stands before two hexadecimal digits (RFC 3986, section 2.1).
fn is_well_encoded(segment: &str) -> bool {
    segment.split('%').skip(1).all(|rest| rest.len() >= 2 && rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::check_path;

    #[cfg(feature = "oidc")]
    #[test]
    fn only_pages_of_ours_are_come_back_to() {
        for (path, ours) in [
            ("/", true),
            ("/workflows/wf_1/nodes/a%2Fb", true),
            ("/workflows?filter=a", true),
            ("//evil.example.com", false),
            ("/\\evil.example.com", false),
            ("https://evil.example.com/", false),
            ("evil.example.com", false),
            ("javascript:alert(1)", false),
            ("/api/session", false),
            ("/a\r\nb", false),
            ("", false),
        ] {
            assert_eq!(super::is_own_page(path), ours, "{path}");
        }
    }

    #[test]
    fn a_path_has_one_reading() {
        for (path, allowed) in [
            ("/", true),
            ("/api/workflows/wf_1", true),
            ("/api/workflows/a%20b", true),
            ("/api/workflows/a..b", true),
            ("/api/workflows/%C3%A4", true),
            ("/workflows/a/nodes/b%2Fc", true),
            ("/workflows/a/nodes/%2e%2e", true),
            ("", false),
            ("*", false),
            ("//api/workflows", false),
            ("/api//workflows", false),
            ("/workflows//a", false),
            ("/api/workflows/..", false),
            ("/api/./workflows", false),
            ("/api/workflows/%2e%2E", false),
            ("/api/workflows/.%2e", false),
            ("/api/workflows/a%2Fb", false),
            ("/api/workflows/a%5cb", false),
            ("/api/workflows/a\\b", false),
            ("/workflows/a\\b", false),
            ("/api/workflows/a;b", false),
            ("/api/workflows/a%3bb", false),
            ("/api/workflows/a%00", false),
            ("/api/workflows/a%7f", false),
            ("/api/workflows/a%2", false),
            ("/api/workflows/a%zz", false),
            ("/hooks/cxone%2f", false),
        ] {
            assert_eq!(check_path(path).is_ok(), allowed, "{path}");
        }
    }
}
