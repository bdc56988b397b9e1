//! One seed's world: virtual time, what is about to happen in it, and the trace of what has.

use crate::chance::Chance;
use crate::coverage::Coverage;
use crate::faults::{self, Fault, Incident, Phase, cells};
use crate::intent::Intent;
use crate::invariants;
use crate::naive::{Kind, Naive};
use crate::others;
use crate::run::{Algorithm, Operation, Run};
use crate::seeds::again;
use crate::vendor::{Author, Vendor, first_workflow};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;
use workflow::deploy::{Credentials, Event, OperationId};

/// When the world begins, in ms since 1970.
const EPOCH_MS: u64 = 1_700_000_000_000;
/// Happenings in one world at most.
const MOST_HAPPENINGS: u32 = 5_000;

/// How bad the weather is, in percent.
pub struct Weather {
    pub read_faults: u64,
    pub write_faults: u64,
    pub others: u64,
    pub hostile: u64,
    pub crashes: u64,
    pub shelf_faults: u64,
    /// How far reads lag behind, in ms.
    pub lag: u64,
    /// From when until when every request fails in the same way.
    pub outage: Option<(Range<u64>, Fault)>,
}

/// What is going to happen.
pub enum Happening {
    /// An administrator begins, a second time in another tab, or again after a crash.
    Start { operation: usize, find_out: bool },
    /// A request reaches the tenant.
    Arrive(crate::requests::Request),
    /// A write is carried out after its caller has stopped waiting.
    Late { run: usize, write: u32, body: String },
    /// What came of an action reaches the run, if that still waits for it.
    Answer { run: usize, ticket: u64, event: Event, ack: bool },
    /// The administrator cancels.
    Cancel { run: usize },
    /// The run dies.
    Crash { run: usize },
    /// Someone else saves.
    OtherSaves,
}

/// One seed's world.
pub struct World {
    pub seed: u64,
    pub chance: Chance,
    pub now: u64,
    pub vendor: Vendor,
    pub base: String,
    pub operations: Vec<Operation>,
    pub runs: Vec<Run>,
    pub weather: Weather,
    /// What this seed makes happen for certain, if the phase is ever reached.
    pub focus: Option<(Phase, Incident)>,
    /// The same, until it has happened.
    pub due: Option<(Phase, Incident)>,
    pub coverage: Coverage,
    /// Breaches of a promise: the promise's name and the words.
    pub broken: Vec<(&'static str, String)>,
    serial: u64,
    queue: BTreeMap<(u64, u64), Happening>,
    trace: Vec<String>,
}

impl World {
    /// The world of a seed. With a `naive` kind, that algorithm drives in place of the machine.
    pub fn new(seed: u64, naive: Option<Kind>) -> Self {
        let mut chance = Chance::new(seed);
        let (first, inner) = first_workflow(&mut chance);
        let vendor = Vendor::new(&mut chance, first);
        let cells = cells();
        // Three seeds of four steer for one cell of the matrix each; the fourth leaves all to the weather.
        let focus =
            (!seed.is_multiple_of(4) && naive.is_none()).then(|| cells[(seed - seed / 4 - 1) as usize % cells.len()]);
        let calm = if focus.is_some() { 14 } else { 60 };
        let weather = Weather {
            read_faults: chance.below(calm),
            write_faults: chance.below(95),
            others: chance.below(calm - 10),
            hostile: *chance.pick(&[0, 0, 10, 30]),
            crashes: *chance.pick(&[0, 0, 0, 15]),
            shelf_faults: *chance.pick(&[0, 0, 0, 20]),
            lag: *chance.pick(&[0, 0, 0, 500, 5_000, 20_000]),
            outage: (focus.is_none() && chance.percent(20)).then(|| {
                let from = chance.below(6_000);
                (from..from + chance.between(1_000, 120_000), faults::pick(&mut chance, &faults::of_outages()))
            }),
        };
        let base = vendor.newest().text.clone();
        let mut world = Self {
            seed,
            chance,
            now: 0,
            vendor,
            base,
            operations: Vec::new(),
            runs: Vec::new(),
            weather,
            focus,
            due: focus,
            coverage: Coverage::default(),
            broken: Vec::new(),
            serial: 0,
            queue: BTreeMap::new(),
            trace: Vec::new(),
        };
        world.note(world.vendor.describe());
        let first = world.vendor.newest().value.clone();
        world.invite(&first, &inner, naive);
        world
    }

    /// Brings the administrators in.
    fn invite(&mut self, first: &Value, inner: &[String], naive: Option<Kind>) {
        let count = if naive.is_some() { 1 } else { *self.chance.pick(&[1, 1, 1, 2, 2, 3]) };
        let renewal = matches!(self.focus, Some((Phase::Renewal, _)));
        for serial in 0..count {
            let earlier: Vec<Intent> = self.operations.iter().map(|operation| operation.intent.clone()).collect();
            let mut intent = Intent::new(&mut self.chance, serial, first, inner, &earlier);
            while naive.is_some() && !matches!(intent, Intent::Add { .. }) {
                intent = Intent::new(&mut self.chance, serial, first, inner, &earlier);
            }
            let caller = renewal || self.chance.percent(40);
            self.note(format!("operation {serial} wants to {}", intent.describe()));
            self.operations.push(Operation {
                id: OperationId::from_random(u128::from(self.seed) << 8 | serial as u128),
                intent,
                credentials: if caller { Credentials::Caller } else { Credentials::OnTheWay },
                skew: serial as u64 * 86_400_000 + self.chance.below(10_000),
                shelf: None,
                shelf_works: !self.chance.percent(4),
                forgot: false,
                sent: 0,
                keeps: 0,
                unclear: 0,
                refusals: Vec::new(),
                settled: None,
                runs: 0,
            });
            if let Some(kind) = naive {
                let Intent::Add { node, .. } = &self.operations[serial].intent else { continue };
                let algorithm = Algorithm::Naive(Naive::new(kind, node.clone()));
                self.runs.push(Run::new(serial, algorithm, false, self.now));
                continue;
            }
            let start = self.chance.below(2_000);
            self.later(start, Happening::Start { operation: serial, find_out: false });
            let double = matches!(self.focus, Some((_, Incident::Elsewhere)));
            if double || self.chance.percent(15) {
                let after = *self.chance.pick(&[0, 3, 300, 3_000, 60_000]);
                let after = start + if double { self.chance.below(2_000) } else { self.chance.below(after + 1) };
                self.later(after, Happening::Start { operation: serial, find_out: false });
            }
        }
        for _ in 0..self.chance.below(4) {
            let at = self.chance.below(90_000);
            if self.chance.percent(self.weather.others) {
                self.later(at, Happening::OtherSaves);
            }
        }
    }

    /// Lets everything happen, and checks what is left.
    pub fn play(&mut self) {
        for run in 0..self.runs.len() {
            self.drive(run);
        }
        let mut happenings = 0;
        while let Some(((at, _), happening)) = self.queue.pop_first() {
            self.now = self.now.max(at);
            happenings += 1;
            if happenings > MOST_HAPPENINGS {
                self.breaches(vec![("bounded", format!("more than {MOST_HAPPENINGS} happenings"))]);
                break;
            }
            match happening {
                Happening::Start { operation, find_out } => self.start(operation, find_out),
                Happening::Arrive(request) => self.arrive(request),
                Happening::Late { run, write, body } => {
                    let operation = self.runs[run].operation;
                    let stored = self.store(run, &body);
                    let came = if stored { "carried out" } else { "dropped, as its version has passed" };
                    self.note(format!("a late write {write} of operation {operation} is {came}"));
                }
                Happening::Answer { run, ticket, event, ack } => self.answered(run, ticket, event, ack),
                Happening::Cancel { run } => self.cancel(run),
                Happening::Crash { run } => self.crash(run, Incident::CrashDuring),
                Happening::OtherSaves => self.other_saves(None),
            }
        }
        invariants::check_end(self);
    }

    /// What the administrator's clock shows, in ms since 1970.
    pub fn unix_ms(&self, operation: usize, at: u64) -> u64 {
        EPOCH_MS + self.operations[operation].skew + at
    }

    /// Something that happens in so many ms.
    pub fn later(&mut self, ms: u64, happening: Happening) {
        self.serial += 1;
        self.queue.insert((self.now + ms, self.serial), happening);
    }

    /// Whether this seed's incident is due at this phase; it is, once.
    pub fn is_due(&mut self, phase: Phase, wanted: impl Fn(Incident) -> bool) -> Option<Incident> {
        let (at, incident) = self.due?;
        if at == phase && wanted(incident) {
            self.due = None;
            return Some(incident);
        }
        None
    }

    /// Carries a write out, if its version is still the newest.
    pub fn store(&mut self, run: usize, body: &str) -> bool {
        let operation = self.runs[run].operation;
        let stamp = EPOCH_MS + 500_000_000 + self.now;
        let stored = self.vendor.store(Author::Operation { operation, run }, body, self.now, stamp).is_ok();
        if stored {
            self.note(format!("the tenant stores version {}", self.vendor.version()));
            invariants::check_stored(self, operation);
        }
        stored
    }

    /// Others may save before a request arrives.
    pub fn others_may_save(&mut self, phase: Phase) {
        let due = self.is_due(phase, |incident| incident == Incident::OtherSaves).is_some();
        if due {
            self.other_saves(Some(phase));
        }
        while self.chance.percent(self.weather.others) {
            self.other_saves(Some(phase));
        }
    }

    /// Someone else saves, on the newest version.
    pub fn other_saves(&mut self, phase: Option<Phase>) {
        if let Some(phase) = phase {
            self.coverage.met(phase, Incident::OtherSaves);
        }
        self.serial += 1;
        let mut document = self.vendor.newest().value.clone();
        let same = self.chance.percent(self.weather.hostile);
        let target = self.chance.below(self.operations.len() as u64) as usize;
        let target = same.then(|| self.operations[target].intent.clone());
        let words = others::save(&mut document, &mut self.chance, self.serial, target.as_ref());
        let stamp = EPOCH_MS + 500_000_000 + self.now;
        let stored = self.vendor.store(Author::Other { same }, &document.to_string(), self.now, stamp);
        assert_eq!(stored, Ok(()), "another administrator saves on the newest version");
        self.note(format!("someone else {words}: version {}", self.vendor.version()));
    }

    /// Breaches of promises.
    pub fn breaches(&mut self, breaches: Vec<(&'static str, String)>) {
        for (promise, words) in breaches {
            self.note(format!("BREACH of “{promise}”: {words}"));
            self.broken.push((promise, words));
        }
    }

    /// A line of the trace.
    pub fn note(&mut self, words: impl AsRef<str>) {
        let (seconds, ms) = (self.now / 1_000, self.now % 1_000);
        self.trace.push(format!("{seconds:>5}.{ms:03} s  {}", words.as_ref()));
    }

    /// What has happened, in order, for people; and how to see it again.
    pub fn report(&self) -> String {
        let mut broken: Vec<_> = self.broken.iter().map(|(promise, _)| *promise).collect();
        broken.sort_unstable();
        broken.dedup();
        let verdict = match broken.is_empty() {
            true => "keeps every promise".to_owned(),
            false => format!("breaks: {}", broken.join(", ")),
        };
        let focus =
            self.focus.map(|(phase, incident)| format!("\nfocus: {incident:?} at {phase:?}")).unwrap_or_default();
        format!("seed {} {verdict}{focus}\n{}{}", self.seed, self.trace.join("\n"), again(self.seed))
    }
}
