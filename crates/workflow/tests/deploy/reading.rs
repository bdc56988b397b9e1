//! What a read leads to, before anything is written.

use crate::scene::{Case, Reply::*, Scene, Step::*, check, plan_after};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use workflow::deploy::TransportFailure::{Broken, NotSent, Timeout};

#[test]
fn the_newest_head_is_what_is_written_on() {
    check(vec![
        Case {
            name: "nobody has saved since",
            steps: vec![Read(Head(3)), Write(Stored(4))],
            outcome: "deployed",
            changed: Some(true),
            version: Some("4"),
            attempts: 1,
        },
        Case {
            name: "someone has saved since: no write is wasted on the old version",
            steps: vec![Read(Head(8)), Write(Stored(9))],
            outcome: "deployed",
            changed: Some(true),
            version: Some("9"),
            attempts: 1,
        },
        Case {
            name: "the change is there already",
            steps: vec![Read(There(4))],
            outcome: "alreadyThere",
            changed: Some(false),
            version: Some("4"),
            attempts: 0,
        },
        Case {
            name: "another node has the id",
            steps: vec![Read(Taken(4))],
            outcome: "conflict",
            changed: Some(false),
            version: None,
            attempts: 0,
        },
    ]);
}

#[test]
fn a_refused_read_is_never_repeated() {
    for status in [400, 401, 403, 404, 410] {
        check(vec![Case {
            name: "a refused read",
            steps: vec![Read(Status(status))],
            outcome: "refused",
            changed: Some(false),
            version: None,
            attempts: 0,
        }]);
    }
}

#[test]
fn a_read_that_may_work_later_is_repeated_a_few_times() {
    for failure in [Status(500), Status(503), Status(429), Status(408), Lost(Timeout), Lost(Broken), Lost(NotSent)] {
        check(vec![
            Case {
                name: "it works in the end",
                steps: vec![Read(failure), Pause, Read(failure), Pause, Read(Head(3)), Write(Stored(4))],
                outcome: "deployed",
                changed: Some(true),
                version: Some("4"),
                attempts: 1,
            },
            Case {
                name: "it never works",
                steps: vec![Read(failure), Pause, Read(failure), Pause, Read(failure), Pause, Read(failure)],
                outcome: "gaveUp",
                changed: Some(false),
                version: None,
                attempts: 0,
            },
        ]);
    }
    check(vec![Case {
        name: "the tenant says when",
        steps: vec![Read(RetryAfter(429, "7")), Wait("the tenant asked for 7 s"), Read(Head(3)), Write(Stored(4))],
        outcome: "deployed",
        changed: Some(true),
        version: Some("4"),
        attempts: 1,
    }]);
}

#[test]
fn what_is_not_this_workflow_is_never_written_on() {
    let bodies = [
        "<!doctype html><title>Maintenance</title>",
        r#"{"id":"wf_12345","version":4,"nodes":[{"id""#,
        "",
        "[]",
        r#"{"ok":true}"#,
        r#"{"id":"wf_12345","version":4}"#,
        r#"{"id":"wf_other","version":4,"nodes":[],"transitions":[]}"#,
        r#"{"id":"wf_12345","version":4,"nodes":[],"nodes":[],"transitions":[]}"#,
        r#"{"id":"wf_12345","version":4,"version":5,"nodes":[],"transitions":[]}"#,
    ];
    for body in bodies {
        let odd = Body(body);
        check(vec![Case {
            name: body,
            steps: vec![Read(odd), Pause, Read(odd), Pause, Read(odd), Pause, Read(odd)],
            outcome: "unusable",
            changed: Some(false),
            version: None,
            attempts: 0,
        }]);
    }
}

#[test]
fn an_out_of_date_copy_is_read_again() {
    check(vec![
        Case {
            name: "older than the base",
            steps: vec![Read(Head(2)), Pause, Read(Head(3)), Write(Stored(4))],
            outcome: "deployed",
            changed: Some(true),
            version: Some("4"),
            attempts: 1,
        },
        Case {
            name: "older than the base each time: the tenant is believed, and the version guards the write",
            steps: vec![
                Read(Head(2)),
                Pause,
                Read(Head(2)),
                Pause,
                Read(Head(2)),
                Pause,
                Read(Head(2)),
                Write(Stored(3)),
            ],
            outcome: "deployed",
            changed: Some(true),
            version: Some("3"),
            attempts: 1,
        },
    ]);
}

#[test]
fn a_change_that_does_not_fit_its_own_base_is_never_sent() {
    let mut scene = Scene::with(plan_after("nowhere")).play("no such node", &[Read(Head(3))]);
    let receipt = scene.receipt("no such node");
    assert_eq!((receipt.outcome, receipt.changed, receipt.attempts), ("unusable", Some(false), 0));
    assert!(receipt.message.contains("`nowhere`"), "{}", receipt.message);
}

#[test]
fn an_empty_change_is_there_already() {
    let mut plan = plan_after("start_node");
    plan.change.edits.clear();
    let receipt = Scene::with(plan).play("nothing to do", &[Read(Head(3))]).receipt("nothing to do");
    assert_eq!((receipt.outcome, receipt.changed, receipt.attempts), ("alreadyThere", Some(false), 0));
}
