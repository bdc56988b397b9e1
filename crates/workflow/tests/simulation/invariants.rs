//! What must hold, whatever happens. Each breach has the name of the promise.

use crate::intent::nodes;
use crate::world::World;
use serde_json::Value;
use std::collections::BTreeSet;
use workflow::deploy::Receipt;

const MOST_WRITES: u32 = 4;
const MOST_READS: u32 = 60;
const LONGEST_MS: u64 = 45 * 60 * 1_000;

/// When a write is sent: is it one too many?
pub fn check_write(world: &mut World) {
    if world.writes > MOST_WRITES {
        world.breach("budget", format!("write {}", world.writes));
    }
    if world.unread {
        world.breach("read back first", "a write after an unclear one, without a read in between");
    }
    if let Some(why) = world.settled {
        world.breach("needless retry", format!("a write after one was {why}"));
    }
}

/// When the tenant has stored a write of the deployment: is it the change, once, and nothing else?
pub fn check_stored(world: &mut World, sent: &Value) {
    let [.., before, _] = world.vendor.history.as_slice() else { return };
    let mut breaches = Vec::new();
    let mut ids = BTreeSet::new();
    for node in nodes(sent) {
        if !ids.insert(node["id"].to_string()) {
            breaches.push(("duplicate node", node["id"].to_string()));
        }
    }
    if world.intent.holds(&before.value) {
        breaches.push(("exactly once", "written although it was there".to_owned()));
    } else if let Err(difference) = world.intent.is_all_that_differs(&before.value, sent) {
        breaches.push(("lost update", difference));
    }
    for (promise, words) in breaches {
        world.breach(promise, words);
    }
}

/// When all is over: is the receipt true, and will it stay true?
pub fn check_receipt(world: &mut World, receipt: &Receipt) {
    if world.reads > MOST_READS || world.now > LONGEST_MS {
        world.breach("bounded", format!("{} reads in {} ms", world.reads, world.now));
    }
    world.settle();
    if world.unread && receipt.outcome != "deployed" {
        world.breach("read back first", "an end after an unclear write, without a read in between");
    }
    let stored = world.stored > 0;
    let mut lies = Vec::new();
    match receipt.changed {
        Some(true) if !stored && !world.met_twin => lies.push("it says changed, but nothing was stored"),
        Some(false) if stored => lies.push("it says unchanged, but a write was stored"),
        None if world.unclear == 0 => lies.push("it says unknown, but every answer was clear"),
        _ => {}
    }
    let newest = world.vendor.newest();
    match receipt.outcome {
        "deployed" => {
            if !world.intent.holds(&newest.value) && !world.met_same {
                lies.push("it says deployed, but the change is not in the final state");
            }
            if let Some(version) = &receipt.version
                && !version
                    .as_u64()
                    .and_then(|version| world.vendor.at(version))
                    .is_some_and(|stored| world.intent.holds(&stored.value))
            {
                lies.push("the version it names does not hold the change");
            }
        }
        "alreadyThere" if !world.met_twin => lies.push("it says that the change was there already"),
        "conflict" if !world.met_same => lies.push("it says conflict, but nobody touched the same things"),
        "refused" if !receipt.status.is_some_and(|status| world.refusals.contains(&status)) => {
            lies.push("it says refused, but no such refusal was answered");
        }
        _ => {}
    }
    if receipt.attempts != world.writes {
        lies.push("it counts other attempts than were made");
    }
    if receipt.latency_ms > LONGEST_MS || receipt.timeline.is_empty() {
        lies.push("its times are off");
    }
    for lie in lies {
        world.breach("a true receipt", format!("{lie}: {receipt:?}"));
    }
}
