//! `node.key-duplicate`

use super::repeated;
use crate::json::Value;
#[cfg(test)]
use crate::validate::fixture::Examples;
use crate::validate::{Check, EmailContext, Field, Found, Needs, Odd, Rule, Severity};
use crate::words;
use std::collections::HashSet;

/// The rule.
pub const RULE: Rule = Rule {
    code: "node.key-duplicate",
    severity: Severity::Warning,
    needs: Needs::Nothing,
    #[cfg(test)]
    doc: "No key of an email node stands twice in the same object. Readers disagree on which one counts (RFC 8259, section 4), and such a value cannot be edited safely.",
    check: Check::Email(Odd::KEYS, check),
};

fn check(context: &EmailContext<'_>, findings: &mut Vec<Found>) {
    let Some(root) = context.root() else { return };
    tell(context, root, &[], findings);
    let Some(properties) = root.get("properties") else { return };
    tell(context, properties, &["properties"], findings);
    for (row, attachment) in properties.get("attachments").map_or(&[][..], Value::elements).iter().enumerate() {
        tell(context, attachment, &["properties", "attachments", &row.to_string()], findings);
    }
}

fn tell(context: &EmailContext<'_>, object: &Value<'_>, at: &[&str], findings: &mut Vec<Found>) {
    let members = object.members();
    let mut told = HashSet::new();
    for (row, first) in repeated(members.len(), &|row| Some(&*members[row].key)) {
        // Once, however often it stands there.
        if !told.insert(first) {
            continue;
        }
        let key = &*members[row].key;
        let message = words::node::key_duplicate(key);
        let at: Vec<&str> = at.iter().copied().chain([key]).collect();
        findings.push(context.finding(&RULE, &at, field(&at), message));
    }
}

fn field(at: &[&str]) -> Field {
    match at {
        ["id"] => Field::Id,
        ["type"] => Field::Type,
        ["properties", "templateId"] => Field::TemplateId,
        ["properties", "variables"] => Field::Variables,
        ["properties", "deliveryMode"] => Field::DeliveryMode,
        ["properties", "trackOpens"] => Field::TrackOpens,
        ["properties", "trackClicks"] => Field::TrackClicks,
        ["properties", "attachments", row, key] => match (row.parse(), *key) {
            (Ok(row), "fileId") => Field::AttachmentId(row),
            (Ok(row), "fileName") => Field::AttachmentName(row),
            _ => Field::Attachments,
        },
        ["properties", "attachments"] => Field::Attachments,
        _ => Field::Document,
    }
}

#[cfg(test)]
pub(super) const EXAMPLES: Examples = Examples {
    bad: &[r#"{"id":"mail","type":"email","properties":{"templateId":"a","templateId":"b"}}"#],
    good: &[r#"{"id":"mail","type":"email","properties":{"templateId":"a","other":{"x":1,"x":2}}}"#],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::fixture::expect;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn each_key_is_told_once_where_it_belongs() {
        let end = "stands twice. Most readers take the last one; it cannot be edited here until only one is left.";
        expect(
            &RULE,
            r#"{"id":"mail","type":"email","x":1,"x":2,"x":3,"properties":{"trackOpens":true,"trackOpens":true,
                "attachments":[{},{"fileId":"a","fileId":"a","note":1,"note":1}]}}"#,
            &[
                &format!("/nodes/1/x [Document] The key `x` {end}"),
                &format!("/nodes/1/properties/trackOpens [TrackOpens] The key `trackOpens` {end}"),
                &format!("/nodes/1/properties/attachments/1/fileId [AttachmentId(1)] The key `fileId` {end}"),
                &format!("/nodes/1/properties/attachments/1/note [Attachments] The key `note` {end}"),
            ],
        );
    }
}
