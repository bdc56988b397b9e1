//! The timeline of a deploy: one line per step, with its time, and a countdown while waiting.

use super::deploying::{Deploying, Run};
use crate::browser::{clock, locale};
use crate::reactive::memo;
use crate::ui::{Button, Each, Icon, IconName, Tone};
use crate::words::review as words;
use leptos::prelude::*;
use std::time::Duration;
use workflow::deploy::{Phase, State, Step, StepKind, StepResult};

/// How often a running time or a countdown is drawn anew.
const TICK: Duration = Duration::from_millis(250);

/// The steps so far, and a way to cancel while there is one.
#[component]
pub(super) fn Timeline(
    /// The deploy.
    deploying: Deploying,
) -> impl IntoView {
    let now = RwSignal::new(clock::monotonic_ms());
    if let Ok(interval) = set_interval_with_handle(move || now.set(clock::monotonic_ms()), TICK) {
        on_cleanup(move || interval.clear());
    }
    let steps = memo(move |_| deploying.run.with(|run| run.as_ref().map(|run| run.steps.clone()).unwrap_or_default()));
    let running = memo(move |_| deploying.is_running());
    let cancelling = memo(move |_| deploying.run.with(|run| run.as_ref().is_some_and(|run| run.cancelling)));
    view! {
        <ol class="timeline" aria-label=words::STEPS>
            <Each
                each=move || steps.get().into_iter().enumerate()
                key=|(number, step)| (*number, step.ended.is_some())
                children=move |(_, step)| step_view(step, now)
            />
        </ol>
        <Show when=move || running.get()>
            <div class="timeline-foot">
                <span class="timeline-note">
                    {move || deploying.run.with(|run| run.as_ref().map(standing))}
                </span>
                <Button
                    on_press=move |()| deploying.cancel()
                    disabled_reason=Signal::derive(move || {
                        cancelling.get().then(|| words::CANCELLING_ALREADY.to_owned())
                    })
                >
                    {words::CANCEL}
                </Button>
            </div>
        </Show>
    }
}

fn standing(run: &Run) -> String {
    if run.cancelling {
        return words::CANCELLING.to_owned();
    }
    match run.state {
        State::Running(Phase::Waiting { .. }) => words::attempts(run.attempts, run.max_attempts),
        State::Running(_) => words::WORKING.to_owned(),
        State::Finished(_) => String::new(),
    }
}

fn step_view(step: Step, now: RwSignal<u64>) -> impl IntoView {
    let class = match &step.result {
        StepResult::Running => "step step-running",
        StepResult::Done(_) => "step tone-success",
        StepResult::Setback(_) => "step tone-warning",
        StepResult::Failed(_) => "step tone-danger",
    };
    let sign = match (&step.result, &step.kind) {
        (StepResult::Running, StepKind::Wait { .. }) | (StepResult::Done(_), StepKind::Wait { .. }) => {
            Some(IconName::Clock)
        }
        (StepResult::Running, _) => None,
        (StepResult::Done(_), _) => Some(Tone::Success.icon()),
        (StepResult::Setback(_), _) => Some(Tone::Warning.icon()),
        (StepResult::Failed(_), _) => Some(Tone::Danger.icon()),
    };
    let time = {
        let (started, ended, kind) = (step.started, step.ended, step.kind.clone());
        move || match (ended, &kind) {
            (Some(ended), _) => locale::duration(ended.saturating_sub(started)),
            (None, StepKind::Wait { until, .. }) => {
                words::seconds_left(until.saturating_sub(now.get()).div_ceil(1_000))
            }
            (None, _) => locale::duration(now.get().saturating_sub(started)),
        }
    };
    let came = match &step.result {
        StepResult::Running => String::new(),
        result => result.words().to_owned(),
    };
    view! {
        <li class=class>
            {match sign {
                Some(name) => view! { <Icon name=name /> }.into_any(),
                None => view! { <span class="spinner" aria-hidden="true"></span> }.into_any(),
            }}
            <div class="step-words">
                <p>{words::step(&step.kind)}</p>
                {(!came.is_empty()).then(|| view! { <p class="step-result">{came}</p> })}
            </div>
            <span class="step-time mono">{time}</span>
        </li>
    }
}
