//! What holds for every deployment: what is sent, what is told, and what is ignored.

use crate::scene::{BASE, LATENCY, NODE, Reply::*, START, START_UNIX_MS, Scene, Step::*, head, plan_after};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use workflow::deploy::TransportFailure::Timeout;
use workflow::deploy::{Action, Deployment, Event, Journaled, Phase, State};
use workflow::document::Document;

#[test]
fn a_write_differs_from_the_head_by_the_change_and_the_time() {
    let scene = Scene::new().play("a newer head", &[Read(Head(8)), Write(Stored(9))]);
    let at = START_UNIX_MS + LATENCY;
    let expected = plan_after("start_node")
        .change
        .apply(&Document::parse(&head(8)).expect("the head is a document"))
        .expect("the change fits")
        .document
        .with_member("lastUpdatedTimestamp", &at.to_string());
    assert_eq!(scene.bodies, [expected.to_text()]);
    assert!(scene.bodies[0].contains(r#""version":8"#));
    assert!(scene.bodies[0].contains(NODE));
}

#[test]
fn each_attempt_has_a_key_and_a_time_of_its_own() {
    let scene = Scene::new().play(
        "twice",
        &[Read(Head(3)), Write(RetryAfter(429, "2")), Wait("the tenant asked for 2 s"), Write(Stored(4))],
    );
    assert_eq!(scene.keys, ["op_00000000000000000000000000000007.1", "op_00000000000000000000000000000007.2"]);
    let stamps: Vec<_> = scene.bodies.iter().map(|body| stamp(body)).collect();
    assert_eq!(stamps, [START_UNIX_MS + 100, START_UNIX_MS + 2_200]);
}

fn stamp(body: &str) -> u64 {
    let document = Document::parse(body).expect("what is written is a document");
    document.member("lastUpdatedTimestamp").and_then(|text| text.parse().ok()).expect("it has a time")
}

#[test]
fn the_receipt_tells_the_whole_story() {
    let steps = [
        Read(Head(3)),
        Write(Lost(Timeout)),
        Read(Head(3)),
        Pause,
        Write(Status(409)),
        Read(Head(5)),
        Write(RetryAfter(429, "7")),
        Wait("the tenant asked for 7 s"),
        Read(Head(5)),
        Write(Stored(6)),
    ];
    let mut scene = Scene::new().play("a long story", &steps);
    let receipt = scene.receipt("a long story");
    let pause = receipt.timeline[3].clone();
    assert!(pause.starts_with("+0.3 s wait: pausing "), "{pause}");
    let without_times: Vec<_> =
        receipt.timeline.iter().map(|line| line.split_once(" s ").map_or("", |(_, words)| words)).collect();
    assert_eq!(
        [&without_times[..3], &without_times[4..]].concat(),
        [
            "read: version 3",
            "write 1: no answer came in time; it may have been carried out",
            "read back: version 3, without the change",
            "write 2: 409: someone saved in between",
            "read back: version 5, without the change",
            "replay: the change is on version 5",
            "write 3: 429: too many requests",
            "wait: the tenant asked for 7 s",
            "read back: version 5, without the change",
            "write 4: stored as version 6",
        ]
    );
    assert_eq!(receipt.message, "The change is in the workflow, as version 6.");
    assert_eq!(receipt.status, Some(200));
    assert_eq!(receipt.latency_ms, scene.now - START);
    assert_eq!(receipt.finished_at, START_UNIX_MS + receipt.latency_ms);
    assert_eq!(scene.machine.head().version().map(|version| version.to_string()), Some("6".to_owned()));
    let json = serde_json::to_value(&receipt).expect("a receipt is JSON");
    let keys: Vec<_> = json.as_object().into_iter().flat_map(|members| members.keys().cloned()).collect();
    let expected = [
        "attempts",
        "baseVersion",
        "changed",
        "finishedAt",
        "latencyMs",
        "message",
        "nodeIds",
        "operation",
        "outcome",
        "status",
        "timeline",
        "version",
        "workflowId",
    ];
    assert_eq!(keys, expected);
}

#[test]
fn the_same_seed_makes_the_same_deployment() {
    let steps = [Read(Status(503)), Pause, Read(Head(3)), Write(Lost(Timeout)), Read(Head(3)), Pause, Write(Stored(4))];
    let play = |seed| {
        let mut plan = plan_after("start_node");
        plan.seed = seed;
        Scene::with(plan).play("seeded", &steps).receipt("seeded")
    };
    assert_eq!(play(1), play(1));
    assert_ne!(play(1).timeline, play(2).timeline);
}

#[test]
fn the_state_says_what_is_being_done() {
    let states = |steps: &[_]| {
        let mut scene = Scene::new().play("states", steps);
        scene.next();
        scene.machine.state().clone()
    };
    let scene = Scene::new().play("before the write", &[Read(Head(3))]);
    assert_eq!(scene.machine.state(), &State::Running(Phase::Journaling));
    assert_eq!(states(&[]), State::Running(Phase::Reading));
    assert_eq!(states(&[Read(Head(3))]), State::Running(Phase::Writing));
    assert_eq!(states(&[Read(Head(3)), Write(Lost(Timeout))]), State::Running(Phase::ReadingBack));
    assert_eq!(
        states(&[Read(Head(3)), Write(RetryAfter(429, "7"))]),
        State::Running(Phase::Waiting { until: START + 2 * LATENCY + 7_000 })
    );
}

#[test]
fn events_that_nothing_asked_for_are_ignored() {
    let ok = || workflow::deploy::Response { status: 200, retry_after: None, body: BASE.to_owned() };
    let mut machine = Deployment::new(plan_after("start_node"), START);
    machine.handle_event(START, Event::Read(Ok(ok())));
    machine.handle_event(START, Event::Written(Ok(ok())));
    machine.handle_event(START, Event::Timer);
    assert_eq!(machine.poll_action(), Some(Action::Read));
    machine.handle_event(START, Event::Written(Ok(ok())));
    machine.handle_event(START, Event::Timer);
    assert_eq!(machine.state(), &State::Running(Phase::Reading));
    machine.handle_event(START, Event::Journaled(Journaled::Kept));
    machine.handle_event(START, Event::TokenRenewed(Ok(())));
    machine.handle_event(START, Event::Cancel);
    assert_eq!(machine.receipt(), None, "the journal is still to be closed");
    machine.handle_event(START, Event::Journaled(Journaled::Kept));
    assert_eq!(machine.receipt(), None, "nobody has asked for the journal yet");
    assert!(matches!(machine.poll_action(), Some(Action::Journal(_))));
    machine.handle_event(START, Event::Journaled(Journaled::Kept));
    let receipt = machine.receipt();
    assert!(receipt.is_some());
    machine.handle_event(START + 50, Event::Read(Ok(ok())));
    machine.handle_event(START + 60, Event::Cancel);
    assert_eq!(machine.receipt(), receipt);
    assert_eq!(machine.poll_action(), None);
}

#[test]
fn a_tenant_without_versions_is_still_deployed_to() {
    let text = BASE.replace(r#""version":3,"#, "");
    let mut plan = plan_after("start_node");
    plan.base = Document::parse(&text).expect("the base is a document");
    let mut scene = Scene::with(plan);
    let answer = |body: String| Ok(workflow::deploy::Response { status: 200, retry_after: None, body });
    assert_eq!(scene.next(), Some(Action::Read));
    scene.machine.handle_event(START, Event::Read(answer(text)));
    let Some(Action::Write { body, .. }) = scene.next() else { panic!("it writes") };
    scene.machine.handle_event(START, Event::Written(answer(body)));
    let receipt = scene.receipt("no versions");
    assert_eq!(
        (receipt.outcome, receipt.version, receipt.message.as_str()),
        ("deployed", None, "The change is in the workflow.")
    );
}
