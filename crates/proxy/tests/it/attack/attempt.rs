//! A request as it is sent: lines and bytes, which need not make sense.

use super::dice::Dice;
use std::fmt::Write as _;

/// What the attacker has.
#[derive(Clone, Debug)]
pub struct Known {
    /// `127.0.0.1:PORT`, the proxy's own name.
    pub host: String,
    /// The name of the session's cookie.
    pub cookie: String,
    /// Its value; a stranger's is made up.
    pub token: String,
}

/// One request.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub number: usize,
    pub method: Vec<u8>,
    pub target: Vec<u8>,
    pub version: Vec<u8>,
    /// `name: value`, each without its line end.
    pub lines: Vec<Vec<u8>>,
    pub body: Vec<u8>,
    /// What ends each line of the head.
    pub line_end: &'static [u8],
    /// Whether it may leave the connection in any state, so that nothing can follow on it.
    pub alone: bool,
    /// What was done to it.
    pub deeds: Vec<&'static str>,
}

/// A sound request: method, path with `{n}` for the request's own number, body.
pub const SOUND: &[(&str, &str, &str)] = &[
    ("GET", "/api/workflows", ""),
    ("GET", "/api/workflows/wf_{n}", ""),
    ("GET", "/api/workflows/wf_{n}", ""),
    ("PUT", "/api/workflows/wf_{n}", r#"{"id":"wf","version":1,"nodes":[],"transitions":[]}"#),
    ("PUT", "/api/workflows/wf_{n}", r#"{"id":"wf","version":1,"nodes":[],"transitions":[]}"#),
    ("GET", "/api/templates", ""),
    ("GET", "/api/templates/tmpl_{n}", ""),
    ("GET", "/api/attachments", ""),
    ("GET", "/api/attachments/att_{n}", ""),
    ("POST", "/api/attachments?fileName=a{n}.txt", "file"),
    ("GET", "/api/webhooks", ""),
    ("GET", "/api/webhooks/wh_{n}", ""),
    ("POST", "/api/webhooks", r#"{"name":"n","url":"https://hooks.example.com/x"}"#),
    ("DELETE", "/api/webhooks/wh_{n}", ""),
    ("GET", "/api/session", ""),
    ("GET", "/api/sessions", ""),
    ("GET", "/api/audit", ""),
    ("POST", "/api/audit", "{}"),
    ("POST", "/api/preview", "<p>hello"),
    ("GET", "/api/openapi.json", ""),
    ("POST", "/hooks/cxone", "{}"),
    ("GET", "/healthz", ""),
    ("GET", "/", ""),
];

impl Attempt {
    /// A sound request of somebody who has this.
    pub fn sound(number: usize, dice: &mut Dice, known: &Known) -> Self {
        let (method, path, body) = dice.pick(SOUND);
        Self::to(number, method, &path.replace("{n}", &number.to_string()), body, known)
    }

    /// A sound request to this place.
    pub fn to(number: usize, method: &str, target: &str, body: &str, known: &Known) -> Self {
        let mut lines = vec![
            format!("host: {}", known.host),
            format!("cookie: {}={}", known.cookie, known.token),
            "accept: application/json".to_owned(),
        ];
        if method != "GET" {
            lines.push(format!("origin: http://{}", known.host));
            lines.push("x-cxone-configurator: 1".to_owned());
            lines.push(format!("idempotency-key: key-{number}"));
            lines.push("content-type: application/json".to_owned());
        }
        if !body.is_empty() {
            lines.push(format!("content-length: {}", body.len()));
        }
        Self {
            number,
            method: method.into(),
            target: target.into(),
            version: b"HTTP/1.1".to_vec(),
            lines: lines.into_iter().map(String::into_bytes).collect(),
            body: body.into(),
            line_end: b"\r\n",
            alone: false,
            deeds: Vec::new(),
        }
    }

    /// As it goes over the wire.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = [&self.method[..], b" ", &self.target, b" ", &self.version, self.line_end].concat();
        for line in &self.lines {
            bytes.extend_from_slice(line);
            bytes.extend_from_slice(self.line_end);
        }
        bytes.extend_from_slice(self.line_end);
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// The place of the first line of this header.
    pub fn find(&self, name: &str) -> Option<usize> {
        let begins = |line: &Vec<u8>| {
            line.len() > name.len()
                && line[name.len()] == b':'
                && line[..name.len()].eq_ignore_ascii_case(name.as_bytes())
        };
        self.lines.iter().position(begins)
    }

    /// For a report: what was done to it, and its text.
    pub fn told(&self) -> String {
        let mut text = String::new();
        let bytes = self.bytes();
        write!(text, "#{} {:?}\n{}", self.number, self.deeds, bytes[..bytes.len().min(1_500)].escape_ascii()).unwrap();
        text
    }
}
