//! Everything that can go wrong, by name: with a request, and with those who drive a deployment.

use crate::chance::Chance;

/// Where a deployment stands when something goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    FirstRead,
    /// After a write that was not carried out.
    Reread,
    /// After a write whose outcome is unclear.
    ReadBack,
    /// After the last write, or cancelled: only the truth is still to be found out.
    LastLook,
    /// The first read of a run that takes up an operation.
    ResumedRead,
    FirstWrite,
    Rewrite,
    LastWrite,
    /// The first write of a run that takes up an operation.
    ResumedWrite,
    Waiting,
    Renewal,
    JournalBeforeWrite,
    JournalAtEnd,
}

pub const READS: [Phase; 5] = [Phase::FirstRead, Phase::Reread, Phase::ReadBack, Phase::LastLook, Phase::ResumedRead];
pub const WRITES: [Phase; 4] = [Phase::FirstWrite, Phase::Rewrite, Phase::LastWrite, Phase::ResumedWrite];

/// When a failing write is carried out all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Commit {
    Never,
    /// Before the answer is lost or falsified.
    Before,
    /// After the caller has stopped waiting.
    Late,
}

const COMMITS: [Commit; 3] = [Commit::Never, Commit::Before, Commit::Late];

/// The forms of a `Retry-After` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RetryAfter {
    Absent,
    Seconds,
    Date,
    Past,
    Garbage,
    Huge,
}

const RETRY_AFTERS: [RetryAfter; 6] = [
    RetryAfter::Absent,
    RetryAfter::Seconds,
    RetryAfter::Date,
    RetryAfter::Past,
    RetryAfter::Garbage,
    RetryAfter::Huge,
];

/// What stands in place of a workflow in an answer with 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OddBody {
    Truncated,
    Html,
    Empty,
    Array,
    OtherObject,
    NodesOfWrongType,
    VersionOfWrongType,
    DuplicateKeys,
    /// The workflow as it was before the write, from a cache on the way.
    BeforeWrite,
}

const ODD_BODIES: [OddBody; 8] = [
    OddBody::Truncated,
    OddBody::Html,
    OddBody::Empty,
    OddBody::Array,
    OddBody::OtherObject,
    OddBody::NodesOfWrongType,
    OddBody::VersionOfWrongType,
    OddBody::DuplicateKeys,
];

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    None,
    /// The connection is refused.
    Refuse,
    Reset(Commit),
    Timeout(Commit),
    Status(u16, Commit),
    Limited(RetryAfter),
    Refused(u16),
    /// 409, because someone else saves first.
    Race,
    /// 409, although the write was carried out: something on the way has sent it twice.
    OwnConflict,
    /// 200, and the body is not what it should be.
    Body(OddBody, Commit),
    /// 200 with an older version.
    Stale,
    /// 200 with a version number lower than any before.
    Backwards,
}

/// Something that goes wrong, or that somebody does in the meantime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Incident {
    Fault(Fault),
    /// Someone else saves while the request is under way.
    OtherSaves,
    /// The administrator cancels before the action is carried out, or while it is.
    Cancel,
    /// The run dies before the action is carried out.
    CrashBefore,
    /// The run dies while the action is being carried out; a request goes on without it.
    CrashDuring,
    /// The run dies while the journal is being written down: half of it is kept.
    Torn,
    /// The journal cannot be kept.
    NotKept,
    /// Another run of the same operation has kept its journal since.
    Elsewhere,
    /// There is no fresh token.
    NoToken,
}

/// Faults of a read, in classes that are equally likely.
pub fn of_reads() -> Vec<Vec<Fault>> {
    let statuses = [500, 502, 503, 504].map(|status| Fault::Status(status, Commit::Never));
    vec![
        vec![Fault::Refuse],
        vec![Fault::Reset(Commit::Never)],
        vec![Fault::Timeout(Commit::Never)],
        statuses.to_vec(),
        RETRY_AFTERS.map(Fault::Limited).to_vec(),
        [400, 401, 403, 404].map(Fault::Refused).to_vec(),
        ODD_BODIES.map(|body| Fault::Body(body, Commit::Never)).to_vec(),
        vec![Fault::Stale],
        vec![Fault::Backwards],
    ]
}

/// Faults that go on for a while, in classes that are equally likely.
pub fn of_outages() -> Vec<Vec<Fault>> {
    let never = Commit::Never;
    vec![
        vec![Fault::Refuse],
        vec![Fault::Timeout(never), Fault::Reset(never)],
        vec![Fault::Status(503, never), Fault::Status(502, never)],
        vec![Fault::Body(OddBody::Html, never), Fault::Body(OddBody::OtherObject, never)],
    ]
}

/// Faults of a write, in classes that are equally likely.
pub fn of_writes() -> Vec<Vec<Fault>> {
    let statuses = COMMITS.iter().flat_map(|&at| [500, 502, 503, 504].map(|status| Fault::Status(status, at)));
    let bodies = COMMITS.iter().flat_map(|&at| ODD_BODIES.map(|body| Fault::Body(body, at)));
    let cached = COMMITS.map(|at| Fault::Body(OddBody::BeforeWrite, at));
    vec![
        vec![Fault::Refuse],
        COMMITS.map(Fault::Reset).to_vec(),
        COMMITS.map(Fault::Timeout).to_vec(),
        statuses.collect(),
        RETRY_AFTERS.map(Fault::Limited).to_vec(),
        [400, 401, 403, 404].map(Fault::Refused).to_vec(),
        vec![Fault::Race],
        vec![Fault::OwnConflict],
        bodies.collect(),
        cached.to_vec(),
        vec![Fault::Backwards],
    ]
}

/// One of the classes, then one of the class.
pub fn pick(chance: &mut Chance, classes: &[Vec<Fault>]) -> Fault {
    let class = chance.pick(classes).clone();
    *chance.pick(&class)
}

/// Every incident at every phase where it can happen.
pub fn cells() -> Vec<(Phase, Incident)> {
    let mut cells = Vec::new();
    for phase in READS {
        cells.extend(of_reads().concat().into_iter().map(|fault| (phase, Incident::Fault(fault))));
    }
    for phase in WRITES {
        cells.extend(of_writes().concat().into_iter().map(|fault| (phase, Incident::Fault(fault))));
        cells.push((phase, Incident::CrashBefore));
    }
    for phase in READS.into_iter().chain(WRITES) {
        cells.extend([Incident::Fault(Fault::None), Incident::OtherSaves].map(|incident| (phase, incident)));
    }
    for phase in READS.into_iter().chain(WRITES).chain([Phase::Waiting, Phase::Renewal]) {
        cells.extend([Incident::Cancel, Incident::CrashDuring].map(|incident| (phase, incident)));
    }
    for phase in [Phase::JournalBeforeWrite, Phase::JournalAtEnd] {
        let incidents = [Incident::CrashBefore, Incident::CrashDuring, Incident::NotKept, Incident::Elsewhere];
        cells.extend(incidents.map(|incident| (phase, incident)));
    }
    cells.extend([Incident::Torn, Incident::Cancel].map(|incident| (Phase::JournalBeforeWrite, incident)));
    cells.push((Phase::Renewal, Incident::NoToken));
    cells
}
