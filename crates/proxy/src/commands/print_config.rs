//! `cxone-proxy --print-config`: every setting, where it came from, and every problem.

use super::{Call, CommandError, Ended};
use crate::config::{ConfigFile, load};
use std::io::Write;
use tenant::config::{Environment, Layers, Shown};

/// Prints all settings; then all problems, if there are any.
pub(super) fn print(call: &Call, out: &mut (dyn Write + Send)) -> Result<Ended, CommandError> {
    let args: Vec<String> = call.args.iter().filter(|arg| *arg != "--print-config").cloned().collect();
    let env: Environment = call.env.iter().cloned().collect();
    let file = ConfigFile::find(&args, &call.folder);
    let layers = Layers::collect(&args, &env, file.as_ref());
    for Shown { key, set } in layers.shown() {
        match set {
            Some((value, origin)) => writeln!(out, "{} = {value}\n    {origin}", key.name)?,
            None => writeln!(out, "{}\n    default: {}", key.name, default_of(&key.help))?,
        }
    }
    match load(args, call.env.clone(), file) {
        Ok(config) => {
            for warning in &config.warnings {
                writeln!(out, "warning: {warning}")?;
            }
            Ok(Ended::Well)
        }
        Err(problems) => {
            writeln!(out, "\n{problems}")?;
            Ok(Ended::Wrong)
        }
    }
}

/// The default that the help tells in brackets at its end.
fn default_of(help: &str) -> &str {
    let told = help.strip_suffix(']').and_then(|help| help.rsplit_once('['));
    told.map_or("not set", |(_, default)| default)
}

#[cfg(test)]
mod tests {
    use super::default_of;

    #[test]
    fn the_default_is_the_one_that_the_help_tells() {
        assert_eq!(default_of("Where to listen [127.0.0.1:8787]"), "127.0.0.1:8787");
        assert_eq!(default_of("OAuth client id"), "not set");
    }
}
