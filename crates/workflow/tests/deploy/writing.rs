//! What a clear answer to a write leads to.

use crate::scene::{Case, Reply::*, Step, Step::*, check};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use workflow::deploy::TransportFailure::NotSent;

#[test]
fn tutorial_bug_a_400_is_retried_four_times() {
    for status in [400, 401, 403, 404, 413, 422, 423] {
        check(vec![Case {
            name: "a refused write is sent exactly once",
            steps: vec![Read(Head(3)), Write(Status(status))],
            outcome: "refused",
            changed: Some(false),
            version: None,
            attempts: 1,
        }]);
    }
}

#[test]
fn tutorial_bug_after_a_409_the_node_is_not_looked_for_again() {
    check(vec![
        Case {
            name: "someone else's save is kept",
            steps: vec![Read(Head(3)), Write(Status(409)), Read(Head(4)), Write(Stored(5))],
            outcome: "deployed",
            changed: Some(true),
            version: Some("5"),
            attempts: 2,
        },
        Case {
            name: "someone else has done the very same, or something on the way has sent it twice",
            steps: vec![Read(Head(3)), Write(Status(409)), Read(There(4))],
            outcome: "alreadyThere",
            changed: None,
            version: Some("4"),
            attempts: 1,
        },
        Case {
            name: "the 409 was for a second copy of our own write",
            steps: vec![Read(Head(3)), Write(Status(409)), Read(Stored(4))],
            outcome: "deployed",
            changed: Some(true),
            version: Some("4"),
            attempts: 1,
        },
        Case {
            name: "someone else has taken the id",
            steps: vec![Read(Head(3)), Write(Status(409)), Read(Taken(4))],
            outcome: "conflict",
            changed: Some(false),
            version: None,
            attempts: 1,
        },
    ]);
}

#[test]
fn a_409_means_that_the_version_written_on_is_out_of_date() {
    check(vec![
        Case {
            name: "a stale copy after the 409",
            steps: vec![Read(Head(3)), Write(Status(409)), Read(Head(3)), Pause, Read(Head(4)), Write(Stored(5))],
            outcome: "deployed",
            changed: Some(true),
            version: Some("5"),
            attempts: 2,
        },
        Case {
            name: "an older version than the newest seen",
            steps: vec![
                Read(Head(3)),
                Write(Status(409)),
                Read(Head(5)),
                Write(Status(409)),
                Read(Head(4)),
                Pause,
                Read(Head(6)),
                Write(Stored(7)),
            ],
            outcome: "deployed",
            changed: Some(true),
            version: Some("7"),
            attempts: 3,
        },
    ]);
}

#[test]
fn at_most_four_writes_are_sent() {
    check(vec![
        Case {
            name: "a race lost four times",
            steps: vec![
                Read(Head(3)),
                Write(Status(409)),
                Read(Head(4)),
                Write(Status(409)),
                Read(Head(5)),
                Write(Status(409)),
                Read(Head(6)),
                Write(Status(409)),
                Read(Head(7)),
            ],
            outcome: "gaveUp",
            changed: Some(false),
            version: None,
            attempts: 4,
        },
        Case {
            name: "too many requests, four times",
            steps: [vec![Read(Head(3))], busy(3), vec![Write(RetryAfter(429, "1"))]].concat(),
            outcome: "gaveUp",
            changed: Some(false),
            version: None,
            attempts: 4,
        },
    ]);
}

fn busy(times: usize) -> Vec<Step> {
    [Write(RetryAfter(429, "1")), Wait("the tenant asked for 1 s")].repeat(times)
}

#[test]
fn after_a_429_it_waits_as_told() {
    let after = |header, reason, then: Vec<Step>| Case {
        name: reason,
        steps: [vec![Read(Head(3)), Write(RetryAfter(429, header)), Wait(reason)], then].concat(),
        outcome: "deployed",
        changed: Some(true),
        version: Some("4"),
        attempts: 2,
    };
    let again = vec![Write(Stored(4))];
    let with_a_look = vec![Read(Head(3)), Write(Stored(4))];
    check(vec![
        after("2", "the tenant asked for 2 s", again.clone()),
        after("5", "the tenant asked for 5 s", again.clone()),
        after("7", "the tenant asked for 7 s", with_a_look.clone()),
        after("1000000000", "the tenant asked for 1000000000 s; waiting 60 s", with_a_look.clone()),
        // The clock stands at 22:13:20 when the first read is sent, and 200 ms later now.
        after("Tue, 14 Nov 2023 22:13:50 GMT", "the tenant asked for 29.8 s", with_a_look),
        after("Tue, 14 Nov 2023 22:00:00 GMT", "the tenant asked for 0 s", again.clone()),
    ]);
    check(vec![
        Case {
            name: "garbage in the header",
            steps: vec![Read(Head(3)), Write(RetryAfter(429, "in a while")), Pause, Write(Stored(4))],
            outcome: "deployed",
            changed: Some(true),
            version: Some("4"),
            attempts: 2,
        },
        Case {
            name: "no header, and someone saves meanwhile",
            steps: vec![Read(Head(3)), Write(Status(429)), Pause, Write(Status(409)), Read(Head(4)), Write(Stored(5))],
            outcome: "deployed",
            changed: Some(true),
            version: Some("5"),
            attempts: 3,
        },
    ]);
}

#[test]
fn what_was_never_sent_is_sent_again() {
    check(vec![Case {
        name: "no connection",
        steps: vec![Read(Head(3)), Write(Lost(NotSent)), Pause, Write(Stored(4))],
        outcome: "deployed",
        changed: Some(true),
        version: Some("4"),
        attempts: 2,
    }]);
}

#[test]
fn an_echo_of_what_was_sent_does_not_tell_the_version() {
    check(vec![Case {
        name: "the answer still says version 3",
        steps: vec![Read(Head(3)), Write(Stored(3))],
        outcome: "deployed",
        changed: Some(true),
        version: None,
        attempts: 1,
    }]);
}
