//! The running proxy: starts it, says where it listens, and passes the stop signal on.

use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const READY: &str = "listening on ";

/// Starts the proxy with the built app and waits until it ends. It inherits the environment, where
/// the tenant is configured.
pub fn serve(workspace: &Workspace, port: Option<u16>, open: bool) -> Result<()> {
    let mut command = Command::new(workspace.binary("release", "cxone-proxy"));
    command.current_dir(workspace.path(".")).arg("--app").arg(workspace.app());
    if let Some(port) = port {
        command.arg("--listen").arg(format!("127.0.0.1:{port}"));
    }
    let start_link = workspace.path("target/xtask/start-link");
    // One of an earlier run would let nobody in.
    let _ = std::fs::remove_file(&start_link);
    std::fs::create_dir_all(workspace.path("target/xtask")).context("cannot create target/xtask")?;
    command.arg("--start-link-file").arg(&start_link);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    detach_from_terminal(&mut command);
    let mut child = command.spawn().context("cannot start cxone-proxy")?;
    let stopping = stop_with_us(&child)?;

    let mut lines = BufReader::new(child.stdout.take().context("cxone-proxy has no stdout")?);
    let url = ready(&mut lines)?;
    if let Some(url) = &url {
        // There is none where nobody signs in, or with a password.
        let link = std::fs::read_to_string(&start_link).map(|link| link.trim().to_owned()).ok();
        let page = link.as_deref().unwrap_or(url);
        announce(url, page);
        if open {
            open_browser(page);
        }
    }
    forward(lines);
    let status = child.wait().context("cannot wait for cxone-proxy")?;
    if stopping.load(Ordering::SeqCst) || (url.is_some() && status.success()) {
        return Ok(());
    }
    bail!("cxone-proxy stopped ({status}); its words are above")
}

/// Reads up to the line that says where it listens; `None` when it ends before.
fn ready(lines: &mut BufReader<ChildStdout>) -> Result<Option<String>> {
    let mut line = String::new();
    while lines.read_line(&mut line).context("cannot read from cxone-proxy")? > 0 {
        if let Some(url) = line.trim().strip_prefix(READY) {
            return Ok(Some(url.to_owned()));
        }
        print!("{line}");
        line.clear();
    }
    Ok(None)
}

fn forward(lines: BufReader<ChildStdout>) {
    for line in lines.lines().map_while(Result::ok) {
        println!("{line}");
    }
}

fn announce(url: &str, page: &str) {
    let tenant = match options(url) {
        Some(SignInOptions { demo: true }) => "DEMO: the embedded simulated tenant",
        Some(SignInOptions { demo: false }) => "your tenant",
        None => "tenant unknown: /api/sign-in does not answer",
    };
    println!("\n  Ready: {page}  ({tenant}; Ctrl-C stops it)\n");
}

#[derive(Deserialize)]
struct SignInOptions {
    demo: bool,
}

/// Asks the proxy itself which tenant it talks to: it alone knows its file, flags and environment.
fn options(url: &str) -> Option<SignInOptions> {
    let host = url.strip_prefix("http://")?.trim_end_matches('/');
    let mut stream = TcpStream::connect(host).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    // HTTP/1.0: the answer ends with the connection and is not chunked.
    write!(stream, "GET /api/sign-in HTTP/1.0\r\nHost: {host}\r\nAccept: application/json\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    serde_json::from_str(body).ok()
}

/// Where it cannot be opened, the printed line is enough.
fn open_browser(url: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else if std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some() {
        Command::new("xdg-open")
    } else {
        return;
    };
    let opened: std::io::Result<ExitStatus> =
        command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if opened.is_err() {
        println!("  No browser could be opened; open the address yourself.");
    }
}

/// A process group of its own: Ctrl-C reaches the proxy once, from us, also when we were started
/// by a script.
#[cfg(unix)]
fn detach_from_terminal(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn detach_from_terminal(_command: &mut Command) {}

/// From now on a stop signal stops the child first; we end when it has. The flag tells that it was
/// asked to.
fn stop_with_us(child: &Child) -> Result<Arc<AtomicBool>> {
    let stopping = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stopping);
    let id = child.id();
    ctrlc::set_handler(move || {
        let again = flag.swap(true, Ordering::SeqCst);
        stop(id, again);
    })
    .context("cannot listen for Ctrl-C")?;
    Ok(stopping)
}

#[cfg(unix)]
fn stop(id: u32, at_once: bool) {
    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;
    if let Ok(id) = i32::try_from(id) {
        // It may have ended by itself in this moment.
        let _ = kill(Pid::from_raw(id), if at_once { Signal::SIGKILL } else { Signal::SIGTERM });
    }
}

/// On Windows the console itself tells every process in it.
#[cfg(not(unix))]
fn stop(_id: u32, _at_once: bool) {}
