//! What is read prints as it came, and what is laid out keeps every leaf.

use crate::odd::{value, workflow};
use proptest::prelude::*;
use workflow::document::Document;
use workflow::json::{Value, compact, pretty};

proptest! {
    #[test]
    fn any_workflow_prints_as_it_came(odd in workflow()) {
        let document = Document::parse(&odd.text).unwrap();
        prop_assert_eq!(document.nodes().len(), odd.nodes);
        prop_assert_eq!(document.to_text(), odd.text.clone());
        prop_assert_eq!(Document::parse_bytes(odd.text.as_bytes(), document.dialect()).unwrap().to_text(), odd.text);
    }

    #[test]
    fn any_value_inside_a_node_prints_as_it_came(odd in value()) {
        let text = format!(r#"{{"nodes":[{{"id":"a","x":{odd}}}],"y":{odd}}}"#);
        let document = Document::parse(&text).unwrap();
        prop_assert_eq!(document.to_text(), text);
        let node = Value::parse(document.nodes().next().unwrap().text).unwrap();
        prop_assert_eq!(node.get("x").unwrap().text(), odd.trim());
    }

    #[test]
    fn laying_out_keeps_every_leaf(text in value()) {
        let value = Value::parse(&text).unwrap();
        let (laid_out, tight) = (pretty(&value), compact(&value));
        prop_assert!(Value::parse(&laid_out).unwrap().same_as(&value));
        prop_assert!(Value::parse(&tight).unwrap().same_as(&value));
        prop_assert_eq!(compact(&Value::parse(&laid_out).unwrap()), tight);
    }

    #[test]
    fn any_text_at_all_is_read_or_refused(text in "\\PC{0,40}") {
        match (Document::parse(&text), serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text)) {
            (Ok(document), _) => prop_assert_eq!(document.to_text(), text),
            (Err(_), theirs) => prop_assert!(theirs.is_err()),
        }
    }

    #[test]
    fn the_scanner_agrees_with_serde_json(text in prop::collection::vec(prop::sample::select(vec!["{", "}", "[", "]", ",", ":", "\"a\"", "1", "-", "0", ".", "e", "true", " ", "\\", "\""]), 0..12)) {
        let text = text.concat();
        let theirs = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
        prop_assert_eq!(Value::parse(&text).is_ok(), theirs, "{}", text);
    }
}
