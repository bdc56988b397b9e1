//! One measurement: wrk for some seconds.

use super::server::{Cores, on_core};
use super::workload::{Work, workflow};
use crate::tools::traffic;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// What wrk is to do.
pub struct Load {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub work: Work,
    pub connections: u32,
    pub seconds: u32,
}

/// What wrk has seen.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Measured {
    /// The median latency, in µs.
    pub p50_us: f64,
    /// The latency that one request in a hundred exceeds, in µs.
    pub p99_us: f64,
    /// Requests in a second.
    pub per_second: f64,
    /// Requests in all.
    pub requests: f64,
    /// The proxy's processor time for each, in µs.
    pub processor_us: Option<f64>,
}

/// What wrk's script prints.
#[derive(Deserialize)]
struct Summary {
    requests: f64,
    duration: f64,
    p50: f64,
    p99: f64,
    failed: u64,
}

/// Tells all that wrk knows, in a line of its own.
const DONE: &str = r#"
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('\n{"requests":%d,"duration":%d,"p50":%.1f,"p99":%.1f,"failed":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"#;

impl Load {
    /// Runs it. Requests that fail are an error: they would be quick.
    pub fn run(&self, folder: &Path, cores: &Cores) -> Result<Measured> {
        let script = self.script(folder)?;
        let mut wrk = on_core(traffic::program("wrk")?, cores.rest);
        // Writes wait for the disk, each for those before it.
        wrk.args(["--timeout", "20s", "--threads", "1", "--latency", "--connections"])
            .arg(self.connections.to_string());
        wrk.arg("--duration").arg(format!("{}s", self.seconds)).arg("--script").arg(script);
        for (name, value) in &self.headers {
            wrk.arg("--header").arg(format!("{name}: {value}"));
        }
        let output = wrk.arg(&self.url).output().context("cannot start wrk")?;
        let said = String::from_utf8_lossy(&output.stdout);
        let summary = said.lines().rev().find(|line| line.starts_with('{'));
        let summary: Summary = summary
            .and_then(|line| serde_json::from_str(line).ok())
            .with_context(|| format!("wrk says no figures: {said}{}", String::from_utf8_lossy(&output.stderr)))?;
        if summary.failed > 0 || summary.requests < 1.0 {
            bail!("{} of {} requests failed: {said}", summary.failed, summary.requests);
        }
        Ok(Measured {
            p50_us: summary.p50,
            p99_us: summary.p99,
            per_second: summary.requests * 1e6 / summary.duration,
            requests: summary.requests,
            processor_us: None,
        })
    }

    fn script(&self, folder: &Path) -> Result<PathBuf> {
        static RUN: AtomicU32 = AtomicU32::new(0);
        let run = RUN.fetch_add(1, Ordering::Relaxed);
        let (name, begin) = match self.work {
            Work::Small | Work::Large => ("read.lua", String::new()),
            // Each write is one of its own.
            Work::Write => (
                "write.lua",
                format!(
                    r#"
local body = '{body}'
local count = 0
request = function()
  count = count + 1
  wrk.headers["Idempotency-Key"] = "bench-{run}-" .. count
  wrk.headers["Content-Type"] = "application/json"
  return wrk.format("PUT", nil, nil, body)
end
"#,
                    body = workflow("small", 1024),
                ),
            ),
        };
        let path = folder.join(name);
        fs::write(&path, begin + DONE).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }
}
