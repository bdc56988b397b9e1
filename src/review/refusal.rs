//! The tenant's refusal of a write, put beside the fields that it is about.

use workflow::change::Change;
use workflow::document::{Document, NodeId};
use workflow::email::{EMAIL_NODE_TYPE, EmailView};
use workflow::json::Value;
use workflow::validate::{Field, Finding, Severity};
use workflow::wire::{UnresolvedMacro, VendorError};

use crate::workspace::{Refused, TENANT_REFUSED};

/// The findings that a refusal stands for, each with the edit that was refused. A refusal of
/// credentials or of the whole workflow (401, 403, 404) is about no field.
pub(super) fn findings(status: u16, body: &str, change: &Change, document: &Document) -> Vec<Refused> {
    if !matches!(status, 400 | 413 | 422) {
        return Vec::new();
    }
    let error = serde_json::from_str::<VendorError>(body).unwrap_or_default();
    let edits = change.edits.iter().filter(|edit| error.node_id.is_empty() || edit.node().as_str() == error.node_id);
    let mut refused = Vec::new();
    for edit in edits {
        let told: Vec<Finding> = if error.unresolved_macros.is_empty() {
            vec![finding(edit.node(), Field::Document, &error.pointer, error.message.clone())]
        } else {
            error.unresolved_macros.iter().map(|found| unresolved(found, edit.node(), document)).collect()
        };
        refused.extend(told.into_iter().map(|finding| Refused { edit: edit.clone(), finding }));
    }
    refused.retain(|refused| !refused.finding.message.is_empty());
    refused
}

/// Beside the variable where there is one of that name, else beside the template.
fn unresolved(found: &UnresolvedMacro, node: &NodeId, document: &Document) -> Finding {
    let row = document.node(node).filter(|node| node.kind == Some(EMAIL_NODE_TYPE)).and_then(|node| {
        let value = Value::parse(node.text).ok()?;
        EmailView::read(&value).variables.iter().position(|variable| variable.name == found.name.as_str())
    });
    let place = match (found.line, found.column) {
        (Some(line), Some(column)) => format!(" (line {line}, column {column} of the template)"),
        _ => String::new(),
    };
    let message = format!(
        "The tenant's template compiler cannot resolve `{}`{place}. Add a variable of this name, or correct the template.",
        found.name
    );
    finding(node, row.map_or(Field::TemplateId, Field::VariablePath), "", message)
}

fn finding(node: &NodeId, field: Field, pointer: &str, message: String) -> Finding {
    Finding {
        code: TENANT_REFUSED,
        severity: Severity::Error,
        pointer: pointer.to_owned(),
        node: Some(node.clone()),
        field,
        message,
        fix: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow::change::{Edit, Placement, RawJson};

    const NODE: &str = r#"{"id":"e","type":"email","properties":{"variables":{"a":"$system.a","b":"$system.b"}}}"#;

    fn told(status: u16, body: &str) -> Vec<(Field, String)> {
        let json = RawJson::parse(NODE).unwrap();
        let placement = Placement::After { node: "s".into() };
        let change = Change::of(Edit::AddNode { id: "e".into(), json, placement });
        let document = Document::parse(&format!(r#"{{"nodes":[{{"id":"s"}},{NODE}]}}"#)).unwrap();
        let findings = findings(status, body, &change, &document);
        findings.into_iter().map(|refused| (refused.finding.field, refused.finding.message)).collect()
    }

    #[test]
    fn a_macro_stands_beside_its_variable_or_the_template() {
        let body = r#"{"error":"TEMPLATE_COMPILE_ERROR","nodeId":"e","unresolvedMacros":[{"macro":"b"},{"macro":"c","line":3,"column":14}]}"#;
        let told = told(400, body);
        assert_eq!(told[0].0, Field::VariablePath(1));
        assert_eq!(told[1].0, Field::TemplateId);
        assert!(told[1].1.contains("`c` (line 3, column 14 of the template)"), "{}", told[1].1);
    }

    #[test]
    fn another_nodes_refusal_and_other_statuses_are_about_no_field_here() {
        assert_eq!(told(400, r#"{"message":"bad","nodeId":"other"}"#), []);
        assert_eq!(told(403, r#"{"message":"no scope"}"#), []);
        assert_eq!(told(400, "<html>"), []);
        assert_eq!(told(400, r#"{"message":"bad name"}"#), [(Field::Document, "bad name".to_owned())]);
    }
}
