//! The text of `--help`.

use std::fmt::Write as _;
use tenant::config::{Key, keys};

/// Everything that can be set, in the order of the table.
#[must_use]
pub fn help() -> String {
    let mut text = String::from(
        "The proxy between the email configurator and a NICE CXone tenant.\n\n\
         Usage: cxone-proxy [COMMAND] [--config FILE] [OPTIONS]\n\n\
         Commands; without one, the proxy is started:\n\
         \x20 operator add NAME --role viewer|editor|administrator\n\x20     Adds an operator to the password file, or changes one; asks for the password\n\
         \x20 operator list, operator remove NAME\n\x20     The operators of the password file\n\
         \x20 audit verify [--head SEAL]\n\x20     Whether the audit is as it was written; with a seal noted down earlier, also that nothing was cut off\n\
         \x20 audit export [--format jsonl|csv] [--output FILE]\n\x20     Every entry of the audit, the oldest first\n\n\
         Flags win over environment variables, those over the file.\n\n\
         \x20 --config FILE\n\x20     The configuration file [cxone-proxy.toml, if it is there]\n\
         \x20 --print-config\n\x20     Print every setting and where it comes from, secrets masked, and every problem\n\
         \x20 --check\n\x20     Try the tenant with reads alone and say what works\n\
         \x20 --help, --version\n\x20     Print this, or the version\n",
    );
    for Key { name, env, flag, value, help, .. } in keys() {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "  {flag} {value}\n      {help}\n      environment {env}, file {name}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{help, keys};

    #[test]
    fn the_help_names_every_flag() {
        let help = help();
        assert!(keys().iter().all(|key| help.contains(&key.flag) && help.contains(&key.env)));
    }
}
