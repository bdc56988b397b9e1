//! What is done to sound requests: encodings, other readings of the path, other forms of the target,
//! forged headers, heads that are none, bodies of two lengths.

use super::attempt::{Attempt, Known};
use super::dice::Dice;

type Deed = (&'static str, fn(&mut Attempt, &mut Dice, &Known));

const DEEDS: [Deed; 17] = [
    ("encodes a character", encode),
    ("puts something into the path", insert),
    ("encodes a slash", encode_slash),
    ("begins elsewhere", begin),
    ("ends otherwise", end),
    ("changes case", case),
    ("another form of target", form),
    ("moves segments", segments),
    ("another method", method),
    ("another version", version),
    ("forges a header", forge),
    ("writes a header with underscores", underscore),
    ("takes a header away", take),
    ("repeats a header", repeat),
    ("another host", host),
    ("another cookie", cookie),
    ("breaks the head", break_head),
];

/// Changes a request once to three times; now and then its body gets two lengths.
pub fn mutate(attempt: &mut Attempt, dice: &mut Dice, known: &Known) {
    let more = if dice.once_in(2) { dice.below(3) } else { 0 };
    for _ in 0..=more {
        let (name, deed) = dice.pick(&DEEDS);
        attempt.deeds.push(name);
        deed(attempt, dice, known);
    }
    if dice.once_in(12) {
        attempt.deeds.push("gives the body two lengths");
        two_lengths(attempt, dice, known);
    }
}

const PIECES: &[&str] = &[
    "%2f",
    "%2F",
    "%5c",
    "%5C",
    "%2e",
    "%2e%2e",
    "%2E%2e",
    "..",
    ".",
    "/./",
    "/../",
    "/%2e%2e/",
    "/%2e/",
    "//",
    "///",
    "\\",
    "/\\",
    "..\\",
    ";",
    ";a=b",
    "/..;/",
    "%3b",
    "%00",
    "%0d%0a",
    "%0a",
    "%0D",
    "%09",
    "\t",
    "%20",
    "%7f",
    "%25",
    "%252f",
    "%252e%252e",
    "%25%32%66",
    "%c0%af",
    "%C0%AE%C0%AE",
    "%e0%80%af",
    "%f0%80%80%af",
    "%c1%9c",
    "%ff",
    "%fe%ff",
    "%u002f",
    "%ef%bc%8f",
    "%e2%88%95",
    "%EF%BC%8E",
    "#",
    "#/",
    "#x",
    "?",
    "?x=/api/",
    "&",
    "@",
    ":",
    "*",
    "~",
    "+",
    "%",
    "%2",
    "%zz",
    "%%32%65",
    "\u{7f}",
    "\u{1}",
    "é",
    "\u{ff0f}",
    "\u{85}",
    "%C2%85",
    "/api/v2/",
    "../oauth2/token",
    "%2e%2e%2foauth2%2ftoken",
    "%2f..%2f..%2foauth2%2ftoken",
    "%3f",
    "%23",
    "%3F%23",
    "|",
    "^",
    "<",
    "\"",
    "'",
    "`",
    "{id}",
    "$",
    "!",
    "%E2%80%AE",
    "%EF%BB%BF",
    "\u{feff}",
    "%20HTTP/1.1%0d%0aX:%20y",
];

const BEGINNINGS: &[&str] = &[
    "/healthz/..",
    "/healthz/../",
    "/healthz;",
    "/healthz%2f..",
    "/healthz/%2e%2e",
    "/hooks/cxone/../..",
    "/hooks/cxone/..%2f..",
    "/api/sign-in/..",
    "/api/sign-in%2f..",
    "/api/sign-in/../..",
    "/./",
    "/",
    "//",
    "/%2e/",
    "/api/sign-in?x=",
    "/healthz#",
    "/healthz?",
    "/readyz/",
    "/metrics/",
    "/api",
    "/api/",
    "/API",
    "/%61pi",
    "/api/v2",
    "/api/workflows/",
    "/..",
    "/%2e%2e",
    "\\",
    "/\\",
    ".",
    "",
    "/api/preview/..",
    "/assets/..",
    "/index.html/..",
    "*",
];

const ENDS: &[&str] = &[
    "/",
    "//",
    "/.",
    "/..",
    "/../..",
    "%2f",
    "%2F..",
    "?",
    "?..",
    "?/../..",
    "#",
    "#/healthz",
    "?/healthz",
    ";",
    ";/healthz",
    ".json",
    "%00.js",
    "%00",
    "/healthz",
    "/../../healthz",
    "/../healthz",
    "/nodes",
    "%20",
    "%09",
    "%0a",
    "/*",
    "&",
    "?fileName=../../x",
    "?fileName=a%2fb",
    "?fileName=a%0d%0ab",
    "?fileName=a&path=/x",
    "?id=..%2f",
    "?admin=1&_method=DELETE",
    "\\..\\",
    ".",
    "..",
    "/%2e%2e/%2e%2e/oauth2/token",
];

/// Names that someone on the way may believe, and values that would pay.
const FORGED: &[(&str, &[&str])] = &[
    ("x-forwarded-for", &["127.0.0.1", "::1", "192.0.2.1", "127.0.0.1, 192.0.2.1"]),
    ("x-forwarded-host", &["127.0.0.1", "evil.example.com", "localhost"]),
    ("x-forwarded-proto", &["https", "http"]),
    ("x-forwarded-prefix", &["/api", "/.."]),
    ("x-forwarded-uri", &["/healthz", "/api/sign-in"]),
    ("x-forwarded-user", &["local", "administrator"]),
    ("x-forwarded-email", &["local@example.com"]),
    ("x-forwarded-groups", &["administrators"]),
    ("x-forwarded-preferred-username", &["local"]),
    ("x-forwarded-access-token", &["canary"]),
    ("forwarded", &["for=127.0.0.1;host=localhost;proto=https", "for=\"[::1]\""]),
    ("x-original-url", &["/healthz", "/api/workflows", "/oauth2/token"]),
    ("x-original-uri", &["/healthz"]),
    ("x-rewrite-url", &["/healthz", "/api/v2/workflows"]),
    ("x-original-method", &["GET", "DELETE"]),
    ("x-http-method-override", &["DELETE", "PUT"]),
    ("x-method-override", &["DELETE"]),
    ("x-real-ip", &["127.0.0.1", "192.0.2.1"]),
    ("x-remote-user", &["local", "ada", ""]),
    ("remote-user", &["local"]),
    ("x-auth-request-user", &["local"]),
    ("x-auth-request-email", &["local@example.com"]),
    ("x-client-ip", &["127.0.0.1"]),
    ("cf-connecting-ip", &["127.0.0.1"]),
    ("true-client-ip", &["127.0.0.1"]),
    ("authorization", &["Bearer canary-forged", "Basic bG9jYWw6bG9jYWw=", "Negotiate x"]),
    ("proxy-authorization", &["Basic bG9jYWw6bG9jYWw="]),
    ("user-agent", &["GoogleHC/1.0", "kube-probe/1.31", "ELB-HealthChecker/2.0", "Envoy/HC", "x\u{e9}"]),
    (
        "connection",
        &["authorization", "keep-alive, cookie", "close", "host, x-cxone-configurator", "upgrade", "content-length"],
    ),
    ("upgrade", &["h2c", "websocket", "TLS/1.0"]),
    ("http2-settings", &["AAMAAABkAARAAAAAAAIAAAAA"]),
    ("sec-websocket-key", &["dGhlIHNhbXBsZSBub25jZQ=="]),
    ("te", &["trailers", "chunked"]),
    ("trailer", &["authorization", "host"]),
    ("keep-alive", &["timeout=600"]),
    ("proxy-connection", &["keep-alive"]),
    ("via", &["1.1 evil"]),
    ("max-forwards", &["0"]),
    ("set-cookie", &["a=b"]),
    ("cookie", &["a=b", "cxone-session=x", "__Host-cxone-session=x"]),
    ("origin", &["null", "http://evil.example.com", "http://127.0.0.1", "https://localhost.evil.example.com"]),
    ("referer", &["http://evil.example.com/"]),
    (
        "sec-fetch-site",
        &["cross-site", "same-site", "none", "same-origin", "Same-Origin", "same-origin, cross-site", ""],
    ),
    ("sec-fetch-mode", &["navigate", "no-cors"]),
    (
        "content-type",
        &[
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json\tx",
            "\u{fffd}",
        ],
    ),
    ("accept", &["text/html", "*/*", "", "application/json\t"]),
    ("accept-encoding", &["gzip, br", "identity;q=0"]),
    ("content-encoding", &["gzip", "br"]),
    ("expect", &["100-continue", "200-ok"]),
    ("range", &["bytes=0-1", "bytes=0-0,1-1"]),
    ("if-match", &["*"]),
    ("if-none-match", &["*"]),
    ("idempotency-key", &["", " ", "a\tb", "k\u{e9}"]),
    ("x-cxone-configurator", &["", "0"]),
    ("traceparent", &["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"]),
    ("x-request-id", &["forged"]),
    ("x-internal", &["1"]),
];

const METHODS: &[&str] = &[
    "HEAD",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PATCH",
    "DELETE",
    "PUT",
    "POST",
    "GET",
    "get",
    "Put",
    "PROPFIND",
    "PURGE",
    "X",
    "GET\t",
    "G ET",
    "",
    "GET/",
    "POST\u{0}",
    "M-SEARCH",
];

const VERSIONS: &[&str] = &[
    "HTTP/1.0",
    "HTTP/0.9",
    "HTTP/1.2",
    "HTTP/2.0",
    "http/1.1",
    "HTTP/1.1 ",
    "HTTP/11",
    "HTTP/1.",
    "",
    "HTTPS/1.1",
    "HTTP/1.1\t",
];

fn insert_at(attempt: &mut Attempt, at: usize, piece: &str) {
    attempt.target.splice(at..at, piece.bytes());
}

fn encode(attempt: &mut Attempt, dice: &mut Dice, _: &Known) {
    if attempt.target.is_empty() {
        return;
    }
    let at = dice.below(attempt.target.len());
    let byte = attempt.target[at];
    let encoded = if dice.once_in(2) { format!("%{byte:02x}") } else { format!("%{byte:02X}") };
    let encoded = if dice.once_in(6) { encoded.replace('%', "%25") } else { encoded };
    attempt.target.splice(at..=at, encoded.into_bytes());
}

fn insert(attempt: &mut Attempt, dice: &mut Dice, _: &Known) {
    let at = dice.below(attempt.target.len() + 1);
    insert_at(attempt, at, dice.pick(PIECES));
}

fn encode_slash(attempt: &mut Attempt, dice: &mut Dice, _: &Known) {
    let slashes: Vec<usize> = (0..attempt.target.len()).filter(|at| attempt.target[*at] == b'/').collect();
    if slashes.is_empty() {
        return;
    }
    let at = dice.pick(&slashes);
    let other = dice
        .pick(&["%2f", "%2F", "\\", "%5c", "//", "/./", "%252f", "/%2f", ";/", "/;", "%c0%af", "%2f/", "/ /", "/\t"]);
    attempt.target.splice(at..=at, other.bytes());
}

fn begin(attempt: &mut Attempt, dice: &mut Dice, _: &Known) {
    insert_at(attempt, 0, dice.pick(BEGINNINGS));
}

fn end(attempt: &mut Attempt, dice: &mut Dice, _: &Known) {
    insert_at(attempt, attempt.target.len(), dice.pick(ENDS));
}

fn case(attempt: &mut Attempt, dice: &mut Dice, _: &Known) {
    for byte in &mut attempt.target {
        if dice.once_in(4) {
            *byte ^= if byte.is_ascii_alphabetic() { 0x20 } else { 0 };
        }
    }
}

fn form(attempt: &mut Attempt, dice: &mut Dice, known: &Known) {
    let path = String::from_utf8_lossy(&attempt.target).into_owned();
    let host = &known.host;
    let port = host.rsplit(':').next().unwrap();
    let upper = host.to_ascii_uppercase();
    attempt.target = match dice.below(18) {
        0 | 1 => format!("http://{host}{path}"),
        2 => format!("https://{host}{path}"),
        3 => format!("http://evil.example.com{path}"),
        4 => format!("http://local@{host}{path}"),
        5 => format!("http://{host}@evil.example.com{path}"),
        6 => format!("http://evil.example.com:{port}{path}"),
        7 => format!("HTTP://{upper}{path}"),
        8 => format!("http://localhost:{port}{path}"),
        9 => format!("http:/{path}"),
        10 => format!("//{host}{path}"),
        11 => format!("file://{path}"),
        12 => host.clone(),
        13 => "*".to_owned(),
        14 => path.trim_start_matches('/').to_owned(),
        15 => format!("http://{host}"),
        16 => format!("http://{host}?{path}"),
        _ => format!("http://{host}#{path}"),
    }
    .into_bytes();
}

fn segments(attempt: &mut Attempt, dice: &mut Dice, _: &Known) {
    let path = String::from_utf8_lossy(&attempt.target).into_owned();
    let mut segments: Vec<&str> = path.split('/').collect();
    let at = dice.below(segments.len());
    match dice.below(5) {
        0 => segments.insert(at, segments[at]),
        1 => drop(segments.remove(at)),
        2 => segments.swap(at, 0),
        3 => segments.push(dice.pick(&["nodes", "history", "..", "", "%2e%2e", "1"])),
        _ => {
            segments[at] =
                dice.pick(&["", "..", ".", "v2", "api", "workflows", "sign-in", "webhooks", "oauth2", "{id}"])
        }
    }
    let mut path = segments.join("/");
    if dice.once_in(40) {
        path.push_str(&"a".repeat(dice.pick(&[255, 256, 300, 9_000, 70_000])));
    }
    attempt.target = path.into_bytes();
}

fn method(attempt: &mut Attempt, dice: &mut Dice, _: &Known) {
    attempt.method = dice.pick(METHODS).as_bytes().to_vec();
}

fn version(attempt: &mut Attempt, dice: &mut Dice, _: &Known) {
    attempt.version = dice.pick(VERSIONS).as_bytes().to_vec();
}

fn add_line(attempt: &mut Attempt, dice: &mut Dice, line: Vec<u8>) {
    let at = dice.below(attempt.lines.len() + 1);
    attempt.lines.insert(at, line);
}

fn forge(attempt: &mut Attempt, dice: &mut Dice, _: &Known) {
    let (name, values) = dice.pick(FORGED);
    let value = dice.pick(values);
    let name = match dice.below(4) {
        0 => name.to_ascii_uppercase(),
        1 => name.replace('-', "_"),
        _ => name.to_owned(),
    };
    if attempt.find(&name).is_some() && dice.once_in(2) {
        take_named(attempt, &name);
    }
    add_line(attempt, dice, format!("{name}: {value}").into_bytes());
}

fn underscore(attempt: &mut Attempt, dice: &mut Dice, _: &Known) {
    let name = dice.pick(&[
        "content_length: 0",
        "transfer_encoding: chunked",
        "x_cxone_configurator: 1",
        "sec_fetch_site: same-origin",
        "x_remote_user: local",
        "idempotency_key: other",
        "content_type: text/plain",
        "x_forwarded_for: 127.0.0.1",
        "accept_encoding: gzip",
        "user_agent: kube-probe/1.31",
    ]);
    if dice.once_in(2) {
        take_named(attempt, &name[..name.find(':').unwrap()].replace('_', "-"));
    }
    if name.starts_with("content_length") && attempt.find("content-length").is_none() {
        // What follows would be another request, and rightly so.
        attempt.body.clear();
    }
    add_line(attempt, dice, name.into());
}

/// Takes a line away, and with the length what it is the length of.
fn take_named(attempt: &mut Attempt, name: &str) {
    if let Some(at) = attempt.find(name) {
        attempt.lines.remove(at);
        if name.eq_ignore_ascii_case("content-length") {
            attempt.body.clear();
        }
    }
}

fn take(attempt: &mut Attempt, dice: &mut Dice, _: &Known) {
    let name = dice.pick(&[
        "host",
        "cookie",
        "accept",
        "origin",
        "x-cxone-configurator",
        "idempotency-key",
        "content-type",
        "content-length",
    ]);
    take_named(attempt, name);
}

fn repeat(attempt: &mut Attempt, dice: &mut Dice, _: &Known) {
    if attempt.lines.is_empty() {
        return;
    }
    let mut line = attempt.lines[dice.below(attempt.lines.len())].clone();
    if dice.once_in(2) && !line.to_ascii_lowercase().starts_with(b"content-length") {
        line.push(b'x');
    }
    add_line(attempt, dice, line);
}

fn host(attempt: &mut Attempt, dice: &mut Dice, known: &Known) {
    let host = &known.host;
    let port = host.rsplit(':').next().unwrap();
    let other = match dice.below(18) {
        0 => format!("localhost:{port}"),
        1 => format!("LOCALHOST:{port}"),
        2 => format!("[::1]:{port}"),
        3 => "evil.example.com".to_owned(),
        4 => format!("evil.example.com:{port}"),
        5 => format!("localhost:{port}.evil.example.com"),
        6 => format!("127.0.0.1.nip.io:{port}"),
        7 => "127.0.0.1".to_owned(),
        8 => format!("127.1:{port}"),
        9 => format!("0x7f.1:{port}"),
        10 => format!("2130706433:{port}"),
        11 => format!("localhost.:{port}"),
        12 => format!("{host}, evil.example.com"),
        13 => format!("evil.example.com@{host}"),
        14 => format!("{host}/x"),
        15 => format!("[::ffff:127.0.0.1]:{port}"),
        16 => String::new(),
        _ => format!("127.0.0.1:0{port}"),
    };
    if !dice.once_in(5) {
        take_named(attempt, "host");
    }
    add_line(attempt, dice, format!("host: {other}").into_bytes());
}

fn cookie(attempt: &mut Attempt, dice: &mut Dice, known: &Known) {
    let Known { cookie, token, .. } = known;
    let other = match dice.below(12) {
        0 => format!("{cookie}={}", &token[1..]),
        1 => format!("{cookie}={token}x"),
        2 => format!("{cookie}={token}; {cookie}={token}"),
        3 => format!("{cookie}={token}; {cookie}=other"),
        4 => format!("{}={token}", cookie.to_ascii_uppercase()),
        5 => format!("__Host-cxone-session={token}"),
        6 => format!("cxone-session={token}"),
        7 => format!("{cookie}=\"{token}\""),
        8 => format!("{cookie}={}", token.to_ascii_lowercase()),
        9 => format!("a=b; {cookie}={token}; c=d"),
        10 => format!("{cookie}=' OR 1=1 --"),
        _ => format!("{cookie} = {token}"),
    };
    take_named(attempt, "cookie");
    add_line(attempt, dice, format!("cookie: {other}").into_bytes());
}

fn break_head(attempt: &mut Attempt, dice: &mut Dice, known: &Known) {
    let kind = dice.below(14);
    match kind {
        0 => add_line(attempt, dice, b"x-folded: a\r\n b".to_vec()),
        1 => add_line(attempt, dice, b"x-folded: a\r\n\thost: evil.example.com".to_vec()),
        2 => add_line(attempt, dice, b"x-remote-user : local".to_vec()),
        3 => add_line(attempt, dice, b"no colon".to_vec()),
        4 => add_line(attempt, dice, b": no name".to_vec()),
        5 => add_line(attempt, dice, b"x-nul: a\0b".to_vec()),
        6 => add_line(attempt, dice, b"x-cr: a\rx-remote-user: local".to_vec()),
        7 => add_line(attempt, dice, b" host: evil.example.com".to_vec()),
        8 => add_line(attempt, dice, "x-n\u{e4}me: 1".into()),
        9 => attempt.line_end = b"\n",
        10 => {
            let line = format!("x-lf: a\nx-remote-user: local\nhost: {}", known.host);
            add_line(attempt, dice, line.into_bytes());
        }
        11 => attempt.lines.extend((0..dice.below(200)).map(|n| format!("x-{n}: {n}").into_bytes())),
        12 => {
            let length = dice.pick(&[1_000, 8_000, 60_000, 100_000]);
            add_line(attempt, dice, format!("x-long: {}", "a".repeat(length)).into_bytes());
        }
        _ => attempt.target.extend_from_slice(b" HTTP/1.1"),
    }
}

/// Two lengths that disagree, with a request hidden in what only one of them covers. The length that is
/// declared covers everything, so no reading by the book makes a request of it.
fn two_lengths(attempt: &mut Attempt, dice: &mut Dice, known: &Known) {
    let hidden = format!(
        "GET /api/workflows/smuggled HTTP/1.1\r\nhost: {}\r\ncookie: {}={}\r\n\r\n",
        known.host, known.cookie, known.token
    );
    let body = match dice.below(4) {
        0 => format!("0\r\n\r\n{hidden}"),
        1 => format!("5\r\nhello\r\n0\r\n\r\n{hidden}"),
        2 => format!("5;x=\"\r\n{hidden}\"\r\nhello\r\n0\r\n\r\n"),
        _ => format!("0\r\n{hidden}\r\n"),
    };
    take_named(attempt, "content-length");
    let length = format!("content-length: {}", body.len());
    let lines: Vec<String> = match dice.below(14) {
        0 => vec![length, "transfer-encoding: chunked".into()],
        1 => vec!["transfer-encoding: chunked".into(), length],
        2 => vec![length, "content-length: 0".into()],
        3 => vec!["content-length: 0".into(), length],
        4 => vec![format!("{length}, 0")],
        5 => vec![length, "transfer-encoding: identity".into()],
        6 => vec![length, "transfer-encoding: chunked, identity".into()],
        7 => vec![length, "transfer-encoding: xchunked".into()],
        8 => vec![length, "transfer_encoding: chunked".into()],
        9 => vec![length, "transfer-encoding : chunked".into()],
        10 => vec![length, "transfer-encoding:\u{b}chunked".into()],
        11 => vec![length, "transfer-encoding: chunked".into(), "transfer-encoding: identity".into()],
        12 => vec![format!("content-length: +{}", body.len())],
        _ => vec![format!("content-length: 0x{:x}", body.len()), length],
    };
    if dice.once_in(6) {
        attempt.version = b"HTTP/1.0".to_vec();
    }
    attempt.lines.extend(lines.into_iter().map(String::into_bytes));
    attempt.body = body.into_bytes();
    attempt.alone = true;
}
