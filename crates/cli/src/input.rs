//! Reading what is given: files or standard input, as workflow documents and nodes.

use crate::failure::Unusable;
use crate::place::{Locator, Place, place_in_bytes};
use crate::screen::Screen;
use std::io::Read;
use std::path::Path;
use workflow::change::{Change, Edit, Placement, RawJson};
use workflow::document::{Dialect, Document, NodeId, ParseError};
use workflow::json::{SyntaxError, Value};

/// From this size on (bytes) reading is worth a word.
const LARGE: u64 = 1024 * 1024;

/// A text and where it came from.
pub(crate) struct Input {
    /// For messages.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// A node to add.
pub(crate) struct NewNode {
    pub(crate) id: NodeId,
    pub(crate) json: RawJson,
    pub(crate) input: Input,
}

impl Input {
    /// Reads a file, or standard input for `-`.
    pub(crate) fn read(path: &Path, screen: &mut Screen) -> Result<Self, Unusable> {
        let (name, bytes) = if path == Path::new("-") {
            let name = "<stdin>".to_owned();
            screen.progress("Reading standard input …");
            let mut bytes = Vec::new();
            std::io::stdin()
                .read_to_end(&mut bytes)
                .map_err(|error| Unusable::file(&name, format!("it cannot be read: {error}")))?;
            (name, bytes)
        } else {
            let name = path.display().to_string();
            if let Ok(size) = path.metadata().map(|found| found.len())
                && size > LARGE
            {
                screen.progress(&format!("Reading {name} ({:.1} MiB) …", size as f64 / LARGE as f64));
            }
            let bytes =
                std::fs::read(path).map_err(|error| Unusable::file(&name, format!("it cannot be read: {error}")))?;
            (name, bytes)
        };
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { name, text }),
            Err(error) => {
                let place = place_in_bytes(error.as_bytes(), error.utf8_error().valid_up_to());
                Err(Unusable::at(&name, place, "this is not UTF-8 text; save the file as UTF-8"))
            }
        }
    }

    /// The text as a workflow document.
    pub(crate) fn document(&self, dialect: &Dialect) -> Result<Document, Unusable> {
        Document::parse_with(&self.text, dialect).map_err(|error| match error {
            ParseError::Syntax(error) => self.not_json(&error),
            other => Unusable::at(&self.name, Locator::new(&self.text).find(""), other.to_string()),
        })
    }

    /// The text as a node.
    pub(crate) fn node(self) -> Result<NewNode, Unusable> {
        let text = self.text.trim_start_matches('\u{FEFF}').trim_matches([' ', '\t', '\n', '\r']);
        // Where it is no JSON, line and column are those of the whole text.
        if let Err(error) = Value::parse(self.text.trim_start_matches('\u{FEFF}')) {
            return Err(self.not_json(&error));
        }
        let json = RawJson::parse(text).map_err(|error| self.not_json(&error))?;
        let locator = Locator::new(&self.text);
        let at = |pointer: &str, message: &str| Unusable::at(&self.name, locator.find(pointer), message);
        let node = Value::parse(text).map_err(|error| self.not_json(&error))?;
        if node.get("id").is_none() && node.members().is_empty() && !text.starts_with('{') {
            return Err(at("", &format!("a node is a JSON object, but this is {}", node.describe())));
        }
        let id = match node.get("id").map(Value::as_str) {
            Some(Some(id)) if !id.is_empty() => NodeId::from(id),
            Some(_) => return Err(at("/id", "the node's `id` must be a text that is not empty")),
            None => return Err(at("", "the node has no `id`; give it one that no other node has")),
        };
        Ok(NewNode { id, json, input: self })
    }

    fn not_json(&self, error: &SyntaxError) -> Unusable {
        let place = Place { line: error.line, column: error.column };
        Unusable::at(&self.name, place, format!("this is not valid JSON: {}", error.kind))
    }
}

impl NewNode {
    /// The change that adds the node behind another one.
    pub(crate) fn after(&self, node: &str) -> Change {
        Change::of(Edit::AddNode {
            id: self.id.clone(),
            json: self.json.clone(),
            placement: Placement::After { node: node.into() },
        })
    }
}

/// Standard input can be read once only.
pub(crate) fn only_one_from_stdin(paths: &[&Path]) -> Result<(), Unusable> {
    if paths.iter().filter(|path| **path == Path::new("-")).count() > 1 {
        return Err(Unusable::new("only one file can come from standard input (-); name the others"));
    }
    Ok(())
}
