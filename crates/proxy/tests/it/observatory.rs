//! How the app's answers score by the rules of the MDN HTTP Observatory. What TLS alone brings (HSTS, the
//! redirection to it) is left aside: it ends in front of the proxy.
//!
//! The rules and their modifiers are those of `SCORE_TABLE`, the grades those of `GRADE_CHART` and
//! `MINIMUM_SCORE_FOR_EXTRA_CREDIT` in github.com/mdn/mdn-http-observatory, `src/grader/charts.js`.

use crate::support::{Stub, World, json, scratch};
use http::HeaderMap;
use workflow::wire::Way;

/// Bonus counts from here on.
const EXTRA_CREDIT: i32 = 90;
/// From here on it is A+.
const BEST: i32 = 100;

/// A page or a file as the Observatory looks at it.
struct Seen {
    headers: HeaderMap,
    body: String,
}

type Rule = fn(&Seen) -> (&'static str, i32);

const RULES: [Rule; 8] = [
    content_security_policy,
    cookies,
    cross_origin_resource_sharing,
    referrer_policy,
    subresource_integrity,
    x_content_type_options,
    x_frame_options,
    cross_origin_resource_policy,
];

impl Seen {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The sources of a directive of the policy, or of the one that it falls back on.
    fn sources(&self, directive: &str) -> Option<Vec<&str>> {
        let policy = self.header("content-security-policy")?;
        let mut directives = policy.split(';').map(|part| part.split_whitespace().collect::<Vec<_>>());
        let found = directives.find(|words| words.first() == Some(&directive));
        match found {
            Some(words) => Some(words[1..].to_vec()),
            None if directive != "default-src" => self.sources("default-src"),
            None => None,
        }
    }

    /// The rules' names and what they give, and the score.
    fn score(&self) -> (Vec<(&'static str, i32)>, i32) {
        let results: Vec<_> = RULES.iter().map(|rule| rule(self)).collect();
        let lost: i32 = results.iter().map(|(_, modifier)| (*modifier).min(0)).sum();
        let bonus: i32 = results.iter().map(|(_, modifier)| (*modifier).max(0)).sum();
        let score = 100 + lost;
        let score = if score >= EXTRA_CREDIT { score + bonus } else { score };
        (results, score.max(0))
    }
}

fn content_security_policy(seen: &Seen) -> (&'static str, i32) {
    const BROAD: [&str; 4] = ["*", "https:", "http:", "data:"];
    if seen.header("content-security-policy").is_none() {
        return ("csp-not-implemented", -25);
    }
    let of = |directive: &str| seen.sources(directive).unwrap_or(vec!["*"]);
    let any = |directive: &str, sources: &[&str]| of(directive).iter().any(|source| sources.contains(source));
    let insecure = |directive: &str| of(directive).iter().any(|source| source.starts_with("http:"));
    if any("script-src", &BROAD) || any("object-src", &BROAD) || any("script-src", &["'unsafe-inline'"]) {
        return ("csp-implemented-with-unsafe-inline", -20);
    }
    if ["script-src", "style-src", "object-src", "connect-src", "frame-src", "font-src"].into_iter().any(insecure) {
        return ("csp-implemented-with-insecure-scheme", -20);
    }
    if any("script-src", &["'unsafe-eval'"]) {
        return ("csp-implemented-with-unsafe-eval", -10);
    }
    if ["img-src", "media-src"].into_iter().any(insecure) {
        return ("csp-implemented-with-insecure-scheme-in-passive-content-only", -10);
    }
    if any("style-src", &["'unsafe-inline'"]) || any("style-src", &BROAD) {
        return ("csp-implemented-with-unsafe-inline-in-style-src-only", 0);
    }
    let forms = seen.header("content-security-policy").is_some_and(|policy| {
        policy.split(';').any(|part| matches!(part.trim(), "form-action 'none'" | "form-action 'self'"))
    });
    if of("default-src") == ["'none'"] && forms {
        return ("csp-implemented-with-no-unsafe-default-src-none", 10);
    }
    ("csp-implemented-with-no-unsafe", 5)
}

/// Every cookie of ours is a session's.
fn cookies(seen: &Seen) -> (&'static str, i32) {
    let cookies: Vec<_> = seen.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    let all = |flag: &str| cookies.iter().all(|cookie| cookie.split("; ").any(|part| part == flag));
    if cookies.is_empty() {
        return ("cookies-not-found", 0);
    }
    if !all("Secure") {
        return ("cookies-session-without-secure-flag", -40);
    }
    if !all("HttpOnly") {
        return ("cookies-session-without-httponly-flag", -30);
    }
    if !(all("SameSite=Strict") || all("SameSite=Lax")) {
        return ("cookies-secure-with-httponly-sessions", 0);
    }
    ("cookies-secure-with-httponly-sessions-and-samesite", 5)
}

fn cross_origin_resource_sharing(seen: &Seen) -> (&'static str, i32) {
    match (seen.header("access-control-allow-origin"), seen.header("access-control-allow-credentials")) {
        (None, _) => ("cross-origin-resource-sharing-not-implemented", 0),
        (Some("*"), None) => ("cross-origin-resource-sharing-implemented-with-public-access", 0),
        (Some(_), Some("true")) => ("cross-origin-resource-sharing-implemented-with-universal-access", -50),
        (Some(_), _) => ("cross-origin-resource-sharing-implemented-with-restricted-access", 0),
    }
}

fn referrer_policy(seen: &Seen) -> (&'static str, i32) {
    match seen.header("referrer-policy") {
        Some("no-referrer" | "same-origin" | "strict-origin" | "strict-origin-when-cross-origin") => {
            ("referrer-policy-private", 5)
        }
        Some(_) => ("referrer-policy-unsafe", -5),
        None => ("referrer-policy-not-implemented", 0),
    }
}

/// Scripts of our own origin need no integrity; others are not there at all.
fn subresource_integrity(seen: &Seen) -> (&'static str, i32) {
    let scripts = seen.body.split("<script").skip(1).filter_map(|tag| tag.split('>').next());
    let elsewhere = scripts.filter(|tag| tag.contains("src=\"http") || tag.contains("src=\"//")).count();
    if elsewhere == 0 {
        ("sri-not-implemented-but-all-scripts-loaded-from-secure-origin", 0)
    } else {
        ("sri-not-implemented-but-external-scripts-loaded-securely", -5)
    }
}

fn x_content_type_options(seen: &Seen) -> (&'static str, i32) {
    match seen.header("x-content-type-options") {
        Some("nosniff") => ("x-content-type-options-nosniff", 0),
        _ => ("x-content-type-options-not-implemented", -5),
    }
}

fn x_frame_options(seen: &Seen) -> (&'static str, i32) {
    let ancestors =
        seen.header("content-security-policy").is_some_and(|policy| policy.contains("frame-ancestors 'none'"));
    match seen.header("x-frame-options") {
        _ if ancestors => ("x-frame-options-implemented-via-csp", 5),
        Some("DENY" | "SAMEORIGIN") => ("x-frame-options-sameorigin-or-deny", 5),
        _ => ("x-frame-options-not-implemented", -20),
    }
}

fn cross_origin_resource_policy(seen: &Seen) -> (&'static str, i32) {
    match seen.header("cross-origin-resource-policy") {
        Some("same-origin") => ("cross-origin-resource-policy-implemented-with-same-origin", 10),
        Some("same-site") => ("cross-origin-resource-policy-implemented-with-same-site", 10),
        Some("cross-origin") => ("cross-origin-resource-policy-implemented-with-cross-origin", 0),
        _ => ("cross-origin-resource-policy-not-implemented", 0),
    }
}

#[tokio::test]
async fn every_answer_of_the_app_scores_a_plus() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let folder = scratch("observatory");
    std::fs::write(folder.join("index.html"), "<!doctype html><script type=\"module\">import '/app.js';</script>")
        .unwrap();
    std::fs::write(folder.join("app.js"), "1").unwrap();
    let world = World::with(&tenant.base_url, |config| {
        config.app_dir = Some(folder);
        config.access.ways = vec![Way::Link];
        config.public_hosts = vec!["config.example.com".into()];
    })
    .await;
    let link = world.proxy.start_link().unwrap().expose();
    let token = link.split_once("#token=").unwrap().1;
    // As the proxy that ends TLS passes it on.
    let sign_in = world.post("/api/sign-in", format!("{{\"token\":\"{token}\"}}")).header("host", "config.example.com");
    let response = world.send(sign_in.header("origin", "https://config.example.com")).await;
    assert_eq!(response.status(), 204);
    let signed_in = Seen { headers: response.headers().clone(), body: String::new() };
    assert_eq!(cookies(&signed_in), ("cookies-secure-with-httponly-sessions-and-samesite", 5));
    let mut seen = vec![("/api/sign-in", signed_in)];
    for path in [
        "/",
        "/workflows/wf_1",
        "/app.js",
        "/missing.js",
        "/api/session",
        "/api/sign-in",
        "/healthz",
        "/sign-in/callback",
    ] {
        let response =
            world.send(world.get(path).header("host", "config.example.com").header("accept", "text/html")).await;
        let headers = response.headers().clone();
        seen.push((path, Seen { headers, body: response.text().await.unwrap() }));
    }
    for (path, seen) in seen {
        let (results, score) = seen.score();
        assert!(score >= BEST, "{path}: {score} {results:?}");
        assert!(results.iter().all(|(_, modifier)| *modifier >= 0), "{path}: {results:?}");
        assert!(results.contains(&("csp-implemented-with-no-unsafe-default-src-none", 10)), "{path}: {results:?}");
    }
}

/// The rules find fault where there is one: else the score would say nothing.
#[test]
fn an_answer_without_any_header_fails() {
    let bare = Seen { headers: HeaderMap::new(), body: "<script src=\"https://elsewhere.example.com/x.js\">".into() };
    let (_, score) = bare.score();
    assert_eq!(score, 100 - 25 - 5 - 5 - 20);
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("content-security-policy", "default-src 'self'; script-src 'self' 'unsafe-inline'"),
        ("set-cookie", "a=b; Path=/"),
        ("referrer-policy", "unsafe-url"),
        ("access-control-allow-origin", "https://evil.example.com"),
        ("access-control-allow-credentials", "true"),
    ] {
        headers.insert(name, value.parse().unwrap());
    }
    let unsafe_one = Seen { headers, body: String::new() };
    assert_eq!(unsafe_one.score().1, 0);
}
