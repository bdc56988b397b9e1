//! `/api/v2/interactions/templates`, and the template compiler.

use crate::error::{Refusal, Unresolved};
use crate::reply::Reply;
use crate::tenant::Tenant;
use http::StatusCode;
use std::collections::HashSet;
use workflow::wire::{Template, TemplateList, TemplateSummary};

/// `GET /api/v2/interactions/templates`.
pub(crate) fn list(tenant: &Tenant) -> Reply {
    let templates = tenant
        .store()
        .templates
        .values()
        .map(|template| TemplateSummary {
            id: template.id.clone(),
            name: template.name.clone(),
            subject: template.subject.clone(),
            last_updated_timestamp: template.last_updated_timestamp,
            placeholders: template.placeholders.clone(),
            compile_error: template.compile_error.clone(),
        })
        .collect();
    Reply::json(StatusCode::OK, &TemplateList { templates })
}

/// `GET /api/v2/interactions/templates/{id}`.
pub(crate) fn get(tenant: &Tenant, id: &str) -> Result<Reply, Refusal> {
    match tenant.store().templates.get(id) {
        Some(template) => Ok(Reply::json(StatusCode::OK, template.as_ref())),
        None if tenant.is_deleted_template(id) => Err(Refusal::TemplateDeleted { id: id.to_owned() }),
        None => Err(Refusal::NotFound { kind: "template", id: id.to_owned() }),
    }
}

/// A template with what the compiler tells about it: its placeholders, or why it does not compile.
pub(crate) fn described(template: Template) -> Template {
    let compile_error = match compile(&template, &HashSet::new()) {
        Err(error @ CompileError::Syntax { .. }) => Some(error.to_string()),
        Ok(()) | Err(CompileError::Unresolved(_)) => None,
    };
    let placeholders = compile_error.is_none().then(|| placeholders(&template));
    Template { placeholders, compile_error, ..template }
}

/// Why a template does not compile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CompileError {
    /// Macros without a variable, each named once.
    #[error("{}", unresolved_message(.0))]
    Unresolved(Vec<Unresolved>),
    /// Braces that are no macro.
    #[error("in its {part}, line {line}, column {column}, {reason}")]
    Syntax { part: &'static str, line: u32, column: u32, reason: &'static str },
}

/// Compiles a template: every `{{macro}}` in it must have a variable. A macro that is missing more
/// than once is reported where it first stands in the HTML body, else in the first part that has it.
pub(crate) fn compile(template: &Template, variables: &HashSet<String>) -> Result<(), CompileError> {
    let mut unresolved: Vec<Unresolved> = Vec::new();
    for (part, text) in parts(template) {
        for found in macros(part, text)? {
            if !variables.contains(&found.name) && unresolved.iter().all(|known| known.name != found.name) {
                unresolved.push(found);
            }
        }
    }
    if unresolved.is_empty() { Ok(()) } else { Err(CompileError::Unresolved(unresolved)) }
}

fn parts(template: &Template) -> [(&'static str, &str); 4] {
    [
        ("html", &template.html),
        ("subject", &template.subject),
        ("preheader", &template.preheader),
        ("text", &template.text),
    ]
}

/// The names of a template's macros, each once; of a part that does not compile, none.
fn placeholders(template: &Template) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for text in [&template.subject, &template.preheader, &template.html, &template.text] {
        for found in macros("", text).unwrap_or_default() {
            if !names.contains(&found.name) {
                names.push(found.name);
            }
        }
    }
    names
}

/// Every macro of a text with its place.
fn macros(part: &'static str, text: &str) -> Result<Vec<Unresolved>, CompileError> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find("{{").map(|at| from + at) {
        let (line, column) = place(text, open);
        let syntax = |reason| CompileError::Syntax { part, line, column, reason };
        let inner = open + 2;
        let close = text[inner..].find("}}").map(|at| inner + at).ok_or_else(|| syntax("{{ is never closed"))?;
        let name = text[inner..close].trim();
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.') {
            return Err(syntax("there is no name between the braces"));
        }
        found.push(Unresolved { name: name.to_owned(), part, line, column });
        from = close + 2;
    }
    Ok(found)
}

/// Line and column of a byte, in characters, both from 1.
fn place(text: &str, at: usize) -> (u32, u32) {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

fn unresolved_message(unresolved: &[Unresolved]) -> String {
    let names: Vec<String> = unresolved
        .iter()
        .map(|one| format!("{} ({} line {}, column {})", one.name, one.part, one.line, one.column))
        .collect();
    format!("no variable for {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(html: &str, subject: &str) -> Template {
        Template { id: "tmpl_a".into(), subject: subject.into(), html: html.into(), ..Template::default() }
    }

    fn variables(names: &[&str]) -> HashSet<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_template_compiles_when_every_macro_has_a_variable() {
        let template = template("<p>{{ a }} and {{b.c}}</p>", "{{a}}");
        assert_eq!(compile(&template, &variables(&["a", "b.c", "unused"])), Ok(()));
    }

    #[test]
    fn missing_macros_are_named_once_with_their_place() {
        let template = template("<p>\n  é {{total}} {{total}}\n</p>", "{{name}} {{total}}");
        let missing = |name: &str, part, line, column| Unresolved { name: name.into(), part, line, column };
        assert_eq!(
            compile(&template, &variables(&[])),
            Err(CompileError::Unresolved(vec![missing("total", "html", 2, 5), missing("name", "subject", 1, 1)]))
        );
    }

    #[test]
    fn braces_that_are_no_macro_do_not_compile() {
        for html in ["a {{b", "a {{}}", "a {{b c}}", "a {{<b>}}"] {
            let outcome = compile(&template(html, ""), &variables(&["b"]));
            assert!(matches!(outcome, Err(CompileError::Syntax { line: 1, column: 3, .. })), "{html}: {outcome:?}");
        }
    }
}
