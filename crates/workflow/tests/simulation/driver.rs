//! Drives the machine through a world.

use crate::world::{EPOCH_MS, World};
use workflow::deploy::{Action, Credentials, Deployment, Event, Journaled, OperationId, Plan, Receipt, RetryPolicy};
use workflow::document::Document;

/// Deploys the world's intent and answers with the receipt.
pub fn deploy(world: &mut World) -> Receipt {
    let cancel_at = world.chance.percent(25).then(|| world.chance.below(10));
    let plan = Plan {
        operation: OperationId::from_random(u128::from(world.seed)),
        workflow: "wf_12345".into(),
        base: Document::parse(&world.base).expect("the first workflow is a document"),
        change: world.intent.change(),
        policy: RetryPolicy::default(),
        credentials: Credentials::OnTheWay,
        seed: world.seed,
        now_unix_ms: EPOCH_MS,
    };
    // Others may have saved between the load and the deploy.
    world.pass_until(1_000);
    let mut machine = Deployment::new(plan, world.now);
    for step in 0.. {
        if let Some(receipt) = machine.receipt() {
            world.note(format!("over: {} {}", receipt.outcome, receipt.message));
            assert_eq!(machine.poll_action(), None, "a finished deployment asks for nothing");
            return receipt;
        }
        let cancels = cancel_at == Some(step);
        if cancels && world.chance.percent(50) {
            cancel(world, &mut machine);
        }
        let Some(action) = machine.poll_action() else { continue };
        assert_eq!(machine.poll_action(), None, "one action at a time");
        let event = match action {
            Action::Read => Event::Read(world.read()),
            Action::Journal(_) => Event::Journaled(Journaled::Kept),
            Action::RenewToken => Event::TokenRenewed(Ok(())),
            Action::Write { body, .. } => Event::Written(world.write(&body)),
            Action::WaitUntil(until) if cancels => {
                let moment = world.now + world.chance.below(until.saturating_sub(world.now) + 1);
                world.pass_until(moment);
                Event::Cancel
            }
            Action::WaitUntil(until) => {
                world.pass_until(until);
                Event::Timer
            }
        };
        if cancels {
            cancel(world, &mut machine);
        }
        machine.handle_event(world.now, event);
    }
    unreachable!("the machine ends, or the loop goes on")
}

fn cancel(world: &mut World, machine: &mut Deployment) {
    world.note("the administrator cancels");
    machine.handle_event(world.now, Event::Cancel);
}
