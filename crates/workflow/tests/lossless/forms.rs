//! What the form edits, field by field: the draft's edit changes the field's value and no other byte.

use crate::changes::node_text;
use crate::odd::workflow;
use crate::pieces::{Found, find, offset};
use proptest::prelude::*;
use workflow::change::Change;
use workflow::document::{Document, NodeId};
use workflow::email::{AttachmentRow, Draft, VariableRow};

/// One field of the form: what it is set to, and where that stands in the node.
#[derive(Clone, Copy, Debug)]
enum Field {
    Template,
    Variable,
    NewVariable,
    Attachment,
    DeliveryMode,
    TrackOpens,
    TrackClicks,
}

impl Field {
    fn fill(self, draft: &mut Draft) {
        match self {
            Self::Template => draft.template_id = "tmpl \"2\"".into(),
            Self::Variable => {
                for row in draft.variables.iter_mut().filter(|row| row.name == "name") {
                    row.path = "$workflow.é".into();
                }
            }
            Self::NewVariable => draft.variables.push(VariableRow { name: "n/e~w".into(), path: "$x".into() }),
            Self::Attachment => {
                draft.attachments.push(AttachmentRow { file_id: "att_2".into(), file_name: "b.pdf".into() });
            }
            Self::DeliveryMode => draft.delivery_mode = "bulk".into(),
            Self::TrackOpens => draft.track_opens = !draft.track_opens,
            Self::TrackClicks => draft.track_clicks = !draft.track_clicks,
        }
    }

    fn pointer(self) -> &'static str {
        match self {
            Self::Template => "/properties/templateId",
            Self::Variable | Self::NewVariable => "/properties/variables",
            Self::Attachment => "/properties/attachments",
            Self::DeliveryMode => "/properties/deliveryMode",
            Self::TrackOpens => "/properties/trackOpens",
            Self::TrackClicks => "/properties/trackClicks",
        }
    }
}

fn any_field() -> impl Strategy<Value = Field> {
    prop::sample::select(vec![
        Field::Template,
        Field::Variable,
        Field::NewVariable,
        Field::Attachment,
        Field::DeliveryMode,
        Field::TrackOpens,
        Field::TrackClicks,
    ])
}

proptest! {
    #[test]
    fn a_field_of_the_form_changes_its_own_bytes(odd in workflow(), at in any::<prop::sample::Index>(), field in any_field()) {
        let at = at.index(odd.nodes);
        let document = Document::parse(&odd.text).unwrap();
        let node = node_text(&odd.text, at);
        let mut draft = Draft::of_node(&document, &NodeId::from(format!("n{at}"))).unwrap();
        prop_assert_eq!(draft.to_edits(&document), vec![], "an unedited form asks for nothing");
        field.fill(&mut draft);
        let edits = draft.to_edits(&document);
        if edits.is_empty() {
            return Ok(());
        }
        let after = match (Change { edits }).apply(&document) {
            Err(error) => {
                let on_the_way = ["", "/name", "/n~1e~0w"].iter().map(|rest| find(node, &format!("{}{rest}", field.pointer())));
                prop_assert!(on_the_way.into_iter().any(|found| matches!(found, Found::Twice | Found::Nothing)), "{}", error);
                return Ok(());
            }
            Ok(applied) => applied.document.to_text(),
        };
        for other in (0..odd.nodes).filter(|other| *other != at) {
            prop_assert_eq!(node_text(&odd.text, other), node_text(&after, other));
        }
        let after = node_text(&after, at);
        match find(node, field.pointer()) {
            Found::Value(value) => {
                let (before, behind) = (&node[..offset(node, value)], &node[offset(node, value) + value.len()..]);
                prop_assert!(after.starts_with(before) && after.ends_with(behind), "{} became {}", node, after);
            }
            Found::Missing(..) => {
                let Found::Value(new) = find(after, field.pointer()) else { panic!("{after}") };
                let start = offset(after, new);
                let rest = &after[start + new.len()..];
                prop_assert!(node.ends_with(rest) && after[..start].starts_with(&node[..node.len() - rest.len()]));
            }
            found => prop_assert!(false, "{:?} was edited", found),
        }
    }
}
