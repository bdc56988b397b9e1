//! `cargo xtask run`: builds what is missing, then starts the proxy and says where to look.

mod server;

use crate::process::quiet;
use crate::progress::Progress;
use crate::tools;
use crate::workspace::Workspace;
use crate::{app, tools::cache};
use anyhow::Result;
use clap::Args;

/// Options of `cargo xtask run`.
#[derive(Args)]
pub struct Options {
    /// Listen on this port of 127.0.0.1 instead of CXONE_PROXY_LISTEN or 8787; 0 picks a free one.
    #[arg(long)]
    port: Option<u16>,
    /// Do not open a browser.
    #[arg(long)]
    no_open: bool,
}

/// Builds and starts the configurator; comes back when it is stopped.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    println!("cxone-email-configurator: the first start takes about 12 minutes, later ones a few seconds.");
    println!("Tools are kept in {}.", cache::root()?.display());
    let mut progress = Progress::new(tools::STEPS + app::STEPS + 1);
    let tools = tools::set_up(workspace, &mut progress)?;
    app::build(workspace, &tools, &mut progress)?;
    progress.work("The proxy, in release", Some("about 6 min"), || {
        let mut cargo = workspace.cargo(&["build", "--release", "--package", "cxone-proxy"]);
        quiet(&mut cargo, &workspace.log("proxy"))
    })?;
    server::serve(workspace, options.port, !options.no_open)
}
