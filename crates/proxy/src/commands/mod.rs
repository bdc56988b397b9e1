//! What `cxone-proxy` does besides serving: `cxone-proxy audit verify`, …. Each command takes the same
//! settings as the proxy, says what it found on stdout, and ends with 0, or 1 where something is wrong.

mod audit;
mod check;
mod operator;
mod print_config;

use crate::access::{OperatorsError, PasswordError};
use crate::config::ConfigErrors;
use crate::store::StoreError;
use std::io::Write;
use std::path::PathBuf;

/// Where the program stands: its arguments and what surrounds them.
#[derive(Debug)]
pub struct Call {
    /// The arguments after the program's name.
    pub args: Vec<String>,
    /// The environment.
    pub env: Vec<(String, String)>,
    /// The working folder.
    pub folder: PathBuf,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All is well.
    Well,
    /// It was carried out and found something wrong, which it has told.
    Wrong,
}

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// There is no such command.
    #[error("there is no command \"{0}\"; --help lists them")]
    Unknown(String),
    /// Its arguments are not as they should be.
    #[error("{0}")]
    Usage(String),
    /// The settings have problems.
    #[error(transparent)]
    Config(#[from] ConfigErrors),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The password file.
    #[error(transparent)]
    Operators(#[from] OperatorsError),
    /// A password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A file.
    #[error("{path} cannot be written")]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Standard input or output.
    #[error("the terminal, standard input or standard output cannot be used")]
    Print(#[from] std::io::Error),
}

/// Carries out the command that the arguments begin with; `None` where they begin with none, and the
/// proxy is to be started.
///
/// # Errors
/// [`CommandError`].
pub async fn run(call: &Call, out: &mut (dyn Write + Send)) -> Option<Result<Ended, CommandError>> {
    let words: Vec<&str> = call.args.iter().map(String::as_str).collect();
    if words.contains(&"--print-config") {
        return Some(print_config::print(call, out));
    }
    if words.contains(&"--check") {
        return Some(check::check(call, out).await);
    }
    match words.as_slice() {
        ["audit", "verify", ..] => Some(audit::verify(call, out).await),
        ["audit", "export", ..] => Some(audit::export(call, out).await),
        ["operator", "add", ..] => Some(operator::add(call, out)),
        ["operator", "list", ..] => Some(operator::list(call, out)),
        ["operator", "remove", ..] => Some(operator::remove(call, out)),
        [flag, ..] if flag.starts_with('-') => None,
        [] => None,
        [first, second, ..] if !second.starts_with('-') => {
            Some(Err(CommandError::Unknown(format!("{first} {second}"))))
        }
        [first, ..] => Some(Err(CommandError::Unknown((*first).to_owned()))),
    }
}

/// Takes `name VALUE` or `name=VALUE` out of the arguments.
fn take_option(args: &mut Vec<String>, name: &str) -> Result<Option<String>, CommandError> {
    let Some(at) = args.iter().position(|arg| arg == name || arg.starts_with(&format!("{name}="))) else {
        return Ok(None);
    };
    let arg = args.remove(at);
    if let Some((_, value)) = arg.split_once('=') {
        return Ok(Some(value.to_owned()));
    }
    if at < args.len() { Ok(Some(args.remove(at))) } else { Err(CommandError::Usage(format!("{name} needs a value"))) }
}
