//! The journal: kept before each write and at the end, whole or not at all, one run after the other.

use crate::scene::{BASE, Reply::*, Scene, Step, Step::*, plan_after};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use workflow::change::{Edit, FieldEdit, Placement, RawJson};
use workflow::deploy::TransportFailure::{Broken, Timeout};
use workflow::deploy::{Event, Fate, Journal, JournalError, Journaled, Outcome};

/// The journal that a run wants kept after these steps.
fn journal_after(steps: &[Step]) -> Journal {
    Scene::new().play("a run", steps).journal("a run")
}

#[test]
fn it_names_a_write_before_that_is_sent_and_what_is_known_of_the_earlier_ones() {
    use Fate::{Contested, Missed, Open};
    let cases = [
        ("the first", vec![Read(Head(3))], vec![("3", Open)]),
        ("after a 429", vec![Read(Head(3)), Write(Status(429)), Pause], vec![("3", Missed), ("3", Open)]),
        (
            "after a timeout",
            vec![Read(Head(3)), Write(Lost(Timeout)), Read(Head(3)), Pause],
            vec![("3", Open), ("3", Open)],
        ),
        ("after a 409", vec![Read(Head(3)), Write(Status(409)), Read(Head(5))], vec![("3", Contested), ("5", Open)]),
        (
            "after a 409, looked into",
            vec![Read(Head(3)), Write(Status(409)), Read(Head(4))],
            vec![("3", Missed), ("4", Open)],
        ),
    ];
    for (name, steps, expected) in cases {
        let journal = journal_after(&steps);
        let noted: Vec<_> = journal
            .attempts
            .iter()
            .map(|attempt| (attempt.guard.as_ref().map_or("", |guard| guard.as_str()), attempt.fate))
            .collect();
        assert_eq!(noted, expected, "{name}");
        assert_eq!(journal.revision, expected.len() as u64, "{name}");
        assert_eq!(journal.ended, None, "{name}");
    }
}

#[test]
fn at_the_end_it_says_how() {
    let ended = |steps: &[Step]| {
        let journal = journal_after(steps);
        journal.ended
    };
    let deployed = ended(&[Read(Head(3)), Write(Stored(4))]);
    assert!(matches!(deployed, Some(Outcome::Deployed { .. })), "{deployed:?}");
    let refused = ended(&[Read(Head(3)), Write(Status(400))]);
    assert!(matches!(refused, Some(Outcome::Refused { status: 400, .. })), "{refused:?}");
    assert_eq!(ended(&[Cancel]), Some(Outcome::Cancelled));
    assert_eq!(ended(&[Read(Head(3)), Write(Lost(Broken)), Read(Status(403))]), None, "it may go on later");
    let cancelled = [Read(Head(3)), WriteCancelled(Lost(Broken)), Read(Status(403))];
    assert_eq!(ended(&cancelled), Some(Outcome::Cancelled), "it may be looked into later");
}

#[test]
fn it_comes_back_as_it_was_written() {
    let text = |value: &str| RawJson::parse(value).expect("a value");
    let mut plan = plan_after("start_node");
    plan.change.edits.extend([
        Edit::AddNode {
            id: "b".into(),
            json: text(r#"{"id":"b","n":1E5,"s":"\u0041"}"#),
            placement: Placement::On {
                from: "start_node".into(),
                to: "end_node".into(),
                transition: Some("t1".into()),
            },
        },
        Edit::EditNode {
            id: "end_node".into(),
            fields: vec![FieldEdit {
                pointer: "/a~1b".into(),
                before: None,
                after: Some(text("18446744073709551616")),
            }],
        },
        Edit::RemoveNode { id: "start_node".into(), was: text(r#"{"id":"start_node"}"#) },
    ]);
    let steps = [Read(Head(3)), Write(Lost(Timeout)), Read(Head(3)), Pause];
    let journals = [
        journal_after(&steps),
        journal_after(&[Read(Taken(4))]),
        journal_after(&[Read(Status(404))]),
        journal_after(&[Cancel]),
        Journal { plan, ..journal_after(&steps) },
    ];
    for journal in journals {
        assert_eq!(Journal::parse(&journal.to_text()), Ok(journal.clone()));
        assert_eq!(journal.plan.base.to_text(), BASE);
    }
}

#[test]
fn a_damaged_one_is_never_believed() {
    let text = journal_after(&[Read(Head(3))]).to_text();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        assert_eq!(Journal::parse(&text[..end]), Err(JournalError::Damaged), "cut after {end} bytes");
    }
    assert_eq!(Journal::parse(&text.replacen("\"seed\":1", "\"seed\":2", 1)), Err(JournalError::Damaged));
    let another = "cbf29ce484222325\n";
    assert!(matches!(Journal::parse(another), Err(JournalError::Unreadable(_))), "whole, but nothing in it");
}

#[test]
fn only_the_next_revision_is_kept() {
    let first = journal_after(&[Read(Head(3))]);
    let second = journal_after(&[Read(Head(3)), Write(Status(429)), Pause]);
    assert_eq!((first.revision, second.revision), (1, 2));
    let kept = |journal: &Journal| Some(journal.to_text());
    assert_eq!(first.to_keep(None), Ok(first.to_text()));
    assert_eq!(second.to_keep(kept(&first).as_deref()), Ok(second.to_text()));
    assert_eq!(first.to_keep(kept(&first).as_deref()), Err(Box::new(first.clone())));
    assert_eq!(first.to_keep(kept(&second).as_deref()), Err(Box::new(second.clone())));
    assert_eq!(first.to_keep(Some("torn")), Ok(first.to_text()), "what cannot be read is as good as not there");
    let mut other = second.clone();
    other.plan.operation = workflow::deploy::OperationId::from_random(8);
    assert_eq!(first.to_keep(kept(&other).as_deref()), Ok(first.to_text()), "another operation's is not ours");
}

#[test]
fn where_it_cannot_be_kept_the_deploy_goes_on_and_says_so_once() {
    let mut scene = Scene::new().play("until the first journal", &[Read(Head(3))]);
    scene.journals.push(scene.machine.poll_action().map_or_else(
        || panic!("a journal"),
        |action| match action {
            workflow::deploy::Action::Journal(journal) => *journal,
            action => panic!("{action:?}"),
        },
    ));
    scene.machine.handle_event(scene.now, Event::Journaled(Journaled::Failed));
    let mut scene = scene.play("after it", &[Write(Status(429)), Pause]);
    let journal = scene.journal("the second");
    assert_eq!(journal.revision, 1, "nothing has been kept yet");
    scene.journals.push(journal);
    scene.machine.handle_event(scene.now, Event::Journaled(Journaled::Failed));
    let receipt = scene.play("the end", &[Write(Stored(4))]).receipt("the end");
    assert_eq!((receipt.outcome, receipt.changed, receipt.attempts), ("deployed", Some(true), 2));
    let said = receipt.timeline.iter().filter(|line| line.contains("journal: the journal cannot be kept")).count();
    assert_eq!(said, 1, "{:#?}", receipt.timeline);
}

/// Two runs of one operation: the first stops where its journal is to be kept, the second is told of it.
#[track_caller]
fn meets(name: &str, first: &[Step], second: &[Step], then: &[Step]) -> (&'static str, Option<bool>, u32) {
    let mut one = Scene::new().play(name, first);
    let journal = Box::new(one.journal(name));
    let mut two = Scene::new().play(name, second);
    two.journal(name);
    two.bodies.push(one.bodies.first().cloned().unwrap_or_default());
    two.machine.handle_event(two.now, Event::Journaled(Journaled::Elsewhere(journal)));
    let receipt = two.play(name, then).receipt(name);
    (receipt.outcome, receipt.changed, receipt.attempts)
}

#[test]
fn two_runs_of_one_operation_are_one_deploy() {
    let about_to_write = [Read(Head(3))];
    assert_eq!(
        meets(
            "the other is about to write: look first",
            &about_to_write,
            &about_to_write,
            &[Read(Head(3)), Write(Stored(4))]
        ),
        ("deployed", Some(true), 2)
    );
    assert_eq!(
        meets("the other has landed", &[Read(Head(3)), Write(Stored(4))], &about_to_write, &[]),
        ("deployed", Some(true), 1)
    );
    assert_eq!(
        meets(
            "the other was refused: it is not asked again",
            &[Read(Head(3)), Write(Status(400))],
            &about_to_write,
            &[]
        ),
        ("refused", Some(false), 1)
    );
    assert_eq!(
        meets("the other finds it there, and it is ours", &[Read(Head(3)), Write(Stored(4))], &[Read(There(4))], &[]),
        ("deployed", Some(true), 1)
    );
    assert_eq!(
        meets("what is known for certain is not overruled", &[Cancel], &[Read(Head(3)), Write(Stored(4))], &[]),
        ("deployed", Some(true), 1)
    );
    let in_doubt = [Read(Head(3)), Write(Lost(Timeout)), Read(Head(3)), Pause];
    assert_eq!(
        meets("cancelled, while the other is in doubt: it looks", &in_doubt, &[Cancel], &[Read(Head(3))]),
        ("cancelled", None, 2)
    );
    assert_eq!(
        meets("refused, while the other is in doubt", &in_doubt, &[Read(Status(404))], &[Read(Status(404))]),
        ("refused", None, 2)
    );
    let refused_in_doubt =
        [Read(Head(3)), Write(Lost(Timeout)), Read(Head(3)), Pause, Write(Status(400)), Read(Status(404))];
    assert_eq!(
        meets(
            "the other was refused in doubt: it is only looked at",
            &refused_in_doubt,
            &about_to_write,
            &[Read(Landed(4))]
        ),
        ("deployed", Some(true), 2)
    );
    assert_eq!(
        meets("the same, and nothing is there", &refused_in_doubt, &about_to_write, &[Read(Head(4))]),
        ("refused", Some(false), 2)
    );
}

#[test]
fn another_operations_journal_is_no_news() {
    let mut scene = Scene::new().play("until the journal", &[Read(Head(3))]);
    let mut other = scene.journal("ours");
    scene.journals.push(other.clone());
    other.plan.operation = workflow::deploy::OperationId::from_random(8);
    scene.machine.handle_event(scene.now, Event::Journaled(Journaled::Elsewhere(Box::new(other))));
    let receipt = scene.play("then", &[Write(Stored(4))]).receipt("then");
    assert_eq!((receipt.outcome, receipt.attempts), ("deployed", 1));
}
