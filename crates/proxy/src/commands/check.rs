//! `cxone-proxy --check`: tries the tenant with reads alone and says what works.

use super::{Call, CommandError, Ended};
use crate::config::{ConfigFile, Connection, load};
use http::StatusCode;
use std::io::Write;
use tenant::{Call as Request, Route, Segment, Tenant, TenantConfig, error_chain};

/// How much the proxy depends on something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Nothing works without it.
    Must,
    /// A feature is hidden without it.
    May,
}

/// Something that is tried.
struct Probe {
    what: &'static str,
    need: Need,
    /// The scope that it needs.
    scope: &'static str,
    route: Route,
}

/// Tries token, workflows, templates, attachments and webhooks. Nothing is written.
pub(super) async fn check(call: &Call, out: &mut (dyn Write + Send)) -> Result<Ended, CommandError> {
    let args: Vec<String> = call.args.iter().filter(|arg| *arg != "--check").cloned().collect();
    let file = ConfigFile::find(&args, &call.folder);
    let config = load(args, call.env.clone(), file)?.tenant;
    let Connection::Remote(remote) = &config.connection else {
        writeln!(out, "There is no tenant to check: without a client id the proxy starts a simulated one.")?;
        return Ok(Ended::Wrong);
    };
    writeln!(out, "Checking {} with reads alone: nothing is changed.", remote.base_url)?;
    let tenant = Tenant::new(remote, &config);
    if let Err(error) = tenant.token().get().await {
        writeln!(out, "FAILS   token: {}", error_chain(&error))?;
        writeln!(
            out,
            "Without a token nothing else can be tried. Check the client id, the secret, the scopes and the token address."
        )?;
        return Ok(Ended::Wrong);
    }
    writeln!(out, "works   token, for the scopes {}", config.scope)?;
    let mut ended = Ended::Well;
    for probe in probes(&config) {
        let (fine, words) = tried(&tenant, &probe).await;
        writeln!(out, "{words}")?;
        if !fine {
            ended = Ended::Wrong;
        }
    }
    if config.workflow_id.is_none() {
        writeln!(out, "untried one workflow: name one with --workflow-id")?;
    }
    Ok(ended)
}

fn probes(config: &TenantConfig) -> Vec<Probe> {
    let id = config.workflow_id.as_deref().and_then(|id| Segment::parse(id).ok());
    let workflow = id.map(|id| Probe {
        what: "the workflow to open first",
        need: Need::Must,
        scope: "workflow:view",
        route: Route::Workflow(id),
    });
    let lists = [
        ("the list of workflows", "workflow:view", Route::Workflows),
        ("the list of templates", "email:template", Route::Templates),
        ("the list of attachments", "interaction:read", Route::Attachments),
        ("the list of webhooks", "webhook:manage", Route::Webhooks),
    ];
    let lists = lists.map(|(what, scope, route)| Probe { what, need: Need::May, scope, route });
    workflow.into_iter().chain(lists).collect()
}

/// Whether all is as it should be, and the line that says so.
async fn tried(tenant: &Tenant, probe: &Probe) -> (bool, String) {
    let Probe { what, need, scope, route } = probe;
    let status = match tenant.exchange(&Request::get(route.clone())).await {
        Ok(answer) => answer.status(),
        Err(error) => return (false, format!("FAILS   {what}: {}", error_chain(&error))),
    };
    match status {
        status if status.is_success() => (true, format!("works   {what}")),
        StatusCode::FORBIDDEN => (false, format!("FAILS   {what}: 403, the scope {scope} is missing")),
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED if *need == Need::May => {
            (true, format!("absent  {what}: {}, so the feature is hidden", status.as_u16()))
        }
        StatusCode::NOT_FOUND => {
            (false, format!("FAILS   {what}: 404, the organisation has none with this id, or the path is another"))
        }
        status => (false, format!("FAILS   {what}: status {}", status.as_u16())),
    }
}
