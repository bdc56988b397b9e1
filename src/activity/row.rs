//! One audited event: a row, and its details below when asked for.

use super::outcome::outcome;
use crate::browser::{clock, locale};
use crate::routes;
use crate::ui::{Icon, IconName, fresh_id};
use crate::words::activity as words;
use leptos::prelude::*;
use workflow::wire::AuditEvent;

/// A row and its details, as a table body of their own.
#[component]
pub(super) fn EventRow(
    /// The event.
    event: AuditEvent,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let detail_id = fresh_id("event");
    let (word, tone) = outcome(&event);
    let deploy = event.deploy.clone().unwrap_or_default();
    let is_deploy = event.deploy.is_some();
    let workflow_id = if is_deploy {
        Some(deploy.workflow_id.clone())
    } else {
        event.webhook.as_ref().and_then(|webhook| webhook.workflow_id.clone())
    };
    let workflow = workflow_id.map(|id| view! { <a class="mono" href=routes::workflow(&id)>{id.clone()}</a> });
    let number = |text: String| is_deploy.then_some(text);
    let outcome_view = view! {
        <span class=format!("outcome tone-{}", tone.name())>
            <Icon name=tone.icon() />
            {word.to_owned()}
        </span>
    };
    let details = details(&event);
    view! {
        <tbody role="rowgroup" class:is-open=open>
            <tr role="row">
                <td role="cell" data-label=words::HEADS[0] class="cell-time">
                    <button
                        type="button"
                        class="disclose"
                        aria-expanded=move || if open.get() { "true" } else { "false" }
                        aria-controls=detail_id.clone()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        <Icon name=IconName::ChevronRight />
                        <time datetime=clock::iso_time(event.timestamp)>{locale::date_time(event.timestamp)}</time>
                    </button>
                </td>
                <td role="cell" data-label=words::HEADS[1]>{event.operator.clone()}</td>
                <td role="cell" data-label=words::HEADS[2]>{workflow}</td>
                <td role="cell" data-label=words::HEADS[3] class="mono">{deploy.node_ids.join(", ")}</td>
                <td role="cell" data-label=words::HEADS[4]>{outcome_view}</td>
                <td role="cell" data-label=words::HEADS[5] class="cell-number">{deploy.status}</td>
                <td role="cell" data-label=words::HEADS[6] class="cell-number">{number(deploy.attempts.to_string())}</td>
                <td role="cell" data-label=words::HEADS[7] class="cell-number">{number(locale::duration(deploy.latency_ms))}</td>
                <td role="cell" data-label=words::HEADS[8]>
                    {if !is_deploy || deploy.webhook_registered { words::REGISTERED } else { words::NONE }}
                </td>
            </tr>
            <tr role="row" id=detail_id class="detail-row" hidden=move || !open.get()>
                <td role="cell" colspan="9">
                    <dl class="details">
                        {details
                            .into_iter()
                            .map(|(name, value)| {
                                view! {
                                    <div>
                                        <dt>{name}</dt>
                                        <dd class:mono=matches!(name, words::TEMPLATES | words::OPERATION | words::AFTER_OPERATION | words::EVENT)>
                                            {value}
                                        </dd>
                                    </div>
                                }
                            })
                            .collect_view()}
                    </dl>
                </td>
            </tr>
        </tbody>
    }
}

/// What the row leaves out. Empty values are not listed.
fn details(event: &AuditEvent) -> Vec<(&'static str, String)> {
    let mut details = Vec::new();
    if let Some(deploy) = &event.deploy {
        let versions = match (&deploy.base_version, &deploy.version) {
            (Some(base), Some(version)) => format!("{base} → {version}"),
            (Some(base), None) => base.clone(),
            (None, version) => version.clone().unwrap_or_default(),
        };
        details.extend([
            (words::CHANGED, deploy.summary.clone()),
            (words::VERSIONS, versions),
            (words::TEMPLATES, deploy.template_ids.join(", ")),
            (words::OPERATION, deploy.operation.clone()),
        ]);
    }
    if let Some(webhook) = &event.webhook {
        details.extend([
            (words::WEBHOOK_ID, webhook.id.clone()),
            (words::DELIVERS_TO, webhook.url.clone()),
            (words::AFTER_OPERATION, webhook.operation.clone().unwrap_or_default()),
        ]);
    }
    details.extend([
        (words::EVENT, event.event.clone()),
        (words::ORGANISATION, event.org.clone()),
        (words::NUMBER, event.sequence.to_string()),
    ]);
    details.retain(|(_, value)| !value.is_empty());
    details
}
