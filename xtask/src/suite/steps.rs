//! The steps of a test run: what each needs and which commands it runs.

use crate::progress::Progress;
use crate::tools::browser::{self, Browser};
use crate::tools::rust::WASM_TARGET;
use crate::tools::{self, Toolbox, node, postgres};
use crate::workspace::Workspace;
use crate::{app, build};
use anyhow::{Context, Result};
use std::process::Command;

/// Something that a step cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The wasm32 target, Trunk, wasm-bindgen.
    Tools,
    /// Node packages, Chromium and its driver.
    Browser,
    /// PostgreSQL's programs.
    Postgres,
}

/// One step.
pub struct Step {
    /// Its name, for the summary and the filter.
    pub name: &'static str,
    /// What it does, for its heading.
    pub about: &'static str,
    /// What has to be there.
    pub needs: &'static [Need],
    /// Whether it must have run at least one test.
    pub has_tests: bool,
    /// What it runs, one after the other.
    pub commands: fn(&Workspace, &Prepared) -> Result<Vec<Command>>,
}

impl Step {
    /// Whether one of the words is in its name; no words choose every step.
    pub fn matches(&self, words: &[String]) -> bool {
        words.is_empty() || words.iter().any(|word| self.name.contains(word.as_str()))
    }
}

/// All of them, the quickest to fail first. The order also shares what is compiled: lints and docs
/// check the same crates, the browser tests use the programs that the unit tests have built.
pub const STEPS: &[Step] = &[
    Step { name: "format", about: "cargo fmt", needs: &[], has_tests: false, commands: format },
    Step {
        name: "lints",
        about: "clippy, warnings are errors",
        needs: &[Need::Tools],
        has_tests: false,
        commands: lints,
    },
    Step { name: "docs", about: "cargo doc, warnings are errors", needs: &[], has_tests: false, commands: docs },
    Step {
        name: "unit",
        about: "unit, property, integration and stack tests",
        needs: &[Need::Postgres],
        has_tests: true,
        commands: unit,
    },
    Step { name: "core", about: "the core's tests on wasm32", needs: &[Need::Tools], has_tests: true, commands: core },
    Step {
        name: "components",
        about: "component tests in a browser",
        needs: &[Need::Tools, Need::Browser],
        has_tests: true,
        commands: components,
    },
    Step { name: "app", about: "the app, in release", needs: &[Need::Tools], has_tests: false, commands: build_app },
    Step {
        name: "program",
        about: "the single executable, with the app inside",
        needs: &[Need::Tools],
        has_tests: true,
        commands: program,
    },
    Step {
        name: "browser",
        about: "end-to-end tests with Playwright and axe",
        needs: &[Need::Tools, Need::Browser],
        has_tests: true,
        commands: browser_tests,
    },
];

/// What has been set up.
pub struct Prepared {
    tools: Option<Toolbox>,
    browser: Option<Browser>,
    /// How often each browser test is run.
    repeat: u32,
}

impl Prepared {
    /// Sets up what is needed.
    pub fn new(
        workspace: &Workspace,
        progress: &mut Progress,
        needs: impl Fn(Need) -> bool,
        repeat: u32,
    ) -> Result<Self> {
        let tools = if needs(Need::Tools) { Some(tools::set_up(workspace, progress)?) } else { None };
        if needs(Need::Postgres) {
            postgres::set_up(workspace, progress)?;
        }
        let browser = if needs(Need::Browser) { Some(set_up_browser(workspace, progress)?) } else { None };
        Ok(Self { tools, browser, repeat })
    }

    /// The tools that build the app.
    pub fn tools(&self) -> Result<&Toolbox> {
        self.tools.as_ref().context("the tools were not set up")
    }

    fn browser(&self) -> Result<&Browser> {
        self.browser.as_ref().context("the browser was not set up")
    }
}

/// How many steps [`Prepared::new`] announces.
pub fn set_up_steps(needs: impl Fn(Need) -> bool) -> usize {
    let tools = if needs(Need::Tools) { tools::STEPS } else { 0 };
    let browser = if needs(Need::Browser) { 3 } else { 0 };
    tools + browser + usize::from(needs(Need::Postgres))
}

fn set_up_browser(workspace: &Workspace, progress: &mut Progress) -> Result<Browser> {
    let folder = workspace.browser_tests();
    node::require(workspace, progress)?;
    node::install_packages(workspace, progress, &folder, "Node packages of the browser tests")?;
    browser::set_up(workspace, progress, &folder)
}

fn format(workspace: &Workspace, _: &Prepared) -> Result<Vec<Command>> {
    Ok(vec![workspace.cargo(&["fmt", "--all", "--check"])])
}

fn lints(workspace: &Workspace, _: &Prepared) -> Result<Vec<Command>> {
    let host = workspace.cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    let mut wasm = workspace.cargo(&["clippy", "--package", "workflow", "--package", "cxone-email-configurator"]);
    wasm.args(["--all-targets", "--target", WASM_TARGET, "--", "-D", "warnings"]);
    Ok(vec![host, wasm])
}

fn docs(workspace: &Workspace, _: &Prepared) -> Result<Vec<Command>> {
    let mut doc = workspace.cargo(&["doc", "--workspace", "--no-deps"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    Ok(vec![doc])
}

fn unit(workspace: &Workspace, _: &Prepared) -> Result<Vec<Command>> {
    Ok(vec![workspace.cargo(&["test", "--workspace", "--no-fail-fast"])])
}

fn core(workspace: &Workspace, prepared: &Prepared) -> Result<Vec<Command>> {
    // Not the doc tests: the runner knows no tests but those with its own attribute.
    let mut test = wasm_tests(workspace, prepared, &["--package", "workflow", "--tests", "--no-fail-fast"])?;
    test.env("WASM_BINDGEN_TEST_ONLY_NODE", "1");
    Ok(vec![test])
}

fn components(workspace: &Workspace, prepared: &Prepared) -> Result<Vec<Command>> {
    let browser = prepared.browser()?;
    let driver = browser.driver.as_ref().context(
        "chromedriver is needed and was not found; put one that fits your Chromium on the PATH, or name it in \
         CHROMEDRIVER",
    )?;
    let mut test = wasm_tests(workspace, prepared, &["--package", "cxone-email-configurator", "--test", "web"])?;
    test.env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", browser::webdriver_options(workspace, browser)?)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
    Ok(vec![test])
}

fn wasm_tests(workspace: &Workspace, prepared: &Prepared, args: &[&str]) -> Result<Command> {
    let mut test = workspace.cargo(&["test", "--target", WASM_TARGET]);
    test.args(args)
        .env("PATH", prepared.tools()?.path()?)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    Ok(test)
}

fn build_app(workspace: &Workspace, prepared: &Prepared) -> Result<Vec<Command>> {
    app::build(workspace, prepared.tools()?, &mut Progress::new(app::STEPS))?;
    Ok(Vec::new())
}

fn program(workspace: &Workspace, prepared: &Prepared) -> Result<Vec<Command>> {
    app::build(workspace, prepared.tools()?, &mut Progress::new(app::STEPS))?;
    // The whole workspace: Cargo then chooses the same features of dependencies as for the unit tests.
    let mut test = workspace.cargo(&["test", "--workspace", "--features", build::EMBEDDED, "--test", "embedded"]);
    test.env(build::APP, workspace.app());
    let mut clippy = workspace.cargo(&["clippy", "--workspace", "--all-targets"]);
    clippy.args(["--features", build::EMBEDDED, "--", "-D", "warnings"]).env(build::APP, workspace.app());
    Ok(vec![test, clippy])
}

fn browser_tests(workspace: &Workspace, prepared: &Prepared) -> Result<Vec<Command>> {
    app::build(workspace, prepared.tools()?, &mut Progress::new(app::STEPS))?;
    app::build_gallery(workspace, prepared.tools()?)?;
    // With all targets, Cargo chooses the same features as for the unit tests and compiles nothing twice.
    // Without ourselves: Windows does not replace a program that is running.
    let servers = workspace.cargo(&["build", "--workspace", "--exclude", "xtask", "--all-targets"]);
    let mut types = node::npx(&workspace.browser_tests());
    types.args(["tsc", "--noEmit"]);
    let mut playwright = playwright(workspace, prepared)?;
    if prepared.repeat > 1 {
        playwright.arg(format!("--repeat-each={}", prepared.repeat));
    }
    Ok(vec![types, servers, playwright])
}

/// Playwright, to run the end-to-end tests.
pub fn playwright(workspace: &Workspace, prepared: &Prepared) -> Result<Command> {
    let mut playwright = node::npx(&workspace.browser_tests());
    playwright
        .args(["playwright", "test"])
        .env("CONFIGURATOR_APP", workspace.app())
        .env("CONFIGURATOR_GALLERY", workspace.gallery())
        .env("CONFIGURATOR_PROGRAMS", workspace.programs("debug"));
    if let Some(program) = &prepared.browser()?.program {
        playwright.env("CHROME", program);
    }
    Ok(playwright)
}
