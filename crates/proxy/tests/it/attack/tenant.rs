//! The tenant behind the proxy: it reads what comes byte by byte, notes each request, and finds fault
//! with whatever should not have passed.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What may pass from a browser or is the proxy's own.
const HEADERS: [&str; 9] = [
    "accept",
    "accept-encoding",
    "authorization",
    "content-length",
    "content-type",
    "host",
    "idempotency-key",
    "transfer-encoding",
    "user-agent",
];

/// It comes with every answer and must never come back to a browser.
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nset-cookie: canary-tenant-cookie=1\r\n\
    server: canary-tenant-server\r\nlocation: http://127.0.0.1:1/\r\naccess-control-allow-origin: *\r\n\
    content-length: 13\r\n\r\n{\"id\":\"wh_1\"}";

const TOKEN: &str = r#"{"access_token":"canary-token","expires_in":3600}"#;

/// What a request did: `(method, target)`.
pub type Deed = (String, String);

#[derive(Default)]
struct Notes {
    deeds: Vec<Deed>,
    faults: Vec<String>,
}

/// A running tenant.
pub struct Tenant {
    pub url: String,
    notes: Arc<Mutex<Notes>>,
    task: JoinHandle<()>,
}

impl Tenant {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let notes = Arc::new(Mutex::new(Notes::default()));
        let (url, here) = (format!("http://{host}"), Arc::clone(&notes));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (notes, host) = (Arc::clone(&here), host.clone());
                tokio::spawn(async move { serve(stream, &host, &notes).await });
            }
        });
        Self { url, notes, task }
    }

    /// What was done since it was asked last, and what was wrong with it. Tokens are not counted.
    pub fn take(&self) -> (Vec<Deed>, Vec<String>) {
        let mut notes = self.notes.lock().unwrap();
        (std::mem::take(&mut notes.deeds), std::mem::take(&mut notes.faults))
    }
}

impl Drop for Tenant {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(stream: TcpStream, host: &str, notes: &Mutex<Notes>) {
    let mut stream = BufReader::new(stream);
    while let Some(head) = head(&mut stream).await {
        let (request_line, lines) = head.split_first().unwrap();
        let mut faults = Vec::new();
        let (method, target) = request(request_line, &mut faults);
        let length = headers(lines, host, target == "/oauth2/token", &mut faults);
        let whole = match length {
            Some(length) => skip(&mut stream, length).await,
            None => skip_chunks(&mut stream).await,
        };
        let token = (method.as_str(), target.as_str()) == ("POST", "/oauth2/token");
        {
            let mut notes = notes.lock().unwrap();
            notes.faults.extend(faults.into_iter().map(|fault| format!("{fault}: {}", head.join("\n").escape_debug())));
            if !token {
                notes.deeds.push((method, target));
            }
        }
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", TOKEN.len());
        let answer = if token { [head.as_bytes(), TOKEN.as_bytes()].concat() } else { ANSWER.to_vec() };
        if !whole || stream.get_mut().write_all(&answer).await.is_err() {
            return;
        }
    }
}

/// The lines of a head; `None` at the end of the connection.
async fn head(stream: &mut BufReader<TcpStream>) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await.ok()? == 0 {
            return None;
        }
        let text = line.strip_suffix(b"\r\n").map(|line| String::from_utf8_lossy(line).into_owned());
        // A bare line feed is shown as one, so that it is found fault with.
        let text = text.unwrap_or_else(|| String::from_utf8_lossy(&line).into_owned());
        if text.is_empty() {
            return Some(lines).filter(|lines| !lines.is_empty());
        }
        lines.push(text);
    }
}

fn request(line: &str, faults: &mut Vec<String>) -> Deed {
    let words: Vec<&str> = line.split(' ').collect();
    match words.as_slice() {
        [method, target, "HTTP/1.1"] if target.starts_with('/') => ((*method).to_owned(), (*target).to_owned()),
        _ => {
            faults.push("a request line that is none".to_owned());
            (String::new(), line.to_owned())
        }
    }
}

/// The body's length; `None` where it comes in chunks.
fn headers(lines: &[String], host: &str, token: bool, faults: &mut Vec<String>) -> Option<u64> {
    let mut names = Vec::new();
    let (mut length, mut chunked) = (0, false);
    for line in lines {
        let Some((name, value)) = line.split_once(": ") else {
            faults.push("a header line that is none".to_owned());
            continue;
        };
        if !HEADERS.contains(&name) || names.contains(&name) {
            faults.push(format!("the header {name}"));
        }
        if value.chars().any(|letter| letter.is_control() && letter != '\t') {
            faults.push(format!("control characters in {name}"));
        }
        match name {
            "host" if value != host => faults.push("another host".to_owned()),
            "authorization" if !token && value != "Bearer canary-token" => {
                faults.push("another authorization".to_owned())
            }
            "content-length" => length = value.parse().unwrap_or_default(),
            "transfer-encoding" => chunked = true,
            _ => {}
        }
        names.push(name);
    }
    if !token && !names.contains(&"authorization") {
        faults.push("no authorization".to_owned());
    }
    if chunked && names.contains(&"content-length") {
        faults.push("a length and chunks".to_owned());
    }
    (!chunked).then_some(length)
}

async fn skip(stream: &mut BufReader<TcpStream>, length: u64) -> bool {
    let mut body = Vec::new();
    stream.take(length).read_to_end(&mut body).await.is_ok_and(|read| read as u64 == length)
}

async fn skip_chunks(stream: &mut BufReader<TcpStream>) -> bool {
    loop {
        let mut line = String::new();
        let read = stream.read_line(&mut line).await;
        let size = u64::from_str_radix(line.trim(), 16);
        let (Ok(1..), Ok(size)) = (read, size) else { return false };
        if !skip(stream, size + 2).await {
            return false;
        }
        if size == 0 {
            return true;
        }
    }
}
