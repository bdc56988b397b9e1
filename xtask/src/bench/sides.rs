//! What is measured against each other in a browser: our app and the same features on a React stack.

use crate::app::{self, precompress};
use crate::process::quiet;
use crate::progress::Progress;
use crate::tools::browser::Browser;
use crate::tools::{self, browser, node};
use crate::workspace::Workspace;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// Both sides, built and compressed, and the browser that measures them.
pub struct Sides {
    browser: Browser,
    programs: PathBuf,
    /// Where figures and files go.
    pub results: PathBuf,
}

impl Sides {
    /// What [`Sides::build`] announces as steps.
    pub const STEPS: usize = tools::STEPS + app::STEPS + 6;

    /// Gets the tools, builds both sides, and the servers in `profile`, `debug` or `release`.
    pub fn build(workspace: &Workspace, progress: &mut Progress, profile: &str) -> Result<Self> {
        let packages = workspace.browser_tests();
        let peer = workspace.path("bench/peer");
        let tools = tools::set_up(workspace, progress)?;
        node::require(workspace, progress)?;
        node::install_packages(workspace, progress, &packages, "Node packages of the browser tests")?;
        node::install_packages(workspace, progress, &peer, "Node packages of the React stack")?;
        let browser = browser::set_up(workspace, progress, &packages)?;
        app::build(workspace, &tools, progress)?;
        let results = workspace.path("target/bench");
        progress.work("The React stack, in production mode", Some("about 10 s"), || {
            quiet(node::npx(&peer).args(["vite", "build"]), &workspace.log("peer"))?;
            precompress::folder(&results.join("peer"))
        })?;
        progress.work("The proxy and the simulated tenant", Some("about 6 min"), || {
            let mut cargo = workspace.cargo(&["build", "--package", "cxone-proxy", "--package", "cxone-simulator"]);
            if profile == "release" {
                cargo.arg("--release");
            }
            quiet(&mut cargo, &workspace.log("servers"))
        })?;
        Ok(Self { browser, programs: workspace.programs(profile), results })
    }

    /// Playwright, to run the measurements whose file names contain `spec`.
    pub fn playwright(&self, workspace: &Workspace, spec: &str) -> Command {
        let mut playwright = node::npx(&workspace.browser_tests());
        playwright
            .args(["playwright", "test", "--config", "bench.config.ts", spec])
            .env("CONFIGURATOR_APP", workspace.app())
            .env("CONFIGURATOR_PROGRAMS", &self.programs)
            .env("CONFIGURATOR_BENCH", &self.results);
        if let Some(program) = &self.browser.program {
            playwright.env("CHROME", program);
        }
        playwright
    }
}
