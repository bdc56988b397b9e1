//! The password file: one operator a line, `NAME ROLE $argon2id$…`, lines with `#` in front left alone.

use crate::private_file::write_private;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use workflow::wire::Role;

/// Longest name, in bytes.
const MAX_NAME: usize = 64;

/// Why the password file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OperatorsError {
    /// It cannot be read.
    #[error("the operators' file {path} cannot be read")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It cannot be written.
    #[error("the operators' file {path} cannot be written")]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line is not as it should be. Does not tell the line's text.
    #[error(
        "line {line} of the operators' file {path} must be NAME ROLE HASH, with the role viewer, editor or administrator"
    )]
    Line {
        /// The file.
        path: PathBuf,
        /// Which line, counted from 1.
        line: usize,
    },
}

/// The password file's place.
#[derive(Clone, Debug)]
pub(crate) struct Operators(PathBuf);

/// An operator of the file.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) role: Role,
    /// In PHC's form: `$argon2id$v=19$…`.
    pub(crate) hash: String,
}

impl Operators {
    pub(crate) fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// All operators by name. No file is no operators.
    pub(crate) fn read(&self) -> Result<BTreeMap<String, Known>, OperatorsError> {
        let text = match fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(OperatorsError::Read { path: self.0.clone(), source }),
        };
        let mut operators = BTreeMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, known) =
                operator(line).ok_or_else(|| OperatorsError::Line { path: self.0.clone(), line: number })?;
            operators.insert(name, known);
        }
        Ok(operators)
    }

    /// Adds an operator, or gives one another role and password. `true` where the name is new.
    pub(crate) fn put(&self, name: &str, known: Known) -> Result<bool, OperatorsError> {
        let mut operators = self.read()?;
        let is_new = operators.insert(name.to_owned(), known).is_none();
        self.write(&operators)?;
        Ok(is_new)
    }

    /// Removes an operator; `false` where there is none of this name.
    pub(crate) fn remove(&self, name: &str) -> Result<bool, OperatorsError> {
        let mut operators = self.read()?;
        let was_there = operators.remove(name).is_some();
        if was_there {
            self.write(&operators)?;
        }
        Ok(was_there)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// In one step, so that a proxy never reads half of it; readable by its owner alone.
    fn write(&self, operators: &BTreeMap<String, Known>) -> Result<(), OperatorsError> {
        let failed = |source| OperatorsError::Write { path: self.0.clone(), source };
        if let Some(folder) = self.0.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut beside = self.0.clone().into_os_string();
        beside.push(format!(".{}", std::process::id()));
        let mut text = String::from("# Operators of cxone-proxy: NAME ROLE HASH. Kept by `cxone-proxy operator`.\n");
        for (name, known) in operators {
            text.push_str(&format!("{name} {} {}\n", known.role.name(), known.hash));
        }
        let written = write_private(Path::new(&beside), &text);
        written.and_then(|()| fs::rename(&beside, &self.0)).map_err(failed)
    }
}

/// Whether operators can be called so: it stands in a line, a header and the log.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= MAX_NAME
        && !name.starts_with('#')
        && !name.chars().any(|letter| letter.is_whitespace() || letter.is_control())
}

fn operator(line: &str) -> Option<(String, Known)> {
    let mut words = line.split_ascii_whitespace();
    let (name, role, hash) = (words.next()?, Role::named(words.next()?)?, words.next()?);
    (words.next().is_none() && is_name(name) && hash.starts_with("$argon2"))
        .then(|| (name.to_owned(), Known { role, hash: hash.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::{is_name, operator};
    use workflow::wire::Role;

    #[test]
    fn lines_are_read_as_they_are_written() {
        let (name, known) = operator("ada administrator $argon2id$v=19$x").unwrap();
        assert_eq!((name.as_str(), known.role, known.hash.as_str()), ("ada", Role::Administrator, "$argon2id$v=19$x"));
        for line in ["ada", "ada editor", "ada root $argon2id$x", "ada editor plain", "ada editor $argon2id$x more"] {
            assert!(operator(line).is_none(), "{line}");
        }
    }

    #[test]
    fn names_stand_in_one_word() {
        assert!(is_name("ada.lovelace@example.com") && is_name("Grüße"));
        assert!(!is_name("") && !is_name("a b") && !is_name("#a") && !is_name("a\nb") && !is_name(&"x".repeat(65)));
    }
}
