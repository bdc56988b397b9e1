//! A tenant that lets writes wait: it reads their heads, and their bodies only when it is told to.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The tenant. It ends with the program.
pub struct Tenant {
    /// Where it listens.
    pub address: SocketAddr,
    gate: Arc<Gate>,
}

#[derive(Default)]
struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: u32,
    open: bool,
}

impl Tenant {
    /// Starts it.
    pub fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("there is no free port")?;
        let address = listener.local_addr().context("there is no free port")?;
        let gate = Arc::<Gate>::default();
        let shared = Arc::clone(&gate);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let gate = Arc::clone(&shared);
                // A connection that breaks shows at the other end.
                std::thread::spawn(move || drop(serve(&stream, &gate)));
            }
        });
        Ok(Self { address, gate })
    }

    /// Waits until so many writes wait here; whether they came in time.
    pub fn wait_for(&self, writes: u32, time: Duration) -> bool {
        let waited = self.gate.changed.wait_timeout_while(self.gate.lock(), time, |state| state.waiting < writes);
        waited.unwrap_or_else(PoisonError::into_inner).0.waiting >= writes
    }

    /// Reads and answers from now on.
    pub fn open(&self) {
        self.gate.lock().open = true;
        self.gate.changed.notify_all();
    }
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pass(&self) {
        let mut state = self.lock();
        state.waiting += 1;
        self.changed.notify_all();
        drop(self.changed.wait_while(state, |state| !state.open));
    }
}

fn serve(stream: &TcpStream, gate: &Gate) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let writes = line.starts_with("PUT ");
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap_or_default();
            }
        }
        if writes {
            gate.pass();
        }
        std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink())?;
        let body = if writes {
            r#"{"id":"large","version":4,"nodes":[],"transitions":[]}"#
        } else {
            r#"{"access_token":"bench-token","expires_in":86400}"#
        };
        let mut answer = stream;
        write!(
            answer,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
    }
}
