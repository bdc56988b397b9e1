//! The order of things in `cxone-email deploy`: everything that can be wrong with what was given comes
//! first, then what an interrupted deploy has left, then reading and checking, then the write.

use super::audit::Audit;
use super::checking::{Checked, check};
use super::driving::{Driver, Finished, Left, Start};
use super::dry_run::DryRun;
use super::journals::{Journals, Slot};
use super::output::Telling;
use super::reading::Reading;
use super::webhook::{Registration, Wanted};
use super::{Cancel, Order, words};
use crate::args::Deploy;
use crate::commands::Verdict;
use crate::failure::{Failure, Unusable};
use crate::findings::{self, Located};
use crate::input::{Input, NewNode};
use crate::place::Locator;
use crate::screen::Screen;
use crate::settings::Sources;
use serde::Serialize;
use std::path::PathBuf;
use tenant::config::{Environment, RemoteTenant};
use tenant::{Segment, Tenant, TenantConfig};
use workflow::change::ApplyError;
use workflow::deploy::{Outcome, Receipt};
use workflow::diff::diff;
use workflow::document::NodeId;
use workflow::json::Pointer;
use workflow::validate::Finding;

/// The receipt, with what has come of the webhook.
#[derive(Serialize)]
struct WholeReceipt<'a> {
    #[serde(flatten)]
    receipt: &'a Receipt,
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook: Option<&'a Registration>,
}

/// What all parts of the command need.
pub(super) struct Deploying<'a> {
    pub(super) args: &'a Deploy,
    pub(super) config: TenantConfig,
    tenant: Tenant,
    pub(super) order: Order,
    node: NewNode,
    wanted: Option<Wanted>,
    pub(super) audit: Audit,
    pub(super) slot: Slot,
}

/// Carries out `cxone-email deploy`.
pub(crate) fn command(args: &Deploy, sources: &Sources<'_>, screen: &mut Screen) -> Result<Verdict, Failure> {
    let (config, remote, warnings) = sources.tenant()?;
    for warning in &warnings {
        screen.warn(warning);
    }
    let mut deploying = Deploying::prepare(args, config, &remote, sources.env, screen)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::NotDone(format!("the program cannot start ({error}). Nothing was sent")))?;
    runtime.block_on(async {
        let mut cancel = Cancel::by_signal()
            .map_err(|error| Failure::NotDone(format!("signals cannot be listened to ({error}). Nothing was sent")))?;
        deploying.run(&mut cancel, screen).await
    })
}

impl<'a> Deploying<'a> {
    fn prepare(
        args: &'a Deploy,
        config: TenantConfig,
        remote: &RemoteTenant,
        env: &Environment,
        screen: &mut Screen,
    ) -> Result<Self, Failure> {
        let node = Input::read(&args.addition.add_node, screen)?.node()?;
        let Some(id) = config.workflow_id.as_deref() else {
            return Err(Unusable::new("which workflow? Name it with --workflow-id, or set CXONE_WORKFLOW_ID").into());
        };
        let workflow = Segment::parse(id)
            .map_err(|problem| Unusable::new(format!("the workflow's id cannot be used: {problem}")))?;
        let wanted = Wanted::of(args, &config, screen)?;
        let audit = Audit::open(args.audit_file.as_deref())?;
        let Some(folder) = args.state_dir.clone().or_else(|| state_folder(env)) else {
            return Err(
                Unusable::new("the user's state folder is not known (no HOME); name one with --state-dir").into()
            );
        };
        let slot = Journals::at(folder).open(&remote.base_url, &workflow).map_err(|error| words::no_slot(&error))?;
        let order = Order {
            workflow,
            node: node.id.clone(),
            json: node.json.clone(),
            after: NodeId::from(args.addition.after.as_str()),
        };
        let tenant = Tenant::new(remote, &config);
        Ok(Self { args, config, tenant, order, node, wanted, audit, slot })
    }

    async fn run(&mut self, cancel: &mut Cancel, screen: &mut Screen) -> Result<Verdict, Failure> {
        let interrupted = self.settle_earlier(cancel, screen).await?;
        let reading = match self.read(cancel, screen).await {
            Err(failure) if interrupted.is_some() => {
                screen.warn("what has become of the interrupted deploy is not known yet; the next deploy looks again");
                return Err(failure);
            }
            read => read?,
        };
        for unknown in &reading.unknown {
            screen.warn(&format!("{unknown}. It is not judged here; the tenant judges it on the write"));
        }
        let checked = check(&self.order, &reading, &self.config.rules.limits);
        let (after, found) = match checked {
            Checked::Ready { document, findings } => (document, self.locate(findings)),
            Checked::AlreadyThere => (reading.document.clone(), Vec::new()),
            Checked::Impossible(error) => {
                let failure = self.impossible(&error);
                return self.stop(failure, interrupted, cancel, screen).await;
            }
        };
        findings::say(&found, screen);
        let counts = findings::count(&found);
        if counts.errors > 0 {
            let words = format!("{}. Nothing was written; correct the errors and deploy again", counts.words());
            return self.stop(Failure::NotDone(words), interrupted, cancel, screen).await;
        }
        let start = match interrupted {
            Some(journal) => Start::resume(journal, &reading),
            None => Start::new(&self.order, &reading, &self.config)
                .map_err(|error| Failure::NotDone(format!("there is no randomness ({error}). Nothing was written")))?,
        };
        if self.args.dry_run {
            if after == reading.document {
                screen.say("The workflow has this node already: nothing would be written.");
                return Ok(Verdict::Fine);
            }
            let (tenant, order, before) = (&self.tenant, &self.order, &reading.document);
            let dry_run = DryRun { tenant, order, before, after: &after, findings: &found };
            return dry_run.print(start, &reading.response, screen);
        }
        let finished = self.drive(start, cancel, screen).await?;
        let summary = diff(&reading.document, &after).sentences().join("; ");
        self.conclude(&finished, &summary, screen).await
    }

    async fn read(&self, cancel: &mut Cancel, screen: &mut Screen) -> Result<Reading, Failure> {
        let files = self.order.attachments().len();
        let id = self.order.workflow.plain();
        screen.progress(&format!("Reading {id}, its template and {files} attachments …"));
        let mut telling = Telling::on(screen);
        tokio::select! {
            read = Reading::take(&self.tenant, &self.config, &self.order, &mut telling) => {
                read.map_err(|error| words::not_read(&error, &self.order))
            }
            () = cancel.next() => Err(Failure::NotDone("cancelled. Nothing was written".to_owned())),
        }
    }

    /// Drives a machine to its end.
    pub(super) async fn drive(
        &self,
        start: Start,
        cancel: &mut Cancel,
        screen: &mut Screen,
    ) -> Result<Finished, Failure> {
        let driver = Driver { tenant: &self.tenant, workflow: &self.order.workflow, slot: &self.slot };
        driver.run(start, &mut Telling::on(screen), cancel).await.map_err(|Left| {
            Failure::NotDone(
                "left before the outcome was known: the change may be in the workflow or not. The next deploy of this workflow finds out"
                    .to_owned(),
            )
        })
    }

    async fn conclude(&mut self, finished: &Finished, summary: &str, screen: &mut Screen) -> Result<Verdict, Failure> {
        let landed = matches!(finished.outcome, Outcome::Deployed { .. } | Outcome::AlreadyThere { .. });
        if !screen.is_json() {
            let style = if landed { crate::style::GOOD } else { crate::style::ERROR };
            screen.say(&format!("{style}{}{style:#}", finished.receipt.message));
        }
        let webhook = match &self.wanted {
            Some(wanted) if landed => {
                screen.progress("Registering the webhook …");
                Some(wanted.register(&self.tenant, &self.config, self.order.workflow.plain(), screen).await)
            }
            _ => None,
        };
        if let Some(webhook) = &webhook
            && !screen.is_json()
        {
            screen.say(&format!("Webhook: {}", webhook.message));
        }
        let receipt = &finished.receipt;
        let change = self.order.change();
        self.audit.deployed(&self.config, &change, receipt, summary, webhook.as_ref(), screen);
        let whole = WholeReceipt { receipt, webhook: webhook.as_ref() };
        screen.print_json(&whole)?;
        screen.flush()?;
        if !matches!(finished.outcome, Outcome::Unknown { .. }) {
            self.slot.forget();
        }
        let registered = webhook.is_none_or(|webhook| webhook.outcome != "failed");
        Ok(if landed && registered { Verdict::Fine } else { Verdict::Found })
    }

    /// Findings inside the new node stand in its own file, the others in the workflow.
    fn locate(&self, findings: Vec<Finding>) -> Vec<Located> {
        let locator = Locator::new(&self.node.input.text);
        let locate = |finding: Finding| match inside_node(&finding, &self.config) {
            Some(pointer) => {
                Located { file: self.node.input.name.clone(), place: Some(locator.find(&pointer)), finding }
            }
            None => Located { file: self.order.workflow.plain().to_owned(), place: None, finding },
        };
        findings::sorted(findings.into_iter().map(locate).collect())
    }

    fn impossible(&self, error: &ApplyError) -> Failure {
        match error {
            ApplyError::IdTaken(_) => Failure::NotDone(format!(
                "{error}, and it says something else. Nothing was written; give the new node another id"
            )),
            ApplyError::NoSuchNode(_) => {
                Unusable::new(format!("{error}, so nothing can follow it. Nothing was written; check --after")).into()
            }
            other => Failure::NotDone(format!("the node cannot be added: {other}. Nothing was written")),
        }
    }
}

/// The pointer inside the node, where the finding stands in one.
fn inside_node(finding: &Finding, config: &TenantConfig) -> Option<String> {
    let pointer = Pointer::parse(&finding.pointer)?;
    let mut tokens = pointer.tokens();
    if tokens.next()? != config.rules.dialect.nodes {
        return None;
    }
    tokens.next()?;
    Some(tokens.fold(Pointer::root(), |pointer, token| pointer.child(token)).into())
}

/// Where programs keep what is only of use on this machine, by the habits of each system.
fn state_folder(env: &Environment) -> Option<PathBuf> {
    let named = |name: &str| env.get(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = named("XDG_STATE_HOME").filter(|path| path.is_absolute()).or_else(|| {
        if cfg!(windows) {
            named("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            named("HOME").map(|home| home.join("Library/Application Support"))
        } else {
            named("HOME").map(|home| home.join(".local/state"))
        }
    })?;
    Some(folder.join("cxone-email-configurator").join("deploys"))
}
