//! A list of findings, worst first.

use super::diff_words::with_code;
use crate::ui::{Badge, Icon, Tone};
use leptos::prelude::*;
use std::sync::Arc;
use workflow::validate::{Finding, Severity};

/// The tone that goes with a severity.
pub(super) const fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Danger,
        Severity::Warning => Tone::Warning,
        Severity::Hint => Tone::Info,
    }
}

const GROUPS: [(Severity, &str); 3] =
    [(Severity::Error, "Errors"), (Severity::Warning, "Warnings"), (Severity::Hint, "Hints")];

/// Findings in groups by severity, each with a way to its place and, where there is one, a fix.
#[component]
pub fn FindingsList(
    /// The findings.
    #[prop(into)]
    findings: Signal<Arc<Vec<Finding>>>,
    /// Goes to a finding's place.
    #[prop(into)]
    on_go: Callback<Finding>,
    /// Applies a finding's fix; without it, fixes are not offered.
    #[prop(optional, into)]
    on_fix: Option<Callback<Finding>>,
    /// What is said where there are none.
    #[prop(default = "No problems found.")]
    none: &'static str,
) -> impl IntoView {
    move || {
        let findings = findings.get();
        if findings.is_empty() {
            return view! {
                <p class="empty-note tone-success">
                    <Icon name=Tone::Success.icon() />
                    {none}
                </p>
            }
            .into_any();
        }
        GROUPS
            .into_iter()
            .filter_map(|(severity, name)| {
                let group: Vec<_> = findings.iter().filter(|finding| finding.severity == severity).cloned().collect();
                (!group.is_empty()).then(|| group_view(severity, name, group, on_go, on_fix))
            })
            .collect_view()
            .into_any()
    }
}

/// Findings of a group drawn at most; a document can have thousands.
const SHOWN: usize = 200;

fn group_view(
    severity: Severity,
    name: &'static str,
    group: Vec<Finding>,
    on_go: Callback<Finding>,
    on_fix: Option<Callback<Finding>>,
) -> impl IntoView {
    let count = group.len();
    let more = count.saturating_sub(SHOWN);
    let rows = group.into_iter().take(SHOWN).map(|finding| row_view(finding, on_go, on_fix)).collect_view();
    view! {
        <section class="findings" aria-label=name>
            <h3 class="findings-title">
                {name} " " <Badge tone=tone(severity)>{count}</Badge>
            </h3>
            <ul class="findings-list">{rows}</ul>
            {(more > 0).then(|| view! { <p class="empty-note">{format!("{more} more of this kind are not listed.")}</p> })}
        </section>
    }
}

fn row_view(finding: Finding, on_go: Callback<Finding>, on_fix: Option<Callback<Finding>>) -> impl IntoView {
    let tone = tone(finding.severity);
    let place = finding.node.as_ref().map_or_else(|| finding.pointer.clone(), ToString::to_string);
    let fix = on_fix.zip(finding.fix.as_ref()).map(|(on_fix, fix)| {
        let (label, of) = (fix.label.clone(), finding.clone());
        view! {
            <button type="button" class="link-button" on:click=move |_| on_fix.run(of.clone())>
                {with_code(&label)}
            </button>
        }
    });
    let message = with_code(&finding.message);
    let code = finding.code;
    view! {
        <li class="finding">
            <span class=format!("finding-sign tone-{}", tone.name())>
                <Icon name=tone.icon() />
            </span>
            <div class="finding-words">
                <p>{message}</p>
                <p class="finding-place">
                    <button type="button" class="link-button mono" title="Go to this place" on:click=move |_| on_go.run(finding.clone())>
                        {place}
                    </button>
                    <span class="finding-code mono">{code}</span>
                    {fix}
                </p>
            </div>
        </li>
    }
}
