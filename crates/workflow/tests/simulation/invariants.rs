//! What must hold, whatever happens. Each breach has the name of the promise.

use crate::intent::nodes;
use crate::run::{Algorithm, End};
use crate::vendor::{Author, Save, version};
use crate::world::World;
use serde_json::Value;
use std::collections::BTreeSet;
use workflow::deploy::Journal;

pub const MOST_WRITES: u32 = 4;
const MOST_READS: u32 = 60;
const LONGEST_MS: u64 = 45 * 60 * 1_000;

/// When a write is about to be sent: is it one too many, too soon, or not well founded?
pub fn check_write(world: &mut World, run: usize, sent: &Value) {
    let (run, now) = (&world.runs[run], world.now);
    let operation = &world.operations[run.operation];
    let mut breaches: Vec<(&'static str, String)> = Vec::new();
    // Runs that do not know of each other have a budget each.
    let writes = if operation.forgot { run.writes } else { operation.sent };
    if writes >= MOST_WRITES {
        breaches.push(("budget", format!("write {}", writes + 1)));
    }
    if run.unread {
        breaches.push(("read back first", "a write after an unclear one, without a look in between".to_owned()));
    }
    if !run.seen.contains(&version(sent)) {
        breaches.push(("read first", format!("a write on version {}, which it has not read", version(sent))));
    }
    if let Some(why) = run.settled.or(if operation.forgot { None } else { operation.settled }) {
        breaches.push(("needless retry", format!("a write after one was {why}")));
    }
    if now < run.not_before {
        breaches.push((
            "patience",
            format!("a write {} ms before the time that the tenant asked for", run.not_before - now),
        ));
    }
    let stamp = sent["lastUpdatedTimestamp"].as_u64();
    let noted = || {
        let journal = operation.shelf.as_deref().and_then(|text| Journal::parse(text).ok())?;
        journal.attempts.iter().any(|attempt| Some(attempt.stamp) == stamp).then_some(())
    };
    if matches!(run.algorithm, Algorithm::Machine(_)) && !operation.forgot && noted().is_none() {
        breaches.push(("journal first", "a write that the journal does not name".to_owned()));
    }
    world.breaches(breaches);
}

/// When the tenant has stored a write of an operation: is it the change, once, and nothing else?
pub fn check_stored(world: &mut World, operation: usize) {
    let [.., before, save] = world.vendor.log.as_slice() else { return };
    let intent = &world.operations[operation].intent;
    let mut breaches = Vec::new();
    if intent.holds(&before.value) {
        breaches.push(("exactly once", "written although it was there".to_owned()));
    } else if let Err(difference) = intent.is_all_that_differs(&before.value, &save.sent) {
        breaches.push(("lost update", difference));
    }
    if !intent.finds_what_it_saw(&before.value) {
        breaches.push(("lost update", "someone else's edit of the same thing is overwritten".to_owned()));
    }
    let mut ids = BTreeSet::new();
    for node in nodes(&save.sent) {
        if !ids.insert(node["id"].to_string()) {
            breaches.push(("duplicate node", node["id"].to_string()));
        }
    }
    world.breaches(breaches);
}

/// When all is over: is every receipt true, has it stayed true, and was every run bounded?
pub fn check_end(world: &mut World) {
    let mut breaches = Vec::new();
    for (index, run) in world.runs.iter().enumerate() {
        let over = run.end.as_ref().map_or(world.now, |end| end.at);
        if run.reads > MOST_READS || (run.alive && over - run.started > LONGEST_MS) {
            breaches.push(("bounded", format!("{} reads in {} ms", run.reads, over - run.started)));
        }
        if run.alive && run.end.is_none() && matches!(run.algorithm, Algorithm::Machine(_)) {
            breaches.push(("bounded", "a run that has come to no end".to_owned()));
        }
        if let Some(end) = &run.end {
            let lies = lies(world, index, end);
            breaches.extend(lies.into_iter().map(|lie| ("a true receipt", format!("{lie}: {:#?}", end.receipt))));
        }
    }
    for (index, operation) in world.operations.iter().enumerate() {
        for pair in world.vendor.log.windows(2) {
            let lost = operation.intent.holds(&pair[0].value) && !operation.intent.holds(&pair[1].value);
            let by_other = matches!(pair[1].author, Author::Other { .. });
            if lost && !by_other {
                breaches.push(("acknowledged stays", format!("operation {index} is undone by {:?}", pair[1].author)));
            }
        }
    }
    world.breaches(breaches);
}

/// What a receipt says that the tenant's log does not bear out.
fn lies(world: &World, index: usize, end: &End) -> Vec<String> {
    let run = &world.runs[index];
    let operation = &world.operations[run.operation];
    let (receipt, log) = (&end.receipt, &world.vendor.log);
    let mut lies = Vec::new();
    let mut unless = |truth: bool, lie: &str| {
        if !truth {
            lies.push(lie.to_owned());
        }
    };
    // Runs that do not know of each other answer for themselves alone.
    let ours = |save: &&Save| match save.author {
        Author::Operation { operation: author, run: by } => {
            author == run.operation && (by == index || !operation.forgot)
        }
        _ => false,
    };
    // A save that is the same in every value as one of the operation's on that version would be.
    let same = |pair: &[Save]| {
        !operation.intent.holds(&pair[0].value)
            && operation.intent.is_all_that_differs(&pair[0].value, &pair[1].sent).is_ok()
    };
    let stored = log.iter().filter(ours).count();
    match receipt.changed {
        Some(true) => unless(stored > 0 || log.windows(2).any(same), "changed, but nothing was stored"),
        Some(false) => {
            unless(stored == 0, "unchanged, but a write was stored");
            unless(receipt.message.contains("Nothing was written"), "unchanged, but it does not say so");
        }
        // A write of another run may be under way.
        None => unless(operation.unclear > 0 || operation.runs > 1, "not known, but every answer was clear"),
    }
    if receipt.changed != Some(false) {
        unless(!receipt.message.contains("Nothing was written"), "it says that nothing was written");
    }
    let named =
        receipt.version.as_ref().map(|version| version.as_u64().and_then(|number| world.vendor.of_version(number)));
    let holds = |save: &Save| operation.intent.holds(&save.value);
    match receipt.outcome {
        "deployed" | "alreadyThere" => {
            unless(log.iter().any(holds), "it says that the change is there, but it never was");
            if let Some(named) = named {
                unless(named.is_some_and(holds), "the version it names does not hold the change");
                unless(
                    receipt.outcome != "deployed" || named.is_some_and(|save| save.author != Author::Nobody),
                    "it names the first version",
                );
            }
        }
        "conflict" => {
            let by_another = log.iter().any(|save| match save.author {
                Author::Other { same } => same,
                Author::Operation { operation: author, .. } => {
                    author != run.operation && world.operations[author].intent.id() == operation.intent.id()
                }
                Author::Nobody => false,
            });
            // A later run may find its own node, edited by someone else, which counts as theirs.
            unless(by_another, "it says conflict, but nobody touched the same things");
        }
        "refused" => unless(
            receipt.status.is_some_and(|status| operation.refusals.contains(&status)),
            "it says refused, but no such refusal was answered",
        ),
        "unknown" => unless(receipt.changed.is_none(), "it says unknown, and whether it was changed"),
        _ => {}
    }
    unless(
        named.is_none() || matches!(receipt.outcome, "deployed" | "alreadyThere"),
        "it names a version for a change that is not there",
    );
    unless(
        match operation.forgot {
            true => receipt.attempts >= run.writes,
            false => receipt.attempts <= MOST_WRITES && (end.sent..=end.keeps).contains(&receipt.attempts),
        },
        "it counts other attempts than were made",
    );
    let begun = |word: &str| {
        let lines = receipt.timeline.iter().filter_map(|line| line.split_once(" s ").map(|(_, words)| words));
        lines.filter(|words| words.starts_with(word)).count() as u32
    };
    unless(begun("write ") == run.writes, "its timeline has other writes than were sent");
    unless(begun("read") == run.reads, "its timeline has other reads than were sent");
    unless(receipt.finished_at == world.unix_ms(run.operation, end.at), "it ended at another time");
    unless(run.resumed || receipt.latency_ms == end.at - run.started, "it took another time");
    let base = log.first().map(|save| version(&save.value));
    unless(receipt.base_version.as_ref().and_then(|version| version.as_u64()) == base, "it names another base");
    unless(receipt.node_ids.iter().map(|id| id.as_str()).eq([operation.intent.id()]), "it names other nodes");
    unless(receipt.operation == operation.id, "it names another operation");
    lies
}
