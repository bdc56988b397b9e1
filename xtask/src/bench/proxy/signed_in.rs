//! Our proxy as a side: started as people start it, with an operator who has signed in by the start link.

use super::contenders::Programs;
use super::server::{Server, free_address, on_core};
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(10);

/// A session's cookie, as it is sent back.
#[derive(Clone)]
pub struct Cookie(String);

/// An answer.
pub struct Answered {
    /// Its status.
    pub status: u16,
    head: String,
    /// Its body.
    pub body: Vec<u8>,
}

/// Starts the proxy for a tenant at `upstream` and signs in.
pub fn start(programs: &Programs, name: &str, upstream: SocketAddr, core: Option<usize>) -> Result<(Server, Cookie)> {
    let address = free_address()?;
    let folder = programs.folder.join(format!("{name}-data"));
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let link = folder.join("start-link");
    let mut command = on_core(&programs.ours, core);
    // A tenant of the environment's is not the one that is meant.
    for (variable, _) in std::env::vars_os() {
        if variable.to_string_lossy().starts_with("CXONE_") {
            command.env_remove(variable);
        }
    }
    command
        .current_dir(&folder)
        .arg(format!("--listen={address}"))
        .args(["--org=bench", "--client-id=bench", "--client-secret=bench", "--workers=1"])
        .arg(format!("--base-url=http://{upstream}"))
        .arg(format!("--database-url=sqlite:{}", folder.join("proxy.sqlite3").display()))
        .arg(format!("--start-link-file={}", link.display()))
        .arg("--limits-requests-per-minute=1000000000")
        .arg(format!("--limits-workflow-bytes={}", 8 * 1024 * 1024));
    let server = Server::start(&mut command, address, &programs.log(name))?;
    let began = Instant::now();
    let token = loop {
        let text = fs::read_to_string(&link).unwrap_or_default();
        if let Some((_, token)) = text.trim().split_once("#token=").filter(|_| text.ends_with('\n')) {
            break token.to_owned();
        }
        if began.elapsed() > PATIENCE {
            bail!("cxone-proxy writes no start link; its words are in {}", programs.log(name).display());
        }
        std::thread::sleep(PAUSE);
    };
    let body = serde_json::json!({ "token": token }).to_string();
    let headers = headers(address, &Cookie(String::new()));
    let answer = ask(address, "POST", "/api/sign-in", &headers, &body)?;
    let cookie = answer.head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next().unwrap_or_default().trim().to_owned())
    });
    let cookie = cookie
        .with_context(|| format!("nobody can sign in: {} {}", answer.status, String::from_utf8_lossy(&answer.body)))?;
    Ok((server, Cookie(cookie)))
}

/// What the app sends with each request.
pub fn headers(address: SocketAddr, cookie: &Cookie) -> Vec<(&'static str, String)> {
    vec![
        ("Cookie", cookie.0.clone()),
        ("Origin", format!("http://{address}")),
        ("X-Cxone-Configurator", "1".to_owned()),
        ("Accept", "application/json".to_owned()),
    ]
}

/// Sends a request on a connection of its own and reads the whole answer.
pub fn ask(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&'static str, String)],
    body: &str,
) -> Result<Answered> {
    let mut stream = TcpStream::connect(address).with_context(|| format!("cannot connect to {address}"))?;
    stream.set_read_timeout(Some(PATIENCE)).context("cannot set a time limit")?;
    // HTTP/1.0: the answer ends with the connection and is not chunked.
    let mut request = format!("{method} {path} HTTP/1.0\r\nHost: {address}\r\nContent-Type: application/json\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    stream.write_all(request.as_bytes()).context("a request cannot be sent")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).context("there is no answer in time")?;
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").context("an answer without an end")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("an answer without a status")?;
    Ok(Answered { status, head, body: answer[end + 4..].to_vec() })
}
