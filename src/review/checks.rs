//! The checks before a deploy: is the version still current, do the templates compile, are the
//! attachments there and small enough.

use crate::api::{self, Failure};
use crate::browser::locale::size;
use crate::components::with_code;
use crate::reactive::{memo, spawn_local};
use crate::ui::{Each, Icon, Tone};
use crate::words::review as words;
use crate::words::{Doing, explain};
use crate::workspace::{Known, TENANT_REFUSED, Workspace, placeholders};
use leptos::prelude::*;
use workflow::change::{Change, Replayed, replay};
use workflow::document::{Document, NodeId, TemplateId};
use workflow::email::{Draft, EMAIL_NODE_TYPE};
use workflow::validate::{Field, Finding, Severity};

/// How a check came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Running,
    Passed(String),
    /// Worth knowing, and no reason not to deploy.
    Noted(String),
    Failed(String),
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Check {
    pub(super) what: String,
    pub(super) verdict: Verdict,
}

/// All checks of the workspace's change.
#[derive(Clone, Copy)]
pub(super) struct Checks {
    pub(super) all: Memo<Vec<Check>>,
    workspace: Workspace,
    version: RwSignal<Verdict>,
}

impl Checks {
    /// Begins the checks.
    pub(super) fn begin(workspace: Workspace) -> Self {
        let version = RwSignal::new(Verdict::Running);
        let all = memo(move |_| {
            let mut all = vec![Check { what: words::VERSION.to_owned(), verdict: version.get() }];
            for draft in drafts(workspace) {
                all.push(template_check(workspace, &draft));
                if !draft.attachments.is_empty() {
                    all.push(attachments_check(workspace, &draft));
                }
            }
            all
        });
        let checks = Self { all, workspace, version };
        checks.again();
        checks
    }

    /// Asks the tenant again.
    pub(super) fn again(self) {
        self.version.set(Verdict::Running);
        for draft in untrack(|| drafts(self.workspace)) {
            self.workspace.tenant.ask_template(TemplateId::from(draft.template_id.as_str()));
            for row in &draft.attachments {
                self.workspace.tenant.want_attachment(row.file_id.as_str().into());
            }
        }
        let workspace = self.workspace;
        spawn_local(async move {
            let id = workspace.id.get_untracked();
            let read = api::read_workflow(&id).await;
            let base = workspace.base.with_untracked(|base| base.document.clone());
            let verdict = match read {
                Err(failure) => Verdict::Failed(told(&failure, Doing::ReadWorkflow(id.as_str()))),
                Ok(bytes) => match Document::parse_bytes(&bytes, base.dialect()) {
                    Err(error) => Verdict::Failed(words::unreadable(&error.to_string())),
                    Ok(head) => {
                        if head != base {
                            workspace.upstream.is_newer(&head);
                        }
                        workspace.change.with_untracked(|change| judge_version(&base, &head, change))
                    }
                },
            };
            self.version.try_set(verdict);
        });
    }

    /// Whether some check is still going on; subscribes.
    pub(super) fn running(self) -> bool {
        self.all.with(|all| all.iter().any(|check| check.verdict == Verdict::Running))
    }

    /// Whether some check has failed; subscribes.
    pub(super) fn failed(self) -> bool {
        self.all.with(|all| all.iter().any(|check| matches!(check.verdict, Verdict::Failed(_))))
    }
}

/// The email nodes that the change adds or edits, as the document has them with the change.
fn drafts(workspace: Workspace) -> Vec<Draft> {
    let touched: Vec<NodeId> = workspace.change.with(|change| change.touched().into_iter().cloned().collect());
    let document = workspace.applied.with(|applied| applied.as_ref().ok().map(|applied| applied.document.clone()));
    let Some(document) = document else { return Vec::new() };
    touched
        .iter()
        .filter(|id| document.node(id).is_some_and(|node| node.kind == Some(EMAIL_NODE_TYPE)))
        .filter_map(|id| Draft::of_node(&document, id))
        .collect()
}

fn judge_version(base: &Document, head: &Document, change: &Change) -> Verdict {
    let say = |document: &Document| document.version().map_or_else(|| "?".to_owned(), |version| version.to_string());
    if base == head {
        return Verdict::Passed(words::still_newest(&say(base)));
    }
    match replay(change, base, head) {
        Replayed::Clean(_) => Verdict::Noted(words::overtaken(&say(head), &say(base))),
        Replayed::AlreadyThere => Verdict::Noted(words::says_it_already(&say(head))),
        Replayed::Conflicts(conflicts) => Verdict::Failed(words::in_conflict(&say(head), &conflicts)),
    }
}

fn told(failure: &Failure, doing: Doing<'_>) -> String {
    let words = explain(failure, doing);
    format!("{} {}", words.happened, words.next)
}

fn errors(workspace: Workspace, draft: &Draft, about: impl Fn(&Finding) -> bool) -> Option<String> {
    workspace.findings.with(|findings| {
        findings
            .iter()
            .find(|finding| {
                finding.severity == Severity::Error
                    && finding.node.as_ref().is_some_and(|node| node.as_str() == draft.id)
                    && about(finding)
            })
            .map(|finding| finding.message.clone())
    })
}

fn template_check(workspace: Workspace, draft: &Draft) -> Check {
    let id = TemplateId::from(draft.template_id.as_str());
    let verdict = match workspace.tenant.template(&id) {
        _ if draft.template_id.is_empty() => Verdict::Failed(words::NO_TEMPLATE.to_owned()),
        None | Some(Known::Asking) => Verdict::Running,
        Some(Known::Missing) => Verdict::Failed(words::unknown_template(id.as_str())),
        Some(Known::Failed(failure)) => {
            Verdict::Noted(words::unchecked(&told(&failure, Doing::ReadTemplate(id.as_str()))))
        }
        Some(Known::Here(template)) => {
            let about = |finding: &Finding| {
                matches!(
                    finding.field,
                    Field::TemplateId | Field::Variables | Field::VariableName(_) | Field::VariablePath(_)
                ) && finding.code != TENANT_REFUSED
            };
            match errors(workspace, draft, about) {
                Some(error) => Verdict::Failed(error),
                None => {
                    let count = placeholders(&template).len();
                    Verdict::Passed(words::template_fine(id.as_str(), count))
                }
            }
        }
    };
    Check { what: words::template_of(&draft.id), verdict }
}

fn attachments_check(workspace: Workspace, draft: &Draft) -> Check {
    let known: Vec<_> = draft.attachments.iter().map(|row| (row, workspace.tenant.attachment(&row.file_id))).collect();
    let mut total = 0;
    let mut running = false;
    let mut unchecked = None;
    for (row, known) in &known {
        match known {
            None if !row.file_id.starts_with("att_") => {}
            None | Some(Known::Asking) => running = true,
            Some(Known::Here(file)) => total += file.size,
            Some(Known::Missing) => {}
            Some(Known::Failed(failure)) => unchecked = Some(told(failure, Doing::ReadAttachment(&row.file_id))),
        }
    }
    let about = |finding: &Finding| {
        matches!(finding.field, Field::Attachments | Field::AttachmentId(_) | Field::AttachmentName(_))
    };
    let verdict = match (errors(workspace, draft, about), unchecked) {
        (Some(error), _) => Verdict::Failed(error),
        _ if running => Verdict::Running,
        (None, Some(reason)) => Verdict::Noted(words::not_every_file(&reason)),
        (None, None) => {
            let count = draft.attachments.len();
            Verdict::Passed(words::files_fine(count, &size(total)))
        }
    };
    Check { what: words::attachments_of(&draft.id), verdict }
}

/// The list of checks.
#[component]
pub(super) fn CheckList(
    /// The checks.
    checks: Checks,
) -> impl IntoView {
    view! {
        <ul class="checks">
            <Each
                each=move || checks.all.get()
                key=|check| format!("{}\u{0}{:?}", check.what, check.verdict)
                children=|check| {
                    let (sign, class, words) = match check.verdict {
                        Verdict::Running => (None, "check tone-neutral", words::CHECKING.to_owned()),
                        Verdict::Passed(words) => (Some(Tone::Success.icon()), "check tone-success", words),
                        Verdict::Noted(words) => (Some(Tone::Warning.icon()), "check tone-warning", words),
                        Verdict::Failed(words) => (Some(Tone::Danger.icon()), "check tone-danger", words),
                    };
                    view! {
                        <li class=class>
                            {match sign {
                                Some(name) => view! { <Icon name=name /> }.into_any(),
                                None => view! { <span class="spinner" aria-hidden="true"></span> }.into_any(),
                            }}
                            <div>
                                <p class="check-what">{with_code(&check.what)}</p>
                                <p class="check-words">{with_code(&words)}</p>
                            </div>
                        </li>
                    }
                }
            />
        </ul>
    }
}
