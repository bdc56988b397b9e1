//! A 401: one fresh token, where the caller can get one.

use crate::scene::{Reply::*, Scene, Step, Step::*, plan_after};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use workflow::deploy::Credentials;
use workflow::deploy::TransportFailure::Timeout;

struct Case {
    name: &'static str,
    credentials: Credentials,
    steps: Vec<Step>,
    outcome: &'static str,
    changed: Option<bool>,
    attempts: u32,
}

#[test]
fn tutorial_bug_a_401_in_mid_run_never_refreshes_the_token() {
    use Credentials::{Caller, OnTheWay};
    let ok = Renew(Ok(()));
    let cases = [
        Case {
            name: "on the first read",
            credentials: Caller,
            steps: vec![Read(Status(401)), ok, Read(Head(3)), Write(Stored(4))],
            outcome: "deployed",
            changed: Some(true),
            attempts: 1,
        },
        Case {
            name: "on a write",
            credentials: Caller,
            steps: vec![Read(Head(3)), Write(Status(401)), ok, Write(Stored(4))],
            outcome: "deployed",
            changed: Some(true),
            attempts: 2,
        },
        Case {
            name: "on a read-back",
            credentials: Caller,
            steps: vec![Read(Head(3)), Write(Lost(Timeout)), Read(Status(401)), ok, Read(Landed(4))],
            outcome: "deployed",
            changed: Some(true),
            attempts: 1,
        },
        Case {
            name: "again with the fresh token",
            credentials: Caller,
            steps: vec![Read(Head(3)), Write(Status(401)), ok, Write(Status(401))],
            outcome: "refused",
            changed: Some(false),
            attempts: 2,
        },
        Case {
            name: "later again: one fresh token is all",
            credentials: Caller,
            steps: vec![Read(Status(401)), ok, Read(Head(3)), Write(Status(401))],
            outcome: "refused",
            changed: Some(false),
            attempts: 1,
        },
        Case {
            name: "no fresh token for a read",
            credentials: Caller,
            steps: vec![Read(Status(401)), Renew(Err("the token endpoint answers 503"))],
            outcome: "refused",
            changed: Some(false),
            attempts: 0,
        },
        Case {
            name: "no fresh token for a write",
            credentials: Caller,
            steps: vec![Read(Head(3)), Write(Status(401)), Renew(Err("the token endpoint answers 503"))],
            outcome: "refused",
            changed: Some(false),
            attempts: 1,
        },
        Case {
            name: "no fresh token for a read-back",
            credentials: Caller,
            steps: vec![Read(Head(3)), Write(Lost(Timeout)), Read(Status(401)), Renew(Err("no"))],
            outcome: "refused",
            changed: None,
            attempts: 1,
        },
        Case {
            name: "the proxy has renewed it already: on a read",
            credentials: OnTheWay,
            steps: vec![Read(Status(401))],
            outcome: "refused",
            changed: Some(false),
            attempts: 0,
        },
        Case {
            name: "the proxy has renewed it already: on a write",
            credentials: OnTheWay,
            steps: vec![Read(Head(3)), Write(Status(401))],
            outcome: "refused",
            changed: Some(false),
            attempts: 1,
        },
        Case {
            name: "cancelled while renewing: nothing is in doubt",
            credentials: Caller,
            steps: vec![Read(Head(3)), Write(Status(401)), RenewCancelled(Ok(()))],
            outcome: "cancelled",
            changed: Some(false),
            attempts: 1,
        },
        Case {
            name: "cancelled while renewing for a read-back: it still looks",
            credentials: Caller,
            steps: vec![
                Read(Head(3)),
                Write(Lost(Timeout)),
                Read(Status(401)),
                RenewCancelled(Ok(())),
                Read(Landed(4)),
            ],
            outcome: "deployed",
            changed: Some(true),
            attempts: 1,
        },
        Case {
            name: "cancelled while renewing for a read-back, which fails",
            credentials: Caller,
            steps: vec![Read(Head(3)), Write(Lost(Timeout)), Read(Status(401)), RenewCancelled(Err("no"))],
            outcome: "unknown",
            changed: None,
            attempts: 1,
        },
        Case {
            name: "the last attempt is not sent a fifth time",
            credentials: Caller,
            steps: [
                vec![Read(Head(3))],
                [Write(RetryAfter(429, "1")), Wait("the tenant asked for 1 s")].repeat(3),
                vec![Write(Status(401))],
            ]
            .concat(),
            outcome: "refused",
            changed: Some(false),
            attempts: 4,
        },
    ];
    for case in cases {
        let mut plan = plan_after("start_node");
        plan.credentials = case.credentials;
        let receipt = Scene::with(plan).play(case.name, &case.steps).receipt(case.name);
        assert_eq!(
            (receipt.outcome, receipt.changed, receipt.attempts),
            (case.outcome, case.changed, case.attempts),
            "{}: {receipt:#?}",
            case.name
        );
    }
}
