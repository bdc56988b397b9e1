//! The tenant's refusal of a write, put beside the fields that it is about.

use workflow::change::Change;
use workflow::document::{Document, NodeId};
use workflow::email::{EMAIL_NODE_TYPE, EmailView};
use workflow::json::{Pointer, Value};
use workflow::validate::{Field, Finding, Severity};
use workflow::wire::{FromJson, SchemaError, UnresolvedMacro, VendorError};

use crate::words::review as words;
use crate::workspace::{Refused, TENANT_REFUSED};

/// The findings that a refusal stands for, each with the edit that was refused. A refusal of
/// credentials or of the whole workflow (401, 403, 404) is about no field.
pub(super) fn findings(status: u16, body: &str, change: &Change, document: &Document) -> Vec<Refused> {
    if !matches!(status, 400 | 413 | 422) {
        return Vec::new();
    }
    let error = VendorError::from_text(body).unwrap_or_default();
    let mut refused = Vec::new();
    for edit in &change.edits {
        let node = edit.node();
        let told: Vec<Finding> = if !error.errors.is_empty() {
            error.errors.iter().filter_map(|problem| misshapen(problem, node, document)).collect()
        } else if !error.node_id.is_empty() && node.as_str() != error.node_id {
            Vec::new()
        } else if error.unresolved_macros.is_empty() {
            vec![finding(node, Field::Document, "", error.message.clone())]
        } else {
            error.unresolved_macros.iter().map(|found| unresolved(found, node, document)).collect()
        };
        let told = told.into_iter().filter(|finding| !finding.message.is_empty());
        refused.extend(told.map(|finding| Refused { edit: edit.clone(), finding }));
    }
    refused
}

/// A problem inside the node, beside the field that its pointer leads to.
fn misshapen(problem: &SchemaError, node: &NodeId, document: &Document) -> Option<Finding> {
    let pointer = Pointer::parse(&problem.pointer)?;
    let tokens: Vec<String> = pointer.tokens().collect();
    let (list, index) = (tokens.first()?, tokens.get(1)?.parse::<usize>().ok()?);
    let there = document.nodes().nth(index)?;
    if *list != document.dialect().nodes || there.id != Some(node.as_str()) {
        return None;
    }
    let inside: Vec<&str> = tokens[2..].iter().map(String::as_str).collect();
    let row = |token: &str| token.parse::<usize>().ok();
    let field = match inside.as_slice() {
        ["id"] => Field::Id,
        ["type"] => Field::Type,
        ["properties", "templateId"] => Field::TemplateId,
        ["properties", "variables", name] => {
            variable_row(name, node, document).map_or(Field::Variables, Field::VariablePath)
        }
        ["properties", "variables", ..] => Field::Variables,
        ["properties", "attachments", at, "fileName"] => row(at).map_or(Field::Attachments, Field::AttachmentName),
        ["properties", "attachments", at, ..] => row(at).map_or(Field::Attachments, Field::AttachmentId),
        ["properties", "attachments"] => Field::Attachments,
        ["properties", "deliveryMode"] => Field::DeliveryMode,
        ["properties", "trackOpens"] => Field::TrackOpens,
        ["properties", "trackClicks"] => Field::TrackClicks,
        _ => Field::Document,
    };
    Some(finding(node, field, &problem.pointer, words::refused_value(&problem.message)))
}

fn variable_row(name: &str, node: &NodeId, document: &Document) -> Option<usize> {
    let node = document.node(node).filter(|node| node.kind == Some(EMAIL_NODE_TYPE))?;
    let value = Value::parse(node.text).ok()?;
    EmailView::read(&value).variables.iter().position(|variable| variable.name == name)
}

/// Beside the variable where there is one of that name, else beside the template.
fn unresolved(found: &UnresolvedMacro, node: &NodeId, document: &Document) -> Finding {
    let row = variable_row(&found.name, node, document);
    let place = match (found.line, found.column) {
        (Some(line), Some(column)) => Some((line, column)),
        _ => None,
    };
    finding(node, row.map_or(Field::TemplateId, Field::VariablePath), "", words::unresolved(&found.name, place))
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
    fn a_schema_error_stands_beside_the_field_its_pointer_leads_to() {
        let body = r#"{"error":"SCHEMA_VALIDATION_ERROR","message":"2 problems","errors":[{"pointer":"/nodes/1/properties/variables/b","message":"bad path"},{"pointer":"/nodes/0/id","message":"another node"},{"pointer":"/nodes/1/properties/attachments/2/fileName","message":"missing"}]}"#;
        let refused = |what: &str| format!("The tenant refused this: {what}");
        assert_eq!(
            told(400, body),
            [(Field::VariablePath(1), refused("bad path")), (Field::AttachmentName(2), refused("missing"))]
        );
    }

    #[test]
    fn another_nodes_refusal_and_other_statuses_are_about_no_field_here() {
        assert_eq!(told(400, r#"{"message":"bad","nodeId":"other"}"#), []);
        assert_eq!(told(403, r#"{"message":"no scope"}"#), []);
        assert_eq!(told(400, "<html>"), []);
        assert_eq!(told(400, r#"{"message":"bad name"}"#), [(Field::Document, "bad name".to_owned())]);
    }
}
