//! How a deploy ended: in words, with the receipt and what to do next.

use super::deploying::{Deploying, Recording, Run};
use super::webhook::WebhookOffer;
use crate::browser::{download, locale};
use crate::components::{use_announcer, with_code};
use crate::navigator::use_navigator;
use crate::routes;
use crate::ui::{Button, ButtonKind, Icon, IconName, Tone};
use crate::words::review as words;
use crate::words::{Doing, explain};
use crate::workspace::Workspace;
use leptos::prelude::*;
use workflow::change::RawJson;
use workflow::deploy::{Outcome, Receipt};
use workflow::document::Version;
use workflow::json::{Value, pretty};

/// The end of a deploy.
#[component]
pub(super) fn OutcomePanel(
    /// The finished deploy.
    run: Run,
    /// The handle to it.
    deploying: Deploying,
    /// The workspace.
    workspace: Workspace,
) -> impl IntoView {
    let Some((receipt, outcome)) = run.receipt.clone().zip(run.outcome().cloned()) else { return ().into_any() };
    let (tone, title) = headline(&outcome);
    let succeeded = run.succeeded();
    let offer = matches!(outcome, Outcome::Deployed { .. });
    view! {
        <section class=format!("ending tone-{}", tone.name()) aria-labelledby="outcome-title">
            <header class="ending-head">
                <Icon name=tone.icon() />
                <h2 id="outcome-title" class="ending-title" tabindex="-1">{title}</h2>
            </header>
            <p class="ending-words">{with_code(&receipt.message)}</p>
            {conflict_list(&outcome)}
            {facts(&receipt)}
            <RecordingNote deploying=deploying />
            <div class="ending-actions">
                <WayOn outcome=outcome deploying=deploying workspace=workspace />
                <ReceiptButton receipt=receipt.clone() />
            </div>
        </section>
        {(succeeded && offer).then(|| view! { <WebhookOffer receipt=receipt /> })}
    }
    .into_any()
}

fn headline(outcome: &Outcome) -> (Tone, &'static str) {
    match outcome {
        Outcome::Deployed { .. } => (Tone::Success, words::DEPLOYED),
        Outcome::AlreadyThere { .. } => (Tone::Success, words::ALREADY_THERE),
        Outcome::Conflicts(_) => (Tone::Warning, words::CONFLICTS),
        Outcome::Refused { .. } => (Tone::Danger, words::REFUSED),
        Outcome::GaveUp { .. } => (Tone::Danger, words::GAVE_UP),
        Outcome::Cancelled => (Tone::Neutral, words::CANCELLED),
        Outcome::Unknown { .. } => (Tone::Warning, words::UNKNOWN),
        Outcome::Unusable { .. } => (Tone::Danger, words::UNUSABLE),
    }
}

fn conflict_list(outcome: &Outcome) -> impl IntoView + use<> {
    let Outcome::Conflicts(conflicts) = outcome else { return ().into_any() };
    let rows = conflicts
        .iter()
        .map(|conflict| {
            let value = |label: &'static str, json: &Option<RawJson>| {
                let laid_out = json.as_ref().and_then(|json| Value::parse(json.as_str()).ok().map(|value| pretty(&value)));
                laid_out.map(|text| view! { <div><dt>{label}</dt><dd class="conflict-value mono" tabindex="0">{text}</dd></div> })
            };
            let place = conflict.pointer.clone().unwrap_or_default();
            view! {
                <li class="conflict">
                    <p class="mono">{conflict.node.to_string()} {place}</p>
                    <dl class="conflict-values">
                        {value(words::WAS, &conflict.base)} {value(words::YOU, &conflict.ours)} {value(words::THEIRS, &conflict.theirs)}
                    </dl>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="conflicts">{rows}</ul> }.into_any()
}

fn facts(receipt: &Receipt) -> impl IntoView + use<> {
    let text =
        |version: &Option<Version>| version.as_ref().map_or_else(|| words::NO_VERSION.to_owned(), ToString::to_string);
    let versions = match &receipt.version {
        Some(_) => format!("{} → {}", text(&receipt.base_version), text(&receipt.version)),
        None => text(&receipt.base_version),
    };
    let changed = match receipt.changed {
        Some(true) => words::YES,
        Some(false) => words::NO,
        None => words::NOT_KNOWN,
    };
    let row = |name: &'static str, value: String| view! { <div><dt>{name}</dt><dd class="mono">{value}</dd></div> };
    view! {
        <dl class="facts">
            {row(words::OPERATION, receipt.operation.to_string())}
            {row(words::CHANGED, changed.to_owned())}
            {row(words::VERSION_FACT, versions)}
            {receipt.status.map(|status| row(words::STATUS, status.to_string()))}
            {row(words::WRITES, receipt.attempts.to_string())}
            {row(words::TOOK, locale::duration(receipt.latency_ms))}
            {row(words::FINISHED, locale::date_time(receipt.finished_at))}
        </dl>
    }
}

/// The most likely next step after this outcome.
#[component]
fn WayOn(outcome: Outcome, deploying: Deploying, workspace: Workspace) -> impl IntoView {
    let editor = routes::workflow(workspace.id.with_untracked(|id| id.to_string()).as_str());
    let navigator = use_navigator();
    let address = editor.clone();
    let bring_in = move |()| {
        workspace.opened.reload();
        deploying.forget();
        navigator.go(&address);
    };
    match outcome {
        Outcome::Deployed { .. } | Outcome::AlreadyThere { .. } => {
            view! { <a href=editor class="button button-primary">{words::BACK_TO_WORKFLOW}</a> }.into_any()
        }
        Outcome::Conflicts(_) | Outcome::Unusable { .. } => view! {
            <Button kind=ButtonKind::Primary on_press=bring_in>
                {words::BRING_IN}
            </Button>
        }
        .into_any(),
        Outcome::Refused { .. } => view! {
            <a href=editor class="button button-primary">{words::CORRECT}</a>
            <Button on_press=move |()| deploying.forget()>{words::REVIEW_AGAIN}</Button>
        }
        .into_any(),
        Outcome::GaveUp { .. } | Outcome::Cancelled | Outcome::Unknown { .. } => view! {
            <Button kind=ButtonKind::Primary on_press=move |()| deploying.forget()>
                {words::REVIEW_AGAIN}
            </Button>
        }
        .into_any(),
    }
}

/// Downloads the receipt as JSON.
#[component]
fn ReceiptButton(receipt: Receipt) -> impl IntoView {
    let announcer = use_announcer();
    let save = move |()| {
        let text = serde_json::to_string_pretty(&receipt).unwrap_or_default();
        let name = format!("receipt-{}.json", receipt.operation);
        if download::save(&name, "application/json", &text) {
            announcer.say(words::RECEIPT_SAVED);
        } else {
            announcer.notify(Tone::Warning, words::RECEIPT_NOT_SAVED);
        }
    };
    view! {
        <Button icon=IconName::Download on_press=save>
            {words::DOWNLOAD_RECEIPT}
        </Button>
    }
}

/// Whether the deploy stands in the audit trail.
#[component]
fn RecordingNote(deploying: Deploying) -> impl IntoView {
    move || match deploying.recording.get() {
        Recording::Nothing => ().into_any(),
        Recording::UnderWay => view! { <p class="ending-note">{words::RECORDING}</p> }.into_any(),
        Recording::Done => view! {
            <p class="ending-note">
                {words::RECORDED} <a href=routes::ACTIVITY class="link">{words::ACTIVITY}</a> "."
            </p>
        }
        .into_any(),
        Recording::Failed(failure) => {
            let words = explain(&failure, Doing::RecordActivity);
            view! {
                <p class="ending-note tone-warning" role="alert">
                    {words::NOT_RECORDED} {words.happened} " "
                    <button type="button" class="link-button" on:click=move |_| deploying.record()>
                        {words::RECORD_AGAIN}
                    </button>
                </p>
            }
            .into_any()
        }
    }
}
