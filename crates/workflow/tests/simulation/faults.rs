//! Everything that can go wrong with a request.

use crate::chance::Chance;

/// When a failing write is carried out all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commit {
    Never,
    /// Before the answer is lost or falsified.
    Before,
    /// So many ms after the caller has stopped waiting.
    Late(u64),
}

/// What happens to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    NotSent,
    Timeout(Commit),
    Broken(Commit),
    Status(u16, Commit),
    RateLimited(RetryAfter),
    Refused(u16),
    /// The answer is 200 and its body is not what it should be.
    Body(OddBody, Commit),
    /// A read shows an older version.
    Stale(usize),
}

/// The forms of a `Retry-After` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    Absent,
    Seconds(u64),
    Date(u64),
    Past,
    Garbage,
    Huge,
}

/// What stands in place of a workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OddBody {
    Truncated,
    Html,
    Empty,
    Array,
    OtherObject,
    DuplicateKeys,
}

const ODD_BODIES: [OddBody; 6] =
    [OddBody::Truncated, OddBody::Html, OddBody::Empty, OddBody::Array, OddBody::OtherObject, OddBody::DuplicateKeys];

/// A fault for a read.
pub fn of_read(chance: &mut Chance) -> Fault {
    match chance.below(16) {
        0..=1 => Fault::NotSent,
        2..=3 => Fault::Timeout(Commit::Never),
        4..=5 => Fault::Broken(Commit::Never),
        6..=7 => Fault::Status(*chance.pick(&[500, 502, 503, 504]), Commit::Never),
        8..=9 => Fault::RateLimited(retry_after(chance)),
        10 => Fault::Refused(*chance.pick(&[400, 401, 403, 404])),
        11..=12 => Fault::Body(*chance.pick(&ODD_BODIES), Commit::Never),
        _ => Fault::Stale(chance.between(1, 3) as usize),
    }
}

/// A fault for a write.
pub fn of_write(chance: &mut Chance) -> Fault {
    match chance.below(16) {
        0 => Fault::NotSent,
        1..=4 => Fault::Timeout(commit(chance)),
        5..=6 => Fault::Broken(commit(chance)),
        7..=9 => Fault::Status(*chance.pick(&[500, 502, 503, 504, 302, 408]), commit(chance)),
        10..=11 => Fault::RateLimited(retry_after(chance)),
        12..=13 => Fault::Refused(*chance.pick(&[400, 401, 403, 404, 413, 422])),
        _ => Fault::Body(*chance.pick(&ODD_BODIES), commit(chance)),
    }
}

fn commit(chance: &mut Chance) -> Commit {
    match chance.below(3) {
        0 => Commit::Never,
        1 => Commit::Before,
        _ => Commit::Late(chance.between(1, 60_000)),
    }
}

fn retry_after(chance: &mut Chance) -> RetryAfter {
    match chance.below(6) {
        0 => RetryAfter::Absent,
        1 => RetryAfter::Seconds(chance.between(0, 90)),
        2 => RetryAfter::Date(chance.between(1, 90)),
        3 => RetryAfter::Past,
        4 => RetryAfter::Garbage,
        _ => RetryAfter::Huge,
    }
}

impl Fault {
    /// The fault's name, its numbers left out.
    pub fn name(&self) -> String {
        let commit = |commit: &Commit| match commit {
            Commit::Never => "",
            Commit::Before => " after commit",
            Commit::Late(_) => " with late commit",
        };
        match self {
            Self::None => "none".to_owned(),
            Self::NotSent => "not sent".to_owned(),
            Self::Timeout(at) => format!("timeout{}", commit(at)),
            Self::Broken(at) => format!("broken{}", commit(at)),
            Self::Status(_, at) => format!("error status{}", commit(at)),
            Self::RateLimited(header) => {
                let form = format!("{header:?}");
                format!("429 {}", form.split('(').next().unwrap_or_default())
            }
            Self::Refused(_) => "refused".to_owned(),
            Self::Body(body, at) => format!("200 {body:?}{}", commit(at)),
            Self::Stale(_) => "stale".to_owned(),
        }
    }
}

/// The names of all faults, in order.
pub fn names() -> Vec<String> {
    let commits = [Commit::Never, Commit::Before, Commit::Late(0)];
    let headers = [
        RetryAfter::Absent,
        RetryAfter::Seconds(0),
        RetryAfter::Date(0),
        RetryAfter::Past,
        RetryAfter::Garbage,
        RetryAfter::Huge,
    ];
    let mut faults = vec![Fault::None, Fault::NotSent, Fault::Refused(400), Fault::Stale(1)];
    faults.extend(headers.map(Fault::RateLimited));
    for commit in commits {
        faults.extend([Fault::Timeout(commit), Fault::Broken(commit), Fault::Status(500, commit)]);
        faults.extend(ODD_BODIES.map(|body| Fault::Body(body, commit)));
    }
    let mut names: Vec<_> = faults.iter().map(Fault::name).collect();
    names.sort();
    names
}
