//! Cancelling at any point tells what is true.

use crate::scene::{Case, Reply, Reply::*, Step, Step::*, check};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use workflow::deploy::TransportFailure::{Broken, NotSent, Timeout};

fn cancelled(name: &'static str, steps: Vec<Step>, changed: Option<bool>, attempts: u32) -> Case {
    Case { name, steps, outcome: "cancelled", changed, version: None, attempts }
}

#[test]
fn before_anything_is_sent_it_is_over_at_once() {
    check(vec![
        cancelled("before the first read", vec![Cancel], Some(false), 0),
        cancelled("twice", vec![Cancel, Cancel], Some(false), 0),
        cancelled("while reading; the answer comes too late", vec![ReadCancelled(Head(3))], Some(false), 0),
        cancelled("before the write is sent", vec![Read(Head(3)), Cancel], Some(false), 0),
        cancelled("while waiting to read", vec![Read(Status(503)), WaitCancelled], Some(false), 0),
        cancelled("after a 429", vec![Read(Head(3)), Write(Status(429)), WaitCancelled], Some(false), 1),
        cancelled("after a 409", vec![Read(Head(3)), Write(Status(409)), ReadCancelled(Head(4))], Some(false), 1),
        cancelled("before the journal is kept", vec![Read(Head(3)), Cancel], Some(false), 0),
    ]);
}

#[test]
fn a_write_under_way_is_waited_for() {
    let during = |reply: Reply| vec![Read(Head(3)), WriteCancelled(reply)];
    check(vec![
        Case {
            name: "it lands",
            steps: during(Stored(4)),
            outcome: "deployed",
            changed: Some(true),
            version: Some("4"),
            attempts: 1,
        },
        Case {
            name: "it is refused",
            steps: during(Status(400)),
            outcome: "refused",
            changed: Some(false),
            version: None,
            attempts: 1,
        },
        cancelled("it loses the race", [during(Status(409)), vec![Read(Head(4))]].concat(), Some(false), 1),
        cancelled("it may have lost it to its own copy", [during(Status(409)), vec![Read(Head(5))]].concat(), None, 1),
        cancelled(
            "a 409 that cannot be looked into",
            [during(Status(409)), vec![Read(Lost(Broken))]].concat(),
            None,
            1,
        ),
        cancelled("it is not carried out", during(Status(429)), Some(false), 1),
        cancelled("it was never sent", during(Lost(NotSent)), Some(false), 1),
    ]);
}

#[test]
fn after_an_unclear_write_it_reads_back_once() {
    let during = |then: Vec<Step>| [vec![Read(Head(3)), WriteCancelled(Lost(Timeout))], then].concat();
    let waiting =
        |then: Vec<Step>| [vec![Read(Head(3)), Write(Lost(Timeout)), Read(Head(3)), WaitCancelled], then].concat();
    let deployed =
        |name, steps| Case { name, steps, outcome: "deployed", changed: Some(true), version: Some("4"), attempts: 1 };
    let unknown = |name, steps| Case { name, steps, outcome: "unknown", changed: None, version: None, attempts: 1 };
    check(vec![
        deployed("it has landed", during(vec![Read(Landed(4))])),
        cancelled("it may still land", during(vec![Read(Head(3))]), None, 1),
        cancelled("it cannot land any more", during(vec![Read(Head(4))]), Some(false), 1),
        cancelled("someone else has taken the id", during(vec![Read(Taken(5))]), None, 1),
        unknown("reading back fails", during(vec![Read(Lost(Broken))])),
        deployed("cancelled while waiting, and it has landed", waiting(vec![Read(Landed(4))])),
        cancelled("cancelled while waiting, and it may still land", waiting(vec![Read(Head(3))]), None, 1),
        unknown("cancelled while waiting, and reading back fails", waiting(vec![Read(Status(503))])),
        deployed(
            "cancelled while reading back, and it has landed",
            vec![Read(Head(3)), Write(Lost(Timeout)), ReadCancelled(Landed(4))],
        ),
        cancelled(
            "cancelled while reading back, and it may still land",
            vec![Read(Head(3)), Write(Lost(Timeout)), ReadCancelled(Head(3))],
            None,
            1,
        ),
        unknown(
            "cancelled while reading back, which fails",
            vec![Read(Head(3)), Write(Lost(Timeout)), ReadCancelled(Lost(NotSent))],
        ),
    ]);
}

#[test]
fn a_refusal_that_is_being_confirmed_stays_a_refusal() {
    let refused = vec![Read(Head(3)), Write(Lost(Timeout)), Read(Head(3)), Pause, Write(Status(400))];
    check(vec![Case {
        name: "while confirming",
        steps: [refused, vec![ReadCancelled(Head(4))]].concat(),
        outcome: "refused",
        changed: Some(false),
        version: None,
        attempts: 2,
    }]);
}
