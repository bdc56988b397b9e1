//! Algorithms that are known to be wrong, to prove that the harness finds out.

use crate::faults::Phase;
use serde_json::Value;
use workflow::deploy::{Action, Event, Response};

const ATTEMPTS: u32 = 4;

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The tutorial's: fetch, append, put; after any failure the same again from the beginning, up
    /// to four times, without a look whether the node is there.
    Tutorial,
    /// Another that is often seen: after a 409, the new version number on the document of before.
    Restamp,
}

/// An algorithm under way.
pub struct Naive {
    kind: Kind,
    node: Value,
    document: Option<Value>,
    next: Option<Action>,
    attempts: u32,
}

impl Naive {
    pub fn new(kind: Kind, node: Value) -> Self {
        Self { kind, node, document: None, next: Some(Action::Read), attempts: 0 }
    }

    pub fn poll(&mut self) -> Option<Action> {
        self.next.take()
    }

    pub fn stands(&self, writes: u32) -> Option<Phase> {
        match self.next.as_ref()? {
            Action::Read if writes == 0 => Some(Phase::FirstRead),
            Action::Read => Some(Phase::Reread),
            Action::Write { .. } if writes == 0 => Some(Phase::FirstWrite),
            Action::Write { .. } => Some(Phase::Rewrite),
            _ => Some(Phase::Waiting),
        }
    }

    pub fn handle(&mut self, now: u64, event: Event) {
        match event {
            Event::Read(Ok(Response { status: 200, body, .. })) => self.on_document(now, &body),
            Event::Written(Ok(Response { status: 200, .. })) => {}
            Event::Written(Ok(Response { status: 429, retry_after: Some(header), .. })) => {
                // A date here is where the script crashes.
                if let Ok(seconds) = header.parse::<u64>() {
                    self.again(now + seconds.min(60) * 1_000);
                }
            }
            Event::Read(_) | Event::Written(_) => self.again(now + 2_000),
            Event::Timer => self.next = Some(Action::Read),
            Event::Journaled(_) | Event::TokenRenewed(_) | Event::Cancel => {}
        }
    }

    /// Python's `json` too takes the last of duplicate keys.
    fn on_document(&mut self, now: u64, body: &str) {
        let Some(read) = serde_json::from_str::<Value>(body).ok().filter(|document| document["nodes"].is_array())
        else {
            return self.again(now + 2_000);
        };
        let document = match (self.kind, self.document.take()) {
            (Kind::Restamp, Some(mut document)) => {
                document["version"] = read["version"].clone();
                document
            }
            (_, _) => {
                let mut document = read;
                if let Some(nodes) = document["nodes"].as_array_mut() {
                    nodes.push(self.node.clone());
                }
                document
            }
        };
        self.attempts += 1;
        self.next = Some(Action::Write { body: document.to_string(), idempotency_key: self.attempts.to_string() });
        self.document = Some(document);
    }

    fn again(&mut self, at: u64) {
        if self.attempts < ATTEMPTS {
            self.next = Some(Action::WaitUntil(at));
        }
    }
}
