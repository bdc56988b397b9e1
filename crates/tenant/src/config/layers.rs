//! Flags over environment over file: which raw value counts for each key, and what cannot be understood.

use super::error::{ConfigErrors, ConfigProblem, Origin};
use super::file::ConfigFile;
use super::keys::{Key, keys};
use super::{Environment, parse, presets};
use std::collections::BTreeMap;

/// A value before it is checked.
#[derive(Clone)]
pub(super) struct Raw {
    /// One text; several for a list in the file.
    pub(super) texts: Vec<String>,
    pub(super) origin: Origin,
}

/// The values that count, by key, and the problems met on the way. A program takes out what it needs
/// ([`Layers::tenant`], [`Layers::parsed`], …) and then [finishes](Layers::finish).
pub struct Layers {
    values: BTreeMap<String, Raw>,
    problems: Vec<ConfigProblem>,
    warnings: Vec<String>,
    /// Whether the file could not be used, so that nothing should be called missing.
    incomplete: bool,
}

impl Layers {
    /// Reads arguments (without the program's name), environment and file. Nothing is checked yet but
    /// that the keys exist.
    #[must_use]
    pub fn collect(args: &[String], env: &Environment, file: Option<&ConfigFile>) -> Self {
        let keys = keys();
        let mut layers =
            Self { values: BTreeMap::new(), problems: Vec::new(), warnings: Vec::new(), incomplete: false };
        if let Some(file) = file {
            layers.read_file(&keys, file);
        }
        layers.read_environment(&keys, env);
        layers.read_flags(&keys, args);
        layers.read_preset();
        layers
    }

    /// Ends with what is not wrong but should be looked at.
    ///
    /// # Errors
    /// All problems at once.
    pub fn finish(self) -> Result<Vec<String>, ConfigErrors> {
        if self.problems.is_empty() { Ok(self.warnings) } else { Err(ConfigErrors { problems: self.problems }) }
    }

    /// Whether a key has a value that was not taken yet.
    #[must_use]
    pub fn is_set(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// The value of a key, where it is set and right.
    pub fn optional<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let Raw { texts, origin } = self.take(name)?;
        let parsed = match texts.as_slice() {
            [one] => parse(one),
            _ => Err("must be one value, not a list".into()),
        };
        parsed.map_err(|message| self.problem(origin, message)).ok()
    }

    /// The value of a key, or its default.
    pub fn parsed<T>(&mut self, name: &str, default: T, parse: impl FnOnce(&str) -> Result<T, String>) -> T {
        self.optional(name, parse).unwrap_or(default)
    }

    /// The values of a key, each checked, or their default.
    pub fn list(&mut self, name: &str, default: Vec<String>, check: fn(&str) -> Result<String, String>) -> Vec<String> {
        let Some(Raw { texts, origin }) = self.take(name) else { return default };
        let items = parse::list(&texts).and_then(|items| items.iter().map(|item| check(item)).collect());
        items.unwrap_or_else(|message| {
            self.problem(origin, message);
            default
        })
    }

    /// The values of a key, each checked and then all together, or their default.
    pub fn checked_list(
        &mut self,
        name: &str,
        default: Vec<String>,
        check: fn(&str) -> Result<String, String>,
        together: fn(&[String]) -> Result<(), String>,
    ) -> Vec<String> {
        let Some(origin) = self.get(name).map(|raw| raw.origin.clone()) else { return default };
        let items = self.list(name, default.clone(), check);
        if let Err(message) = together(&items) {
            self.problem(origin, message);
            return default;
        }
        items
    }

    /// Something is needed and not there. Silent where the file could not be read: it may be in there.
    pub fn missing(&mut self, variable: &str, message: &str) {
        if !self.incomplete {
            self.problem(Origin::Missing(variable.to_owned()), message);
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Raw> {
        self.values.get(name)
    }

    pub(super) fn take(&mut self, name: &str) -> Option<Raw> {
        self.values.remove(name)
    }

    pub(super) fn problem(&mut self, origin: Origin, message: impl Into<String>) {
        self.problems.push(ConfigProblem { origin, message: message.into() });
    }

    fn set(&mut self, name: &str, texts: Vec<String>, origin: Origin) {
        self.values.insert(name.to_owned(), Raw { texts, origin });
    }

    fn read_file(&mut self, keys: &[Key], file: &ConfigFile) {
        let origin = |key: &str| Origin::File { file: file.path.clone(), key: key.to_owned() };
        let table = match &file.text {
            Err(reason) => Err(reason.clone()),
            // The parser's own words quote the line, which may be the one with the secret.
            Ok(text) => text.parse::<toml::Table>().map_err(|error| match error.span() {
                Some(span) => format!("line {} is not TOML: {}", line_of(text, span.start), error.message()),
                None => format!("it is not TOML: {}", error.message()),
            }),
        };
        match table {
            Ok(table) => self.read_table(keys, "", table, &origin),
            Err(reason) => {
                self.problem(origin(""), reason);
                self.incomplete = true;
            }
        }
    }

    fn read_table(&mut self, keys: &[Key], prefix: &str, table: toml::Table, origin: &dyn Fn(&str) -> Origin) {
        for (key, value) in table {
            let name = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
            let known = keys.iter().any(|key| key.name == name);
            match value {
                toml::Value::Table(inner) if !known => self.read_table(keys, &name, inner, origin),
                _ if !known => self.problem(origin(&name), "there is no such key"),
                value => match texts(value) {
                    Some(texts) => self.set(&name, texts, origin(&name)),
                    None => self.problem(origin(&name), "must be a text, a number, true or false, or a list of texts"),
                },
            }
        }
    }

    /// What a preset says counts where nothing else does.
    fn read_preset(&mut self) {
        let Some(preset) = self.optional("preset", presets::find) else { return };
        for (name, value) in preset.values {
            if !self.is_set(name) {
                self.set(name, vec![(*value).to_owned()], Origin::Preset(preset.name.to_owned()));
            }
        }
    }

    fn read_environment(&mut self, keys: &[Key], env: &Environment) {
        for (variable, value) in env {
            match keys.iter().find(|key| key.env == *variable) {
                // Compose files and CI hand over unset variables as empty ones.
                Some(_) if value.is_empty() => {}
                Some(key) => self.set(&key.name, vec![value.clone()], Origin::Environment(variable.clone())),
                None if variable.starts_with("CXONE_") => {
                    self.warnings.push(format!("the environment variable {variable} is not known and is ignored"));
                }
                None => {}
            }
        }
    }

    fn read_flags(&mut self, keys: &[Key], args: &[String]) {
        let mut args = args.iter();
        let mut seen: Vec<&str> = Vec::new();
        while let Some(arg) = args.next() {
            let (flag, joined) = match arg.split_once('=') {
                Some((flag, value)) => (flag, Some(value.to_owned())),
                None => (arg.as_str(), None),
            };
            let origin = Origin::Flag(flag.to_owned());
            let key = keys.iter().find(|key| key.flag == flag);
            if key.is_none() && flag != "--config" {
                self.problem(origin, "there is no such flag; --help lists them");
                continue;
            }
            if seen.contains(&flag) {
                self.problem(origin.clone(), "is given twice");
            }
            seen.push(flag);
            let Some(value) = joined.or_else(|| args.next().cloned()) else {
                self.problem(origin, "needs a value");
                continue;
            };
            if let Some(key) = key {
                self.set(&key.name, vec![value], origin);
            }
        }
    }
}

fn texts(value: toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::Array(items) => {
            items.into_iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        }
        toml::Value::String(text) => Some(vec![text]),
        toml::Value::Integer(number) => Some(vec![number.to_string()]),
        toml::Value::Boolean(flag) => Some(vec![flag.to_string()]),
        _ => None,
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
