//! What a deploy says while it goes on: its steps as they end, waits as they begin.

use super::Watch;
use crate::screen::Screen;
use crate::style;
use std::time::Duration;
use workflow::deploy::{Deployment, Step, StepKind, StepResult};

/// Tells people on stderr, or machines as JSON lines.
pub(super) struct Telling<'a> {
    screen: &'a mut Screen,
    /// Steps that were told.
    told: usize,
}

impl<'a> Telling<'a> {
    pub(super) fn on(screen: &'a mut Screen) -> Self {
        Self { screen, told: 0 }
    }

    fn tell(&mut self, step: &Step, start: u64) {
        if self.screen.is_json() {
            self.screen.say_json(&serde_json::json!({
                "step": step.kind.to_string(),
                "atMs": step.started.saturating_sub(start),
                "tookMs": step.ended.map(|ended| ended.saturating_sub(step.started)),
                "result": step.result.words(),
            }));
            return;
        }
        let style = match step.result {
            StepResult::Running => style::DIM,
            StepResult::Done(_) => style::GOOD,
            StepResult::Setback(_) => style::WARNING,
            StepResult::Failed(_) => style::ERROR,
        };
        let line = step.line(start);
        let (time, rest) = line.split_once(" s ").unwrap_or(("", &line));
        let dim = style::DIM;
        self.screen.say(&format!("{dim}{time:>6} s{dim:#} {style}{}{style:#}", rest.trim_end_matches(": …")));
    }
}

impl Watch for Telling<'_> {
    fn stepped(&mut self, deployment: &Deployment) {
        for (index, step) in deployment.timeline().iter().enumerate().skip(self.told) {
            // A wait is worth knowing when it begins, everything else when it has ended.
            if step.ended.is_none() && !matches!(step.kind, StepKind::Wait { .. }) {
                if !self.screen.is_json() {
                    self.screen.progress(&format!("{} …", step.kind));
                }
                return;
            }
            self.tell(step, deployment.started());
            self.told = index + 1;
        }
    }

    fn waiting(&mut self, left: Duration) {
        self.screen.progress(&format!("waiting, {} s left (Ctrl+C cancels) …", left.as_millis().div_ceil(1_000)));
    }

    fn trouble(&mut self, problem: &str, wait: Duration) {
        self.screen.warn(&format!("{problem}; trying again in {:.1} s", wait.as_secs_f64()));
    }

    fn cancelling(&mut self) {
        self.screen.warn(
            "cancelling: a request is under way, so it is found out first what is true. Once more Ctrl+C leaves at once",
        );
    }
}
