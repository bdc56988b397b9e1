//! A node's text, read as an email node.

use crate::json::Value;

/// An email node as it stands in a document: every part with its value's original text, wrong
/// types and duplicates included, so that a rule can report them all. Reading never fails.
#[derive(Clone, Debug, PartialEq)]
pub struct EmailView<'a> {
    /// `id`, where present.
    pub id: Option<Value<'a>>,
    /// `type`, where present.
    pub kind: Option<Value<'a>>,
    /// `properties`, where present.
    pub properties: Option<Value<'a>>,
    /// `properties.templateId`, where present.
    pub template_id: Option<Value<'a>>,
    /// `properties.variables`, where present.
    pub variables_value: Option<Value<'a>>,
    /// The members of `properties.variables` in their order, duplicates included.
    pub variables: Vec<VariableView<'a>>,
    /// `properties.attachments`, where present.
    pub attachments_value: Option<Value<'a>>,
    /// The elements of `properties.attachments` in their order.
    pub attachments: Vec<AttachmentView<'a>>,
    /// `properties.deliveryMode`, where present.
    pub delivery_mode: Option<Value<'a>>,
    /// `properties.trackOpens`, where present.
    pub track_opens: Option<Value<'a>>,
    /// `properties.trackClicks`, where present.
    pub track_clicks: Option<Value<'a>>,
}

/// One member of `properties.variables`.
#[derive(Clone, Debug, PartialEq)]
pub struct VariableView<'a> {
    /// The placeholder that the variable fills, unescaped.
    pub name: std::borrow::Cow<'a, str>,
    /// The scope path, or whatever stands in its place.
    pub value: Value<'a>,
}

/// One element of `properties.attachments`.
#[derive(Clone, Debug, PartialEq)]
pub struct AttachmentView<'a> {
    /// `fileId`, where present.
    pub file_id: Option<Value<'a>>,
    /// `fileName`, where present.
    pub file_name: Option<Value<'a>>,
    /// The whole element.
    pub value: Value<'a>,
}

impl<'a> EmailView<'a> {
    /// Reads a node's parsed text.
    #[must_use]
    pub fn read(node: &Value<'a>) -> Self {
        let properties = node.get("properties");
        let property = |key: &str| properties.and_then(|found| found.get(key)).cloned();
        let variables_value = property("variables");
        let attachments_value = property("attachments");
        Self {
            id: node.get("id").cloned(),
            kind: node.get("type").cloned(),
            properties: properties.cloned(),
            template_id: property("templateId"),
            variables: variables_value
                .iter()
                .flat_map(Value::members)
                .map(|member| VariableView { name: member.key.clone(), value: member.value.clone() })
                .collect(),
            variables_value,
            attachments: attachments_value
                .iter()
                .flat_map(Value::elements)
                .map(|element| AttachmentView {
                    file_id: element.get("fileId").cloned(),
                    file_name: element.get("fileName").cloned(),
                    value: element.clone(),
                })
                .collect(),
            attachments_value,
            delivery_mode: property("deliveryMode"),
            track_opens: property("trackOpens"),
            track_clicks: property("trackClicks"),
        }
    }
}
