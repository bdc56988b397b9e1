//! `cxone-proxy operator add NAME --role ROLE`, `operator list`, `operator remove NAME`.

use super::{Call, CommandError, Ended, take_option};
use crate::access::{Known, MIN_PASSWORD, Operators, hash_password, is_long_enough, is_name};
use crate::config::{ConfigFile, load};
use std::io::{BufRead, IsTerminal, Write};
use workflow::wire::Role;

/// Adds an operator, or gives one another role and password. The password is asked for at a terminal,
/// else it is the first line of stdin.
pub(super) fn add(call: &Call, out: &mut (dyn Write + Send)) -> Result<Ended, CommandError> {
    let mut args = call.args[2..].to_vec();
    let role = take_option(&mut args, "--role")?;
    let role =
        role.as_deref().and_then(Role::named).ok_or_else(|| usage("--role must be viewer, editor or administrator"))?;
    let name = take_name(&mut args)?;
    let operators = file(call, args)?;
    let password = if std::io::stdin().is_terminal() { asked(&name)? } else { piped()? };
    if !is_long_enough(&password) {
        return Err(usage(&format!("the password must have at least {MIN_PASSWORD} characters; nothing was changed")));
    }
    let is_new = operators.put(&name, Known { role, hash: hash_password(&password)? })?;
    let done = if is_new { "was added" } else { "has a new password and role" };
    writeln!(out, "{name} {done}: {}, in {}. It counts at once.", role.name(), operators.path().display())?;
    Ok(Ended::Well)
}

/// Lists names and roles.
pub(super) fn list(call: &Call, out: &mut (dyn Write + Send)) -> Result<Ended, CommandError> {
    let operators = file(call, call.args[2..].to_vec())?;
    let known = operators.read()?;
    if known.is_empty() {
        writeln!(
            out,
            "There are no operators in {}. Add one: cxone-proxy operator add NAME --role ROLE",
            operators.path().display()
        )?;
    }
    for (name, known) in known {
        writeln!(out, "{name}\t{}", known.role.name())?;
    }
    Ok(Ended::Well)
}

/// Removes an operator; its sessions end with the next request.
pub(super) fn remove(call: &Call, out: &mut (dyn Write + Send)) -> Result<Ended, CommandError> {
    let mut args = call.args[2..].to_vec();
    let name = take_name(&mut args)?;
    let operators = file(call, args)?;
    if operators.remove(&name)? {
        writeln!(out, "{name} was removed and is signed out everywhere.")?;
        return Ok(Ended::Well);
    }
    writeln!(out, "There is no operator {name} in {}. Nothing was changed.", operators.path().display())?;
    Ok(Ended::Wrong)
}

fn take_name(args: &mut Vec<String>) -> Result<String, CommandError> {
    let name = args.first().filter(|name| !name.starts_with('-')).cloned();
    let name = name.ok_or_else(|| usage("an operator's name is needed, before the other options"))?;
    args.remove(0);
    if is_name(&name) { Ok(name) } else { Err(usage("a name is one word of at most 64 bytes")) }
}

fn file(call: &Call, args: Vec<String>) -> Result<Operators, CommandError> {
    let file = ConfigFile::find(&args, &call.folder);
    let config = load(args, call.env.clone(), file)?;
    if config.access.operators_file.as_os_str().is_empty() {
        return Err(usage("the user's data folder is not known (no HOME); name the file with --operators-file"));
    }
    Ok(Operators::at(&config.access.operators_file))
}

fn asked(name: &str) -> Result<String, CommandError> {
    let password = rpassword::prompt_password(format!("Password for {name} (at least {MIN_PASSWORD} characters): "))?;
    let again = rpassword::prompt_password("The same again: ")?;
    if password == again { Ok(password) } else { Err(usage("the two are not the same; nothing was changed")) }
}

fn piped() -> Result<String, CommandError> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn usage(words: &str) -> CommandError {
    CommandError::Usage(words.to_owned())
}
