//! What follows a write whose outcome is unclear: read back first, then decide.

use crate::scene::{Case, Reply, Reply::*, Step, Step::*, check};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use workflow::deploy::TransportFailure::{Broken, NotSent, Timeout};

const UNCLEAR: [Reply; 15] = [
    Lost(Timeout),
    Lost(Broken),
    Status(500),
    Status(502),
    Status(503),
    Status(504),
    Status(408),
    Status(302),
    Body(""),
    Body("<!doctype html><title>Sign in</title>"),
    Body(r#"{"id":"wf_12345","version":4,"nodes":[{"#),
    Body("[]"),
    Body(r#"{"ok":true}"#),
    // An answer from before the write.
    Head(3),
    // Not what was sent.
    Taken(4),
];

#[test]
fn tutorial_bug_a_write_that_landed_unseen_adds_the_node_twice() {
    for reply in UNCLEAR {
        check(vec![
            Case {
                name: "landed: exactly one write",
                steps: vec![Read(Head(3)), Write(reply), Read(Landed(4))],
                outcome: "deployed",
                changed: Some(true),
                version: Some("4"),
                attempts: 1,
            },
            Case {
                name: "not landed: it is sent again",
                steps: vec![Read(Head(3)), Write(reply), Read(Head(3)), Pause, Write(Stored(4))],
                outcome: "deployed",
                changed: Some(true),
                version: Some("4"),
                attempts: 2,
            },
            Case {
                name: "it lands late: the version guards the second write",
                steps: vec![Read(Head(3)), Write(reply), Read(Head(3)), Pause, Write(Status(409)), Read(Landed(4))],
                outcome: "deployed",
                changed: Some(true),
                version: Some("4"),
                attempts: 2,
            },
            Case {
                name: "someone else has saved instead",
                steps: vec![Read(Head(3)), Write(reply), Read(Head(4)), Pause, Write(Stored(5))],
                outcome: "deployed",
                changed: Some(true),
                version: Some("5"),
                attempts: 2,
            },
        ]);
    }
}

#[test]
fn a_pause_that_the_tenant_asks_for_comes_after_the_read_back() {
    check(vec![
        Case {
            name: "a short one",
            steps: vec![
                Read(Head(3)),
                Write(RetryAfter(503, "3")),
                Read(Head(3)),
                Wait("the tenant asked for 3 s"),
                Write(Stored(4)),
            ],
            outcome: "deployed",
            changed: Some(true),
            version: Some("4"),
            attempts: 2,
        },
        Case {
            name: "a long one: it has landed in the meantime",
            steps: vec![
                Read(Head(3)),
                Write(RetryAfter(503, "30")),
                Read(Head(3)),
                Wait("the tenant asked for 30 s"),
                Read(Landed(4)),
            ],
            outcome: "deployed",
            changed: Some(true),
            version: Some("4"),
            attempts: 1,
        },
    ]);
}

#[test]
fn where_reading_back_fails_the_outcome_is_unknown() {
    let unknown = |name, steps| Case { name, steps, outcome: "unknown", changed: None, version: None, attempts: 1 };
    let failures = |reply| [Read(reply), Pause].repeat(3).into_iter().chain([Read(reply)]).collect::<Vec<_>>();
    let after_timeout = |steps: Vec<Step>| [vec![Read(Head(3)), Write(Lost(Timeout))], steps].concat();
    check(vec![
        unknown("no connection", after_timeout(failures(Lost(NotSent)))),
        unknown("an outage", after_timeout(failures(Status(503)))),
        unknown("a maintenance page", after_timeout(failures(Body("<html>")))),
        unknown("a refusal", after_timeout(vec![Read(Status(403))])),
    ]);
}

#[test]
fn before_giving_up_it_looks_a_last_time() {
    let three_timeouts = || {
        let mut steps = vec![Read(Head(3))];
        for _ in 0..3 {
            // A pause of more than 5 s is followed by a read; the seed's pauses are shorter.
            steps.extend([Write(Lost(Timeout)), Read(Head(3)), Pause]);
        }
        steps
    };
    let with = |name, end: Vec<Step>, outcome, changed, version| Case {
        name,
        steps: [three_timeouts(), vec![Write(Lost(Timeout))], end].concat(),
        outcome,
        changed,
        version,
        attempts: 4,
    };
    check(vec![
        with("the last has landed", vec![Read(Landed(4))], "deployed", Some(true), Some("4")),
        with("it lands late", vec![Read(Head(3)), Pause, Read(Landed(4))], "deployed", Some(true), Some("4")),
        with("it may still land", vec![Read(Head(3)), Pause, Read(Head(3))], "gaveUp", None, None),
        with("it cannot land any more", vec![Read(Head(4))], "gaveUp", Some(false), None),
        with("it may have been overwritten", vec![Read(Head(5))], "gaveUp", None, None),
        with("someone else has taken the id", vec![Read(Taken(5))], "conflict", None, None),
    ]);
}

#[test]
fn an_out_of_date_copy_is_no_base_for_a_last_word() {
    let mut steps = vec![Read(Head(3)), Write(Lost(Timeout)), Read(Head(5)), Pause, Write(Status(400))];
    steps.extend([Read(Head(4)), Pause].repeat(3));
    steps.push(Read(Head(4)));
    check(vec![Case {
        name: "older copies only",
        steps,
        outcome: "refused",
        changed: None,
        version: None,
        attempts: 2,
    }]);
}

#[test]
fn a_refusal_after_an_unclear_write_is_told_with_what_is_known() {
    let with = |name, end, outcome, changed, version| Case {
        name,
        steps: vec![Read(Head(3)), Write(Lost(Broken)), Read(Head(3)), Pause, Write(Status(403)), Read(end)],
        outcome,
        changed,
        version,
        attempts: 2,
    };
    check(vec![
        with("the first has landed", Landed(4), "deployed", Some(true), Some("4")),
        with("the first may still land", Head(3), "refused", None, None),
        with("the first cannot land any more", Head(4), "refused", Some(false), None),
        with("reading is refused as well", Status(403), "refused", None, None),
    ]);
}
