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
    /// A few writes under way.
    pub few: Peak,
    /// Many.
    pub many: Peak,
    /// Of each, in bytes.
    pub body: usize,
}

/// A proxy with writes under way.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Peak {
    /// How many.
    pub writes: u32,
    /// Resident memory before, in bytes.
    pub before: u64,
    /// The most from when they came in until they all waited for the tenant, in bytes.
    pub peak: u64,
}

impl Memory {
    /// What each write more takes, in bytes.
    pub fn each(&self) -> f64 {
        let grown = |peak: &Peak| peak.peak.saturating_sub(peak.before) as f64;
        (grown(&self.many) - grown(&self.few)) / f64::from(self.many.writes - self.few.writes)
    }

    /// The same in bodies.
    pub fn bodies(&self) -> f64 {
        self.each() / self.body as f64
    }
}

/// Measures what `writes` more take than the quarter of them: what the proxy takes once, for its threads and the
/// database's caches, is in both. Each time it is started anew, so that nothing is left of the time before.
pub fn measure(programs: &Programs, writes: u32) -> Result<Memory> {
    let body: &'static str = Box::leak(workflow("large", BODY).into_boxed_str());
    let few = writes.div_ceil(4);
    Ok(Memory {
        few: peak(programs, "cxone-proxy-few", few, body)?,
        many: peak(programs, "cxone-proxy-many", few + writes, body)?,
        body: BODY,
    })
}

fn peak(programs: &Programs, name: &str, writes: u32, body: &'static str) -> Result<Peak> {
    let tenant = Tenant::start()?;
    let (server, cookie) = start(programs, name, tenant.address, None)?;
    let address = server.address;
    // A read takes the token.
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
    let (mut peak, began) = (before, Instant::now());
    while !tenant.wait_for(writes, PAUSE) {
        peak = peak.max(resident(server.id())?);
        if began.elapsed() > PATIENCE {
            bail!("not all of {writes} writes have reached the tenant within {} s", PATIENCE.as_secs());
        }
    }
    let began = Instant::now();
    while began.elapsed() < WATCHED {
        peak = peak.max(resident(server.id())?);
        std::thread::sleep(PAUSE);
    }
    tenant.open();
    for write in running {
        let answer = write.join().ok().context("a write ended early")??;
        if answer.status != 200 {
            bail!("a write was answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        }
    }
    Ok(Peak { writes, before, peak })
}

/// The memory of a process that lies in RAM, in bytes.
fn resident(process: u32) -> Result<u64> {
    let path = format!("/proc/{process}/status");
    let status = fs::read_to_string(&path).with_context(|| format!("cannot read {path}; this needs Linux"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes: Option<u64> = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    Ok(kibibytes.with_context(|| format!("{path} tells no VmRSS"))? * 1024)
}
