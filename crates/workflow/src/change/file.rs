//! A change as a file: what it is for in words, then the change itself, as JSON of a format of its own
//! (`docs/change-file.md`, `docs/change-file.schema.json`).
//!
//! Words come first, so that whoever opens the file in an editor sees what it does. Reading checks everything
//! before anything is taken: the format, what is there and of which type, and that the edits are edits.

use crate::change::Change;
use crate::document::{Document, Version, WorkflowId};
use crate::json::{SyntaxError, Value, pretty, quote};
use crate::words::change::file as words;

/// The name of the format.
pub const FORMAT: &str = "cxone-email-change";
/// Its version; grows with every incompatible change.
pub const VERSION: u64 = 1;

/// A change, and what it was made for.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeFile {
    /// The workflow.
    pub workflow: WorkflowId,
    /// Its name; empty where it has none.
    pub name: String,
    /// The version that the change was made on.
    pub base_version: Option<Version>,
    /// When it was saved, ms since 1970.
    pub saved_at: u64,
    /// What it does, one sentence each.
    pub summary: Vec<String>,
    /// The change.
    pub change: Change,
}

/// Why a text is not a change that can be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeFileError {
    /// It is not JSON.
    #[error("{0}")]
    Syntax(#[from] SyntaxError),
    /// It is JSON of something else.
    #[error("it is no saved change: `format` is not \"{FORMAT}\"")]
    OtherFormat,
    /// It was saved by a newer configurator.
    #[error("it has format version {0}, and this configurator reads up to {VERSION}")]
    Newer(String),
    /// Something is missing or of another type.
    #[error("{problem} at line {line}, column {column}")]
    Malformed {
        /// What is wrong, in words.
        problem: String,
        /// Line of the value, from 1.
        line: usize,
        /// Column of the value, from 1, in characters.
        column: usize,
    },
    /// It asks for nothing.
    #[error("it asks for nothing")]
    Empty,
}

impl ChangeFile {
    /// The file's text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let base = self.base_version.as_ref().map_or_else(|| "null".to_owned(), |version| version.as_str().to_owned());
        let sentences: Vec<String> = self.summary.iter().map(|sentence| quote(sentence)).collect();
        // Plain enums and structs with string keys, for which serde_json cannot fail.
        let change = serde_json::to_string(&self.change).unwrap_or_default();
        let text = format!(
            "{{\"format\":{},\"formatVersion\":{VERSION},\"summary\":[{}],\"workflow\":{},\"name\":{},\"baseVersion\":{base},\"savedAt\":{},\"change\":{change}}}",
            quote(FORMAT),
            sentences.join(","),
            quote(self.workflow.as_str()),
            quote(&self.name),
            self.saved_at
        );
        let laid_out = Value::parse(&text).map(|value| pretty(&value)).unwrap_or(text);
        format!("{laid_out}\n")
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// [`ChangeFileError`], with the line and column of what is wrong.
    pub fn parse(text: &str) -> Result<Self, ChangeFileError> {
        let text = text.trim_start_matches('\u{feff}');
        let value = Value::parse(text)?;
        if value.get("format").and_then(Value::as_str) != Some(FORMAT) {
            return Err(ChangeFileError::OtherFormat);
        }
        let reader = Reader { text, whole: &value };
        match reader.get("formatVersion")?.text() {
            "1" => {}
            other => return Err(ChangeFileError::Newer(other.to_owned())),
        }
        let summary = reader.get("summary")?.elements().iter();
        let summary =
            summary.map(|line| line.as_str().map(str::to_owned).ok_or_else(|| reader.fault(words::NO_TEXT, line)));
        let base = reader.get("baseVersion")?;
        let base_version =
            Document::parse(&format!("{{\"version\":{}}}", base.text())).ok().and_then(|base| base.version());
        let edits = reader.get("change")?;
        let change: Change = serde_json::from_str(edits.text()).map_err(|error| {
            let (line, column) = place(text, edits.offset());
            let inside = error.line() <= 1;
            ChangeFileError::Malformed {
                problem: words::unreadable(without_place(&error.to_string())),
                line: line + error.line().saturating_sub(1),
                column: if inside { column + error.column().saturating_sub(1) } else { error.column() },
            }
        })?;
        if change.is_empty() {
            return Err(ChangeFileError::Empty);
        }
        Ok(Self {
            workflow: reader.text("workflow")?.into(),
            name: reader.text("name")?,
            base_version,
            saved_at: reader.get("savedAt")?.text().parse().map_err(|_| reader.fault_of("savedAt", words::NO_TIME))?,
            summary: summary.collect::<Result<_, _>>()?,
            change,
        })
    }
}

struct Reader<'t, 'v> {
    text: &'t str,
    whole: &'v Value<'t>,
}

impl<'t, 'v> Reader<'t, 'v> {
    fn get(&self, key: &str) -> Result<&'v Value<'t>, ChangeFileError> {
        self.whole.get(key).ok_or_else(|| self.fault(&words::missing(key), self.whole))
    }

    fn text(&self, key: &str) -> Result<String, ChangeFileError> {
        let value = self.get(key)?;
        value.as_str().map(str::to_owned).ok_or_else(|| self.fault(&words::no_text(key), value))
    }

    fn fault_of(&self, key: &str, problem: &str) -> ChangeFileError {
        self.fault(problem, self.whole.get(key).unwrap_or(self.whole))
    }

    fn fault(&self, problem: &str, at: &Value<'_>) -> ChangeFileError {
        let (line, column) = place(self.text, at.offset());
        ChangeFileError::Malformed { problem: problem.to_owned(), line, column }
    }
}

fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// serde_json's words without the place, which is one in a part of the file only.
fn without_place(words: &str) -> &str {
    words.rfind(" at line ").map_or(words, |at| &words[..at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{Edit, FieldEdit, RawJson};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn file() -> ChangeFile {
        let field = FieldEdit {
            pointer: "/properties/templateId".into(),
            before: Some(RawJson::string("a")),
            after: Some(RawJson::string("b \"quoted\"")),
        };
        ChangeFile {
            workflow: "wf_1".into(),
            name: "Bestellung".into(),
            base_version: Document::parse("{\"version\":3}").unwrap().version(),
            saved_at: 1_700_000_000_000,
            summary: vec!["Template of `m` changed".into()],
            change: Change::of(Edit::EditNode { id: "m".into(), fields: vec![field] }),
        }
    }

    #[test]
    fn what_is_saved_is_opened_as_it_was() {
        let text = file().to_text();
        assert_eq!(ChangeFile::parse(&text), Ok(file()));
        assert!(text.starts_with("{\n  \"format\": \"cxone-email-change\""), "{text}");
        let without = ChangeFile { base_version: None, ..file() };
        assert_eq!(ChangeFile::parse(&without.to_text()), Ok(without));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let text = file().to_text();
        let told = |text: &str| ChangeFile::parse(text).unwrap_err().to_string();
        assert!(told("{\n  \"format\": ,\n}").contains("line 2, column 13"), "{}", told("{\n  \"format\": ,\n}"));
        assert!(told("[]").contains("no saved change"));
        assert!(told(&text.replace("\"formatVersion\": 1", "\"formatVersion\": 2")).contains("format version 2"));
        assert!(told(&text.replace("\"wf_1\"", "7")).contains("`workflow` is no text at line 7, column 15"));
        let unknown = told(&text.replace("\"editNode\"", "\"dropAll\""));
        assert!(unknown.contains("the change cannot be read (unknown variant `dropAll`"), "{unknown}");
        let empty = ChangeFile { change: Change::default(), ..file() };
        assert_eq!(told(&empty.to_text()), "it asks for nothing");
    }
}
