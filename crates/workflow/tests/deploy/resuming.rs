//! A run that dies is taken up from its journal: read back, decide, and only then go on.

use crate::scene::{Reply::*, START, START_UNIX_MS, Scene, Step, Step::*};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use workflow::deploy::TransportFailure::Timeout;
use workflow::deploy::{Deployment, Journal};

/// How much later, in ms, the operation is taken up.
const LATER: u64 = 90_000;

/// The scene of a later run, which knows nothing but the text of the last journal that was kept.
fn taken_up(died: &Scene) -> Scene {
    let text = died.journals.last().expect("a journal was kept").to_text();
    let journal = Journal::parse(&text).expect("the journal can be read again");
    let machine = Deployment::resume(journal, START, START_UNIX_MS + LATER);
    // What was sent before is what the vendor answers with.
    Scene { bodies: died.bodies.clone(), keys: died.keys.clone(), ..Scene::driving(machine) }
}

struct Case {
    name: &'static str,
    before: Vec<Step>,
    after: Vec<Step>,
    outcome: &'static str,
    changed: Option<bool>,
    attempts: u32,
}

#[test]
fn it_reads_back_and_decides() {
    let sent = || vec![Read(Head(3)), Write(Lost(Timeout))];
    let mut last = vec![Read(Head(3))];
    last.extend([Write(RetryAfter(429, "1")), Wait("the tenant asked for 1 s")].repeat(3));
    last.push(Write(Lost(Timeout)));
    let cases = [
        Case {
            name: "landed",
            before: sent(),
            after: vec![Read(Landed(4))],
            outcome: "deployed",
            changed: Some(true),
            attempts: 1,
        },
        Case {
            name: "landed, and others have saved since",
            before: sent(),
            after: vec![Read(There(9))],
            outcome: "deployed",
            changed: None,
            attempts: 1,
        },
        Case {
            name: "not landed",
            before: sent(),
            after: vec![Read(Head(3)), Write(Stored(4))],
            outcome: "deployed",
            changed: Some(true),
            attempts: 2,
        },
        Case {
            name: "not landed yet: the version guards the second write",
            before: sent(),
            after: vec![Read(Head(3)), Write(Status(409)), Read(Landed(4))],
            outcome: "deployed",
            changed: Some(true),
            attempts: 2,
        },
        Case {
            name: "someone else has saved",
            before: sent(),
            after: vec![Read(Head(4)), Write(Stored(5))],
            outcome: "deployed",
            changed: Some(true),
            attempts: 2,
        },
        Case {
            name: "someone else's node has the id",
            before: sent(),
            after: vec![Read(Taken(5))],
            outcome: "conflict",
            changed: None,
            attempts: 1,
        },
        Case {
            name: "the budget is the operation's, not the run's",
            before: last,
            after: vec![Read(Head(4))],
            outcome: "gaveUp",
            changed: Some(false),
            attempts: 4,
        },
        Case {
            name: "cancelled at once: it finds out and writes nothing",
            before: sent(),
            after: vec![Cancel, Read(Head(4))],
            outcome: "cancelled",
            changed: Some(false),
            attempts: 1,
        },
        Case {
            name: "cancelled at once, and landed",
            before: sent(),
            after: vec![Cancel, Read(Landed(4))],
            outcome: "deployed",
            changed: Some(true),
            attempts: 1,
        },
        Case {
            name: "it cannot find out",
            before: sent(),
            after: vec![Read(Status(403))],
            outcome: "unknown",
            changed: None,
            attempts: 1,
        },
    ];
    for case in cases {
        let died = Scene::new().play(case.name, &case.before);
        let receipt = taken_up(&died).play(case.name, &case.after).receipt(case.name);
        assert_eq!(
            (receipt.outcome, receipt.changed, receipt.attempts),
            (case.outcome, case.changed, case.attempts),
            "{}: {receipt:#?}",
            case.name
        );
        assert!(receipt.timeline[0].starts_with("+0.0 s resume: "), "{receipt:#?}");
        assert_eq!(receipt.latency_ms, receipt.finished_at - START_UNIX_MS, "from the operation's beginning");
        assert!(receipt.latency_ms >= LATER);
    }
}

#[test]
fn a_run_that_dies_between_the_journal_and_the_write_has_used_up_an_attempt() {
    let mut died = Scene::new().play("until the journal", &[Read(Head(3))]);
    let journal = died.journal("before the write");
    died.journals.push(journal);
    let receipt = taken_up(&died).play("taken up", &[Read(Head(3)), Write(Stored(4))]).receipt("taken up");
    assert_eq!((receipt.outcome, receipt.changed, receipt.attempts), ("deployed", Some(true), 2));
}

#[test]
fn an_operation_that_is_over_stays_over() {
    let landed = vec![Read(Head(3)), Write(Stored(4))];
    let refused = vec![Read(Head(3)), Write(Status(400))];
    let cancelled = vec![Cancel];
    let conflict = vec![Read(Taken(4))];
    for steps in [landed, refused, cancelled, conflict] {
        let mut first = Scene::new().play("the first run", &steps);
        let before = first.receipt("the first run");
        let after = taken_up(&first).receipt("the second run");
        assert_eq!(
            (after.outcome, after.changed, &after.version, &after.message, after.attempts, after.status.is_some()),
            (
                before.outcome,
                before.changed,
                &before.version,
                &before.message,
                before.attempts,
                before.outcome == "refused"
            ),
        );
    }
}

#[test]
fn an_operation_that_ended_in_doubt_can_be_looked_into_again() {
    let steps = [Read(Head(3)), Write(Lost(Timeout)), Read(Status(403))];
    let mut first = Scene::new().play("the first run", &steps);
    assert_eq!(first.receipt("the first run").outcome, "unknown");
    let receipt = taken_up(&first).play("the second run", &[Read(Landed(4))]).receipt("the second run");
    assert_eq!((receipt.outcome, receipt.changed), ("deployed", Some(true)));
    let receipt = taken_up(&first).play("it goes on", &[Read(Head(4)), Write(Stored(5))]).receipt("it goes on");
    assert_eq!((receipt.outcome, receipt.changed, receipt.attempts), ("deployed", Some(true), 2));
}

#[test]
fn what_was_cancelled_or_refused_is_looked_into_and_not_written_again() {
    let cancelled = vec![Read(Head(3)), WriteCancelled(Lost(Timeout)), Read(Status(503))];
    let refused =
        vec![Read(Head(3)), Write(Lost(Timeout)), Read(Head(3)), Pause, Write(Status(400)), Read(Status(403))];
    for (steps, outcome) in [(cancelled, "cancelled"), (refused, "refused")] {
        let mut first = Scene::new().play("the first run", &steps);
        assert_eq!(first.receipt("the first run").changed, None);
        let receipt = taken_up(&first).play("not there", &[Read(Head(4))]).receipt("not there");
        assert_eq!((receipt.outcome, receipt.changed), (outcome, Some(false)));
        let receipt = taken_up(&first).play("there", &[Read(Landed(4))]).receipt("there");
        assert_eq!((receipt.outcome, receipt.changed), ("deployed", Some(true)));
    }
}
