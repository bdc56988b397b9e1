//! From arguments and environment to an exit code.

use crate::args::{Cli, Command, DiffFormat, Format, command};
use crate::commands::{self, Verdict};
use crate::deploy;
use crate::failure::Failure;
use crate::screen::Screen;
use crate::settings::Sources;
use clap::FromArgMatches;
use std::ffi::OsString;
use tenant::config::Environment;

/// Carries out what the arguments ask for (the program's name first) and answers the exit code.
#[must_use]
pub fn run(args: Vec<OsString>, env: Environment) -> u8 {
    let parsed = command().try_get_matches_from(args).and_then(|matches| {
        let cli = Cli::from_arg_matches(&matches)?;
        Ok((cli, matches))
    });
    let (cli, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            // Where nobody listens there is nobody to tell.
            let _ = error.print();
            return u8::from(error.use_stderr()) * 2;
        }
    };
    let mut screen = Screen::new(cli.color, format(&cli.command));
    let Some((_, own)) = matches.subcommand() else { return 2 };
    let sources = Sources { matches: own, env: &env, file: cli.config.as_deref() };
    match carry_out(&cli.command, &sources, &mut screen) {
        Ok(Verdict::Fine) => 0,
        Ok(Verdict::Found) => 1,
        Err(failure) => {
            screen.fail(&failure);
            failure.exit_code()
        }
    }
}

fn carry_out(command: &Command, sources: &Sources<'_>, screen: &mut Screen) -> Result<Verdict, Failure> {
    let verdict = match command {
        Command::Validate(args) => commands::validate(args, &sources.rules()?, screen)?,
        Command::Diff(args) => commands::diff(args, &sources.rules()?, screen)?,
        Command::Apply(args) => commands::apply(args, &sources.rules()?, screen)?,
        Command::Merge(args) => commands::merge(args, &sources.rules()?, screen)?,
        Command::Deploy(args) => deploy::command(args, sources, screen)?,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut crate::args::command(), "cxone-email", &mut script);
            screen.print(&String::from_utf8_lossy(&script))?;
            Verdict::Fine
        }
    };
    screen.flush()?;
    Ok(verdict)
}

/// How a command's messages are printed.
fn format(command: &Command) -> Format {
    match command {
        Command::Validate(args) => args.format,
        Command::Diff(args) if args.format == DiffFormat::Json => Format::Json,
        Command::Apply(args) => args.format,
        Command::Merge(args) => args.format,
        Command::Deploy(args) => args.format,
        Command::Diff(_) | Command::Completions { .. } => Format::Human,
    }
}
