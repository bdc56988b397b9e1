//! What is shown where stderr is a terminal: colour, progress, and a webhook's secret, once.

use crate::world::{DEPLOY, World};
use cxone_simulator::{Endpoint, Fault, FaultKind, RetryAfter};
use nix::pty::openpty;
use std::fs::File;
use std::io::Read;
use std::process::Stdio;
use tokio::process::Command;

/// Runs a program with its stderr on a terminal: exit code, stdout, and what the terminal got.
async fn run_on_terminal(mut command: Command) -> (i32, String, String) {
    let terminal = openpty(None, None).unwrap();
    command.env("TERM", "xterm-256color").stdin(Stdio::null()).stderr(Stdio::from(terminal.slave));
    let child = command.spawn().unwrap();
    // The terminal ends when nobody holds its other side any more.
    drop(command);
    let shown = tokio::task::spawn_blocking(move || {
        let (mut shown, mut master, mut piece) = (Vec::new(), File::from(terminal.master), [0; 4096]);
        while let Ok(read @ 1..) = master.read(&mut piece) {
            shown.extend_from_slice(&piece[..read]);
        }
        String::from_utf8(shown).unwrap()
    });
    let output = child.wait_with_output().await.unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap(), shown.await.unwrap())
}

#[tokio::test]
async fn steps_are_in_colour_and_waits_count_down() {
    let world = World::start("terminal").await;
    let busy = FaultKind::Status { status: 429, retry_after: Some(RetryAfter::Text("1".into())), body: None };
    world.fault(Fault::before(Endpoint::PutWorkflow, busy));
    let (code, out, shown) = run_on_terminal(world.program(&DEPLOY)).await;
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("\u{1b}["), "{shown:?}");
    for part in
        ["\rReading wf_12345, its template and 2 attachments …", "the tenant asked for 1 s", "\rwaiting, 1 s left"]
    {
        assert!(shown.contains(part), "{part:?} in {shown:?}");
    }
    assert!(!out.contains('\u{1b}'), "stdout is no terminal: {out}");

    let mut plain = world.program(&DEPLOY);
    plain.env("NO_COLOR", "1");
    let (_, _, shown) = run_on_terminal(plain).await;
    assert!(!shown.contains("\u{1b}["), "{shown:?}");
}

#[tokio::test]
async fn a_webhooks_secret_is_shown_once_and_is_not_in_the_receipt() {
    let world = World::start("terminal-webhook").await;
    let url = "https://hooks.example.com/cxone";
    let (code, out, shown) = run_on_terminal(world.program(&[&DEPLOY[..], &["--webhook-url", url]].concat())).await;
    assert_eq!(code, 0, "{shown}");
    assert_eq!(shown.matches("whsec_").count(), 1, "{shown}");
    assert!(!out.contains("whsec_"), "{out}");
}
