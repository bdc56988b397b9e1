//! The settings that the command line shares with the proxy: flags over environment over file.

use clap::{Arg, ArgAction, ArgMatches, Command};
use std::path::Path;
use tenant::TenantConfig;
use tenant::config::{
    Audience, ConfigErrors, ConfigFile, ConfigProblem, Connection, Environment, Key, Origin, RemoteTenant, Rules, keys,
    load, load_rules,
};

/// Settings whose flags a command declares itself.
const OWN: [&str; 2] = ["workflow_id", "webhook_url"];

/// Adds the settings of these audiences to a command, shown by `--help` and not by `-h`.
pub(crate) fn add_flags(command: Command, audiences: &[Audience]) -> Command {
    let flags = flag_keys().filter(|key| audiences.contains(&key.audience)).map(|key| {
        let long = key.flag.trim_start_matches('-').to_owned();
        Arg::new(key.name)
            .long(long)
            .value_name(key.value)
            .help(format!("{} [env {}]", key.help, key.env))
            .action(ArgAction::Set)
            .hide_short_help(true)
            .help_heading("Settings of the tenant")
    });
    command.args(flags)
}

/// Where settings come from.
pub(crate) struct Sources<'a> {
    /// The command's arguments.
    pub(crate) matches: &'a ArgMatches,
    /// The environment.
    pub(crate) env: &'a Environment,
    /// The file that is named, if one is.
    pub(crate) file: Option<&'a Path>,
}

impl Sources<'_> {
    /// What is needed without a connection.
    pub(crate) fn rules(&self) -> Result<Rules, ConfigErrors> {
        load_rules(&self.flags(), self.env, self.config_file().as_ref())
    }

    /// Everything about the tenant, and what should be looked at.
    pub(crate) fn tenant(&self) -> Result<(TenantConfig, RemoteTenant, Vec<String>), ConfigErrors> {
        let (config, warnings) = load(&self.flags(), self.env, self.config_file().as_ref())?;
        match config.connection.clone() {
            Connection::Remote(remote) => Ok((config, remote, warnings)),
            Connection::Demo => Err(ConfigErrors {
                problems: vec![ConfigProblem {
                    origin: Origin::Missing("CXONE_CLIENT_ID".to_owned()),
                    message: "a tenant is needed; to try it out, start cxone-simulator and name it in CXONE_BASE_URL"
                        .to_owned(),
                }],
            }),
        }
    }

    fn config_file(&self) -> Option<ConfigFile> {
        let named: Vec<String> = self.file.map(|file| format!("--config={}", file.display())).into_iter().collect();
        ConfigFile::find(&named, Path::new("."))
    }

    /// The given flags as the loader takes them.
    fn flags(&self) -> Vec<String> {
        flag_keys()
            .filter_map(|key| {
                let value = self.matches.try_get_one::<String>(&key.name).ok().flatten()?;
                Some(format!("{}={value}", key.flag))
            })
            .chain(
                self.matches
                    .try_get_one::<String>("workflow_id")
                    .ok()
                    .flatten()
                    .map(|id| format!("--workflow-id={id}")),
            )
            .collect()
    }
}

fn flag_keys() -> impl Iterator<Item = Key> {
    keys().into_iter().filter(|key| key.audience != Audience::Proxy && !OWN.contains(&key.name.as_str()))
}
