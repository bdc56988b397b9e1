//! How much memory a write takes that is under way: what the proxy has grown by, from when many large
//! ones come in at once until they all wait for a tenant that does not read.

use super::contenders::Programs;
use super::signed_in::{Answered, ask, headers, start};
use super::tenant::Tenant;
use super::workload::workflow;
use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::fs;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A large workflow, in bytes.
const BODY: usize = 5_800_000;
/// How long it may take until all writes are under way.
const PATIENCE: Duration = Duration::from_secs(25);
/// How long memory is watched for its peak once they are.
const WATCHED: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(20);

/// What was measured.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Memory {
    /// Writes under way.
    pub writes: u32,
    /// Of each, in bytes.
    pub body: usize,
    /// Resident memory before, in bytes.
    pub before: u64,
    /// The most while they were under way, in bytes.
    pub peak: u64,
    /// The most once all of them waited for the tenant, in bytes.
    pub waiting: u64,
    /// What each took, in bodies.
    pub bodies: f64,
}

/// Measures with so many writes at once.
pub fn measure(programs: &Programs, writes: u32) -> Result<Memory> {
    let tenant = Tenant::start()?;
    let (server, cookie) = start(programs, "cxone-proxy-memory", tenant.address, None)?;
    let address = server.address;
    let body: &'static str = Box::leak(workflow("large", BODY).into_boxed_str());
    // A read takes the token and makes connections, so that those are not counted.
    ask(address, "GET", "/api/workflows/large", &headers(address, &cookie), "")?;
    let before = resident(server.id())?;
    let running: Vec<JoinHandle<Result<Answered>>> = (0..writes)
        .map(|number| {
            let mut headers = headers(address, &cookie);
            headers.push(("Idempotency-Key", format!("bench-memory-{number}")));
            // Workflows of their own: writes of one and the same may wait for each other.
            std::thread::spawn(move || ask(address, "PUT", &format!("/api/workflows/large-{number}"), &headers, body))
        })
        .collect();
    let (mut peak, began) = (0, Instant::now());
    while !tenant.wait_for(writes, PAUSE) {
        peak = peak.max(resident(server.id())?);
        if began.elapsed() > PATIENCE {
            bail!("not all of {writes} writes have reached the tenant within {} s", PATIENCE.as_secs());
        }
    }
    let (mut waiting, began) = (0, Instant::now());
    while began.elapsed() < WATCHED {
        waiting = waiting.max(resident(server.id())?);
        std::thread::sleep(PAUSE);
    }
    peak = peak.max(waiting);
    tenant.open();
    for write in running {
        let answer = write.join().ok().context("a write ended early")??;
        if answer.status != 200 {
            bail!("a write was answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        }
    }
    let grown = peak.saturating_sub(before) as f64;
    Ok(Memory { writes, body: BODY, before, peak, waiting, bodies: grown / (f64::from(writes) * BODY as f64) })
}

/// The memory of a process that lies in RAM, in bytes.
fn resident(process: u32) -> Result<u64> {
    let path = format!("/proc/{process}/status");
    let status = fs::read_to_string(&path).with_context(|| format!("cannot read {path}; this needs Linux"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes: Option<u64> = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    Ok(kibibytes.with_context(|| format!("{path} tells no VmRSS"))? * 1024)
}
