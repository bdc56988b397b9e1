//! What can be asked on the command line, and how it is explained.

use crate::screen::Colour;
use crate::settings;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use tenant::config::Audience;

/// NICE CXone workflow emails on the command line.
///
/// Checks, compares and edits workflow documents, and deploys an email node without losing anybody's
/// edit. Reads the same settings as cxone-proxy: CXONE_* variables, cxone-proxy.toml, flags.
#[derive(Debug, Parser)]
#[command(name = "cxone-email", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to use colour [NO_COLOR and CLICOLOR_FORCE count too].
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", help_heading = "General")]
    pub color: Colour,
    /// The settings file [cxone-proxy.toml, if it is there].
    #[arg(long, global = true, value_name = "FILE", help_heading = "General")]
    pub config: Option<PathBuf>,
}

const EXIT_CODES: &str = "\
Exit codes: 0 fine, 1 a finding, a difference or a conflict, 2 unusable input.
FILE may be - for standard input.";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find every problem in a workflow document.
    #[command(after_help = VALIDATE)]
    Validate(Validate),
    /// Tell what differs between two workflow documents.
    #[command(after_help = DIFF)]
    Diff(Diff),
    /// Add an email node to a workflow document; the result goes to standard output.
    #[command(after_help = APPLY)]
    Apply(Apply),
    /// Merge two documents that were both made from a third; the result goes to standard output.
    #[command(after_help = MERGE)]
    Merge(Merge),
    /// Put an email node into a tenant's workflow.
    #[command(after_help = DEPLOY)]
    Deploy(Deploy),
    /// Print a completion script for a shell.
    #[command(after_help = COMPLETIONS)]
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
}

const VALIDATE: &str = "\
Examples:
  cxone-email validate workflow.json
  cxone-email validate workflow.json --fail-on error
  cxone-email validate - --format json < workflow.json

Only what the document itself shows is checked; deploy also asks the tenant.
Exits 1 where something is found, 2 where the document cannot be read.";

const DIFF: &str = "\
Examples:
  cxone-email diff before.json after.json
  cxone-email diff before.json after.json --format unified
  cxone-email diff before.json after.json --format json-patch > change.json

Version and time of the last save count as no difference, in every format.
Exits 1 where the documents differ.";

const APPLY: &str = "\
Examples:
  cxone-email apply workflow.json --add-node node.json --after start_node > new.json
  cxone-email apply - --add-node node.json --after check_order < workflow.json | cxone-email validate -

Every byte that is not edited stays as it is. Transitions are led through the new node.
Exits 1 where the node's id is taken, 2 where a file cannot be used.";

const MERGE: &str = "\
Examples:
  cxone-email merge base.json mine.json theirs.json > merged.json
  cxone-email merge base.json mine.json theirs.json --prefer theirs > merged.json

Nodes and transitions are merged by id, field by field. Where both sides changed the same value
differently, each conflict is told with all three values.
Exits 1 where there are conflicts and --prefer does not decide them; nothing is printed then.";

const DEPLOY: &str = "\
Examples:
  cxone-email deploy --workflow-id wf_12345 --add-node node.json --after start_node --dry-run
  cxone-email deploy --workflow-id wf_12345 --add-node node.json --after start_node > receipt.json
  cxone-email deploy --workflow-id wf_12345 --add-node node.json --after start_node \\
      --webhook-url https://hooks.example.com/cxone --webhook-secret-file secret.txt

The receipt goes to standard output; steps, waits and the audit event go to standard error.
Ctrl+C cancels and tells what is true by then. An interrupted deploy is looked into by the next one.
Needs CXONE_ORG, CXONE_CLIENT_ID and CXONE_CLIENT_SECRET (or CXONE_CLIENT_SECRET_FILE).
Exits 0 where the node is in the workflow, 1 where it is not, 2 where nothing could be begun.";

const COMPLETIONS: &str = "\
Examples:
  cxone-email completions bash > ~/.local/share/bash-completion/completions/cxone-email
  cxone-email completions zsh > \"${fpath[1]}/_cxone-email\"";

/// Arguments of `validate`.
#[derive(Debug, Args)]
pub struct Validate {
    /// The workflow document.
    pub file: PathBuf,
    /// How to print the findings.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
    /// The least severity that makes the exit code 1.
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    pub fail_on: FailOn,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The document before.
    pub old: PathBuf,
    /// The document after.
    pub new: PathBuf,
    /// How to print the differences.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: DiffFormat,
    /// Unchanged lines around each change (unified).
    #[arg(long, short = 'U', default_value_t = 3, value_name = "LINES")]
    pub context: usize,
}

/// Arguments of `apply`.
#[derive(Debug, Args)]
pub struct Apply {
    /// The workflow document.
    pub file: PathBuf,
    /// What is added, and where.
    #[command(flatten)]
    pub addition: Addition,
    /// How to print what is told on standard error.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

/// A node to add.
#[derive(Debug, Args)]
pub struct Addition {
    /// The email node's JSON.
    #[arg(long, value_name = "NODE.json")]
    pub add_node: PathBuf,
    /// The node that it follows.
    #[arg(long, value_name = "NODE_ID")]
    pub after: String,
}

/// Arguments of `merge`.
#[derive(Debug, Args)]
pub struct Merge {
    /// The document that both sides were made from.
    pub base: PathBuf,
    /// Our side.
    pub ours: PathBuf,
    /// Their side.
    pub theirs: PathBuf,
    /// Decide every conflict for this side.
    #[arg(long, value_enum, value_name = "SIDE")]
    pub prefer: Option<Side>,
    /// How to print what is told on standard error.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

/// A side of a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Side {
    /// As it was.
    Base,
    /// Ours.
    Ours,
    /// Theirs.
    Theirs,
}

/// Arguments of `deploy`.
#[derive(Debug, Args)]
pub struct Deploy {
    /// The workflow, if not CXONE_WORKFLOW_ID.
    #[arg(long, value_name = "ID")]
    pub workflow_id: Option<String>,
    /// What is added, and where.
    #[command(flatten)]
    pub addition: Addition,
    /// Print what would change and the exact request; write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Afterwards register a webhook there for workflow.updated; without URL, at CXONE_WEBHOOK_URL.
    ///
    /// Never done unasked, because each registration is another one. An address that is registered
    /// already, enabled or not, is left alone.
    #[arg(long, value_name = "URL", num_args = 0..=1, conflicts_with = "dry_run")]
    pub webhook_url: Option<Option<String>>,
    /// Write the webhook's secret into this new file, readable by you alone.
    ///
    /// Without it the secret is shown once on standard error, if that is a terminal.
    #[arg(long, value_name = "FILE", requires = "webhook_url", conflicts_with = "webhook_secret_in_receipt")]
    pub webhook_secret_file: Option<PathBuf>,
    /// Put the webhook's secret into the receipt. Keep the receipt like a password then.
    #[arg(long, requires = "webhook_url")]
    pub webhook_secret_in_receipt: bool,
    /// Append the audit events to this file, a JSON line each [standard error].
    #[arg(long, value_name = "FILE")]
    pub audit_file: Option<PathBuf>,
    /// Where the journals of interrupted deploys are kept [the user's state folder].
    #[arg(long, value_name = "DIR")]
    pub state_dir: Option<PathBuf>,
    /// How to print what is told on standard error; the receipt is always JSON.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

/// Who reads what is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Words, for people.
    #[default]
    Human,
    /// JSON, for machines.
    Json,
}

/// How differences are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// Words, for people.
    #[default]
    Human,
    /// JSON, for machines.
    Json,
    /// Lines as diff -u prints them, of both documents laid out alike.
    Unified,
    /// An RFC 6902 patch that turns the first into the second.
    JsonPatch,
}

/// A severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Only errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// Any finding.
    #[default]
    Hint,
}

/// The whole command line, with the settings that each command takes as flags.
#[must_use]
pub fn command() -> clap::Command {
    let rules: &[Audience] = &[Audience::Rules];
    let all: &[Audience] = &[Audience::Rules, Audience::Connection];
    [("validate", rules), ("diff", rules), ("apply", rules), ("merge", rules), ("deploy", all)]
        .into_iter()
        .fold(Cli::command(), |command, (name, audiences)| {
            command.mut_subcommand(name, |command| settings::add_flags(command, audiences))
        })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::command().debug_assert();
    }
}
