//! The world around a deployment: the clock, the wire with its faults, the tenant behind it, and the
//! other administrators. Breaches of a promise are noted where they happen.

use crate::chance::Chance;
use crate::faults::{self, Commit, Fault, OddBody, RetryAfter};
use crate::intent::Intent;
use crate::invariants;
use crate::others::{self, Meaning};
use crate::vendor::{Layout, Vendor, first_workflow};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::{Duration, SystemTime};
use workflow::deploy::{Response, TransportFailure};

/// When the world begins, in ms since 1970.
pub const EPOCH_MS: u64 = 1_700_000_000_000;
const READ_TIMEOUT_MS: u64 = 15_000;
const WRITE_TIMEOUT_MS: u64 = 30_000;

/// How bad the weather is, in percent.
struct Weather {
    read_faults: u64,
    write_faults: u64,
    others: u64,
    hostile: u64,
}

/// A write that the tenant carries out after the caller has stopped waiting.
struct Late {
    due: u64,
    body: String,
}

/// One seed's world.
pub struct World {
    pub seed: u64,
    pub chance: Chance,
    pub now: u64,
    pub vendor: Vendor,
    pub intent: Intent,
    pub base: String,
    pub reads: u32,
    pub writes: u32,
    /// Writes of the deployment that the tenant has stored.
    pub stored: u32,
    /// Writes whose answer did not tell for certain what became of them.
    pub unclear: u32,
    /// The last write got no clear answer, and no read has been sent since.
    pub unread: bool,
    /// The statuses of refusals that were answered.
    pub refusals: Vec<u16>,
    /// Nothing more may be written: a write was refused or acknowledged.
    pub settled: Option<&'static str>,
    pub met_same: bool,
    pub met_twin: bool,
    pub faults_met: BTreeSet<String>,
    /// Breaches of a promise: the promise's name and the words.
    pub violations: Vec<(&'static str, String)>,
    weather: Weather,
    late: Vec<Late>,
    serial: u64,
    trace: String,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let (first, inner) = first_workflow(&mut chance);
        let intent = Intent::new(&mut chance, &inner);
        let layout = *chance.pick(&[Layout::Verbatim, Layout::Compact, Layout::Reordered, Layout::Completed]);
        let weather = Weather {
            read_faults: chance.below(60),
            write_faults: chance.below(95),
            others: chance.below(50),
            hostile: *chance.pick(&[0, 0, 0, 15]),
        };
        let vendor = Vendor::new(first, layout);
        let base = vendor.newest().text.clone();
        Self {
            seed,
            chance,
            now: 0,
            vendor,
            intent,
            base,
            reads: 0,
            writes: 0,
            stored: 0,
            unclear: 0,
            unread: false,
            refusals: Vec::new(),
            settled: None,
            met_same: false,
            met_twin: false,
            faults_met: BTreeSet::new(),
            violations: Vec::new(),
            weather,
            late: Vec::new(),
            serial: 0,
            trace: String::new(),
        }
    }

    pub fn unix_ms(&self) -> u64 {
        EPOCH_MS + self.now
    }

    /// Reads the workflow.
    pub fn read(&mut self) -> Result<Response, TransportFailure> {
        self.reads += 1;
        self.unread = false;
        self.others_may_save();
        let fault = match self.chance.percent(self.weather.read_faults) {
            true => faults::of_read(&mut self.chance),
            false => Fault::None,
        };
        let newest = self.vendor.newest().text.clone();
        self.answer("read", fault, newest, READ_TIMEOUT_MS)
    }

    /// Writes the workflow.
    pub fn write(&mut self, body: &str) -> Result<Response, TransportFailure> {
        self.writes += 1;
        invariants::check_write(self);
        self.others_may_save();
        let fault = match self.chance.percent(self.weather.write_faults) {
            true => faults::of_write(&mut self.chance),
            false => Fault::None,
        };
        let commit = match &fault {
            Fault::None => Commit::Before,
            Fault::Timeout(commit) | Fault::Broken(commit) | Fault::Status(_, commit) | Fault::Body(_, commit) => {
                *commit
            }
            Fault::Refused(_) => {
                self.settled = Some("refused");
                Commit::Never
            }
            _ => Commit::Never,
        };
        match commit {
            Commit::Never => {}
            Commit::Before if self.store(body).is_err() => {
                // The race is lost before anything else can go wrong.
                if fault == Fault::None || matches!(fault, Fault::Body(..)) {
                    return self.answer_409();
                }
            }
            Commit::Before => {}
            Commit::Late(after) => {
                let timeout = if matches!(fault, Fault::Timeout(_)) { WRITE_TIMEOUT_MS } else { 0 };
                self.late.push(Late { due: self.now + timeout + after, body: body.to_owned() });
            }
        }
        match fault {
            Fault::None => self.settled = Some("acknowledged"),
            Fault::Timeout(_) | Fault::Broken(_) | Fault::Status(..) | Fault::Body(..) => {
                self.unclear += 1;
                self.unread = true;
            }
            _ => {}
        }
        let newest = self.vendor.newest().text.clone();
        self.answer("write", fault, newest, WRITE_TIMEOUT_MS)
    }

    /// Lets the time pass until `until`.
    pub fn pass_until(&mut self, until: u64) {
        if self.now < until {
            self.note(format!("waits {} ms", until - self.now));
        }
        if self.chance.percent(self.weather.others) {
            self.other_saves();
        }
        self.advance(until.saturating_sub(self.now));
    }

    /// Lets everything that is still under way arrive.
    pub fn settle(&mut self) {
        while let Some(due) = self.late.iter().map(|late| late.due).max() {
            self.advance(due.saturating_sub(self.now));
        }
    }

    /// A breach of a promise.
    pub fn breach(&mut self, promise: &'static str, words: impl Into<String>) {
        let words = words.into();
        self.note(format!("BREACH: {promise}: {words}"));
        self.violations.push((promise, words));
    }

    /// A line of the trace.
    pub fn note(&mut self, words: impl AsRef<str>) {
        let (seconds, ms) = (self.now / 1_000, self.now % 1_000);
        let _ = writeln!(self.trace, "{seconds:>5}.{ms:03} {}", words.as_ref());
    }

    /// What has happened, for people.
    pub fn report(&self) -> String {
        let seed = self.seed;
        format!("seed {seed} (SIMULATION_SEED={seed} runs it alone)\n{}breaches: {:#?}", self.trace, self.violations)
    }

    fn answer(&mut self, what: &str, fault: Fault, text: String, timeout: u64) -> Result<Response, TransportFailure> {
        let version = self.vendor.newest().value["version"].to_string();
        self.note(format!("{what}: {fault:?}, the tenant has version {version}"));
        self.faults_met.insert(fault.name());
        let latency = self.chance.between(5, 900);
        self.advance(if matches!(fault, Fault::Timeout(_)) { timeout } else { latency });
        match fault {
            Fault::None => Ok(response(200, text)),
            Fault::NotSent => Err(TransportFailure::NotSent),
            Fault::Timeout(_) => Err(TransportFailure::Timeout),
            Fault::Broken(_) => Err(TransportFailure::Broken),
            Fault::Status(status, _) => Ok(response(status, r#"{"error":"OUTAGE","message":"out"}"#)),
            Fault::Refused(status) => {
                self.refusals.push(status);
                Ok(response(status, r#"{"error":"REFUSED","message":"No."}"#))
            }
            Fault::RateLimited(header) => {
                Ok(Response { retry_after: self.retry_after(header), ..response(429, "slow down") })
            }
            Fault::Body(body, _) => Ok(response(200, odd_body(body, &text))),
            Fault::Stale(back) => Ok(response(200, self.vendor.older(back).text.clone())),
        }
    }

    fn answer_409(&mut self) -> Result<Response, TransportFailure> {
        self.unclear += 1;
        self.note("write: 409");
        self.advance(50);
        Ok(response(409, r#"{"error":"VERSION_CONFLICT","message":"Someone saved in between."}"#))
    }

    fn retry_after(&self, form: RetryAfter) -> Option<String> {
        let date = |unix_ms: u64| httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_millis(unix_ms));
        match form {
            RetryAfter::Absent => None,
            RetryAfter::Seconds(seconds) => Some(seconds.to_string()),
            RetryAfter::Date(seconds) => Some(date(self.unix_ms() + seconds * 1_000)),
            RetryAfter::Past => Some(date(self.unix_ms() - 3_600_000)),
            RetryAfter::Garbage => Some("in a while".to_owned()),
            RetryAfter::Huge => Some("1000000000".to_owned()),
        }
    }

    /// Passes the time and carries out what falls due in it.
    fn advance(&mut self, ms: u64) {
        let until = self.now + ms;
        self.late.sort_by_key(|late| late.due);
        while self.late.first().is_some_and(|late| late.due <= until) {
            let late = self.late.remove(0);
            self.now = self.now.max(late.due);
            let stored = self.store(&late.body);
            self.note(format!("a late write is {}", if stored.is_ok() { "carried out" } else { "dropped: 409" }));
        }
        self.now = until;
    }

    fn store(&mut self, body: &str) -> Result<(), ()> {
        let sent = self.vendor.store(body, self.unix_ms())?;
        self.stored += 1;
        invariants::check_stored(self, &sent);
        Ok(())
    }

    fn others_may_save(&mut self) {
        while self.chance.percent(self.weather.others) {
            self.other_saves();
        }
    }

    fn other_saves(&mut self) {
        self.serial += 1;
        let hostile = self.chance.percent(self.weather.hostile);
        let mut document = self.vendor.newest().value.clone();
        let (words, meaning) = others::save(&mut document, &mut self.chance, self.serial, hostile, &self.intent);
        self.met_same |= meaning == Meaning::Same;
        self.met_twin |= meaning == Meaning::Twin;
        let stored = self.vendor.store(&document.to_string(), self.unix_ms());
        assert!(stored.is_ok(), "another administrator saves on the newest version");
        let version = self.vendor.newest().value["version"].to_string();
        self.note(format!("someone else {words}: version {version}"));
    }
}

fn response(status: u16, body: impl Into<String>) -> Response {
    Response { status, retry_after: None, body: body.into() }
}

fn odd_body(body: OddBody, text: &str) -> String {
    match body {
        OddBody::Truncated => text[..text.len() / 2].to_owned(),
        OddBody::Html => "<!doctype html><title>Maintenance</title>".to_owned(),
        OddBody::Empty => String::new(),
        OddBody::Array => "[]".to_owned(),
        OddBody::OtherObject => r#"{"ok":true}"#.to_owned(),
        OddBody::DuplicateKeys => text.replacen('{', r#"{"nodes":[],"#, 1),
    }
}
