//! The wire between a run and the tenant, with everything that can go wrong on it.

use crate::faults::{self, Commit, Fault, Incident, OddBody, Phase, RetryAfter};
use crate::invariants;
use crate::vendor::version;
use crate::world::{Happening, World};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};
use workflow::deploy::{Credentials, Event, Response, TransportFailure};

const READ_TIMEOUT_MS: u64 = 15_000;
const WRITE_TIMEOUT_MS: u64 = 30_000;

/// A request on its way.
pub struct Request {
    run: usize,
    ticket: u64,
    phase: Phase,
    fault: Fault,
    sent_at: u64,
    /// What is written, and the write's number in the operation; `None` for a read.
    write: Option<(String, u32)>,
}

type Answer = Result<Response, TransportFailure>;

impl World {
    pub fn send_read(&mut self, run: usize, phase: Phase) {
        let fault = self.fault_of_read(phase);
        self.coverage.met(phase, Incident::Fault(fault));
        self.note(format!("run {run} reads ({phase:?}){}", told(fault)));
        self.runs[run].reads += 1;
        self.runs[run].unlooked = false;
        self.depart(run, phase, fault, None);
    }

    pub fn send_write(&mut self, run: usize, phase: Phase, body: String) {
        let sent: Value = serde_json::from_str(&body).unwrap_or_default();
        invariants::check_write(self, run, &sent);
        let fault = self.fault_of_write(phase);
        self.coverage.met(phase, Incident::Fault(fault));
        let operation = self.runs[run].operation;
        self.runs[run].writes += 1;
        let on = version(&sent);
        self.operations[operation].sent += 1;
        let write = self.operations[operation].sent;
        self.note(format!(
            "run {run} writes on version {on}, write {write} of operation {operation} ({phase:?}){}",
            told(fault)
        ));
        self.depart(run, phase, fault, Some((body, write)));
    }

    fn depart(&mut self, run: usize, phase: Phase, fault: Fault, write: Option<(String, u32)>) {
        let ticket = self.runs[run].ticket;
        let way = self.chance.between(5, 450);
        self.later(way, Happening::Arrive(Request { run, ticket, phase, fault, sent_at: self.now, write }));
    }

    /// A request is at the tenant, or has been lost on the way there.
    pub fn arrive(&mut self, request: Request) {
        let Request { run, ticket, phase, fault, sent_at, write } = request;
        let operation = self.runs[run].operation;
        if fault == Fault::Race {
            self.other_saves(Some(phase));
        } else {
            self.others_may_save(phase);
        }
        let is_write = write.is_some();
        let answer = match write {
            Some((body, write)) => self.written(run, fault, body, write),
            None => self.read(fault),
        };
        let answer = answer.map(|response| self.with_retry_after(run, fault, is_write, response));
        let clear = match &answer {
            Ok(response) => {
                matches!((fault, response.status), (Fault::None | Fault::Race | Fault::Limited(_) | Fault::Refused(_) | Fault::Backwards, status) if status != 409)
            }
            Err(failure) => *failure == TransportFailure::NotSent,
        };
        if is_write && !clear {
            self.operations[operation].unclear += 1;
        }
        let ack = clear && matches!(&answer, Ok(response) if response.status == 200);
        let timeout = if is_write { WRITE_TIMEOUT_MS } else { READ_TIMEOUT_MS };
        let back = match fault {
            Fault::Timeout(_) => (sent_at + timeout).saturating_sub(self.now),
            _ => self.chance.between(5, 450),
        };
        let event = if is_write { Event::Written(answer) } else { Event::Read(answer) };
        self.later(back, Happening::Answer { run, ticket, event, ack });
    }

    fn read(&mut self, fault: Fault) -> Answer {
        let shown = self.vendor.at_time(self.now.saturating_sub(self.weather.lag));
        let (text, shown_version) = (shown.text.clone(), version(&shown.value));
        match fault {
            Fault::Stale => {
                let back = self.chance.between(1, 3) as usize;
                Ok(response(200, self.vendor.older(back).text.clone()))
            }
            Fault::Backwards => Ok(response(200, self.counted_backwards())),
            _ => {
                if fault == Fault::None && shown_version != self.vendor.version() {
                    self.note(format!("the replica shows version {shown_version}"));
                }
                self.failed(fault, &text)
            }
        }
    }

    fn written(&mut self, run: usize, fault: Fault, body: String, write: u32) -> Answer {
        let commit = match fault {
            Fault::None | Fault::Race | Fault::OwnConflict | Fault::Backwards => Commit::Before,
            Fault::Timeout(commit) | Fault::Reset(commit) | Fault::Status(_, commit) | Fault::Body(_, commit) => commit,
            Fault::Refuse | Fault::Limited(_) | Fault::Refused(_) | Fault::Stale => Commit::Never,
        };
        let written_on = serde_json::from_str::<Value>(&body).map(|sent| version(&sent)).unwrap_or_default();
        let before = self.vendor.of_version(written_on).map(|save| save.text.clone()).unwrap_or_default();
        match commit {
            Commit::Never => {}
            Commit::Before => {
                let answers = !matches!(fault, Fault::Timeout(_) | Fault::Reset(_) | Fault::Status(..));
                // The race is lost before anything else can go wrong.
                if !self.store(run, &body) && answers {
                    return Ok(conflict());
                }
            }
            Commit::Late => {
                let wait = if matches!(fault, Fault::Timeout(_)) { WRITE_TIMEOUT_MS } else { 0 };
                let after = wait + self.chance.between(500, 60_000);
                self.later(after, Happening::Late { run, write, body });
            }
        }
        match fault {
            Fault::OwnConflict => Ok(conflict()),
            Fault::Body(OddBody::BeforeWrite, _) => Ok(response(200, before)),
            Fault::Backwards => Ok(response(200, self.counted_backwards())),
            _ => {
                let text = self.vendor.newest().text.clone();
                self.failed(fault, &text)
            }
        }
    }

    fn failed(&mut self, fault: Fault, text: &str) -> Answer {
        match fault {
            Fault::Refuse => Err(TransportFailure::NotSent),
            Fault::Timeout(_) => Err(TransportFailure::Timeout),
            Fault::Reset(_) => Err(TransportFailure::Broken),
            Fault::Status(status, _) => Ok(response(status, r#"{"error":"OUTAGE","message":"out"}"#)),
            Fault::Refused(status) => Ok(response(status, r#"{"error":"REFUSED","message":"No."}"#)),
            Fault::Limited(_) => Ok(response(429, "slow down")),
            Fault::Body(body, _) => Ok(response(200, self.odd_body(body, text))),
            _ => Ok(response(200, text)),
        }
    }

    fn odd_body(&mut self, body: OddBody, text: &str) -> String {
        let with = |key: &str, value: Value| {
            let mut document: Value = serde_json::from_str(text).unwrap_or_default();
            document[key] = value;
            document.to_string()
        };
        match body {
            OddBody::Truncated => text[..text.len() * self.chance.between(1, 9) as usize / 10].to_owned(),
            OddBody::Html => "<!doctype html><title>Maintenance</title>".to_owned(),
            OddBody::BeforeWrite => text.to_owned(),
            OddBody::Empty => String::new(),
            OddBody::Array => "[]".to_owned(),
            OddBody::OtherObject => r#"{"ok":true}"#.to_owned(),
            OddBody::NodesOfWrongType => with("nodes", json!({"start_node": {"type": "start"}})),
            OddBody::VersionOfWrongType => with("version", json!({"number": 7})),
            // Where the last one counts, the second of these is a workflow without nodes.
            OddBody::DuplicateKeys if self.chance.percent(50) => text.replacen('{', r#"{"nodes":[],"#, 1),
            OddBody::DuplicateKeys => {
                let end = text.rfind('}').unwrap_or_default();
                format!("{},\"nodes\":[]}}", &text[..end])
            }
        }
    }

    /// The newest document under a number lower than any before.
    fn counted_backwards(&mut self) -> String {
        let low = version(&self.vendor.log[0].value) - self.chance.between(1, 5);
        let mut document = self.vendor.newest().value.clone();
        document["version"] = json!(low);
        document.to_string()
    }

    fn with_retry_after(&mut self, run: usize, fault: Fault, is_write: bool, response: Response) -> Response {
        let form = match fault {
            Fault::Limited(form) => form,
            Fault::Status(503, _) if self.chance.percent(50) => RetryAfter::Seconds,
            _ => return response,
        };
        let seconds = self.chance.below(90);
        let unix_ms = self.unix_ms(self.runs[run].operation, self.now);
        let date = |unix_ms: u64| httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_millis(unix_ms));
        let (header, wait) = match form {
            RetryAfter::Absent => return response,
            RetryAfter::Seconds => (seconds.to_string(), seconds.min(60) * 1_000),
            RetryAfter::Date => (date(unix_ms + seconds * 1_000), 0),
            RetryAfter::Past => (date(unix_ms - 3_600_000), 0),
            RetryAfter::Garbage => ("in a while".to_owned(), 0),
            RetryAfter::Huge => ("1000000000".to_owned(), 60_000),
        };
        if is_write && response.status == 429 {
            self.runs[run].not_before = self.now + wait;
        }
        Response { retry_after: Some(header), ..response }
    }

    fn fault_of_read(&mut self, phase: Phase) -> Fault {
        if let Some(Incident::Fault(fault)) = self.is_due(phase, |incident| matches!(incident, Incident::Fault(_))) {
            return fault;
        }
        if let Some((Phase::Renewal, _)) = self.due
            && self.chance.percent(30)
        {
            return Fault::Refused(401);
        }
        if let Some(fault) = self.outage() {
            return fault;
        }
        match self.chance.percent(self.weather.read_faults) {
            true => faults::pick(&mut self.chance, &faults::of_reads()),
            false => Fault::None,
        }
    }

    fn fault_of_write(&mut self, phase: Phase) -> Fault {
        if let Some(Incident::Fault(fault)) = self.is_due(phase, |incident| matches!(incident, Incident::Fault(_))) {
            return fault;
        }
        if let Some(towards) = self.due.and_then(|(wanted, _)| self.leads_to(wanted)) {
            return towards;
        }
        if let Some(fault) = self.outage() {
            return fault;
        }
        match self.chance.percent(self.weather.write_faults) {
            true => faults::pick(&mut self.chance, &faults::of_writes()),
            false => Fault::None,
        }
    }

    fn outage(&self) -> Option<Fault> {
        let (times, fault) = self.weather.outage.as_ref()?;
        times.contains(&self.now).then_some(*fault)
    }

    /// A fault of a write after which the wanted phase may come.
    fn leads_to(&mut self, wanted: Phase) -> Option<Fault> {
        let towards: &[Fault] = match wanted {
            Phase::Reread => &[Fault::Race, Fault::Limited(RetryAfter::Huge)],
            Phase::ReadBack => {
                &[Fault::Timeout(Commit::Never), Fault::Reset(Commit::Late), Fault::Status(502, Commit::Never)]
            }
            Phase::LastLook | Phase::LastWrite | Phase::Rewrite | Phase::Waiting => &[
                Fault::Limited(RetryAfter::Garbage),
                Fault::Timeout(Commit::Never),
                Fault::Refuse,
                Fault::Race,
                Fault::Reset(Commit::Never),
            ],
            Phase::Renewal => &[Fault::Refused(401)],
            Phase::ResumedWrite | Phase::ResumedRead => &[Fault::Timeout(Commit::Never), Fault::Refuse],
            _ => return None,
        };
        self.chance.percent(95).then(|| *self.chance.pick(towards))
    }

    /// What an answer means for what may follow, when it has reached a run that is alive.
    pub fn weigh(&mut self, run: usize, event: &Event, ack: bool) {
        let operation = self.runs[run].operation;
        match event {
            Event::Written(answer) => {
                let status = answer.as_ref().map(|response| response.status).ok();
                let renews = self.operations[operation].credentials == Credentials::Caller && !self.runs[run].renewed;
                let settled = match status {
                    Some(200) if ack => Some("acknowledged"),
                    Some(401) if renews => None,
                    Some(400 | 401 | 403 | 404) => Some("refused"),
                    _ => None,
                };
                if settled.is_some() {
                    self.runs[run].settled = settled;
                }
                let unclear = match answer {
                    Ok(response) => !ack && (response.status == 200 || response.status >= 500),
                    Err(failure) => *failure != TransportFailure::NotSent,
                };
                self.runs[run].unread |= unclear;
                self.runs[run].unlooked |= unclear;
                self.operations[operation].refusals.extend(status);
            }
            Event::Read(Ok(response)) => {
                self.operations[operation].refusals.push(response.status);
                let document = serde_json::from_str::<Value>(&response.body).ok();
                let shown = document.filter(|document| response.status == 200 && document["version"].is_u64());
                if let Some(document) = shown {
                    self.runs[run].unread = false;
                    self.runs[run].seen.insert(version(&document));
                }
            }
            _ => {}
        }
    }
}

fn told(fault: Fault) -> String {
    if fault == Fault::None { String::new() } else { format!(": {fault:?}") }
}

fn response(status: u16, body: impl Into<String>) -> Response {
    Response { status, retry_after: None, body: body.into() }
}

fn conflict() -> Response {
    response(409, r#"{"error":"VERSION_CONFLICT","message":"Someone saved in between."}"#)
}
