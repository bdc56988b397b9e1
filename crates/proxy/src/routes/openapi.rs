//! `/api/openapi.json`: the description of our own routes. Tests hold it to the route table.

use axum::response::{IntoResponse, Response};
use http::header;

const DESCRIPTION: &str = include_str!("openapi.json");

pub(super) async fn read() -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], DESCRIPTION).into_response()
}

#[cfg(test)]
mod tests {
    use super::DESCRIPTION;
    use crate::routes::table;
    use serde_json::Value;
    use std::collections::BTreeSet;

    #[test]
    fn every_route_is_described_and_nothing_else() {
        let description: Value = serde_json::from_str(DESCRIPTION).unwrap();
        let described: BTreeSet<&str> = description["paths"].as_object().unwrap().keys().map(String::as_str).collect();
        let routed: BTreeSet<&str> = table().into_iter().map(|(path, _)| path).collect();
        assert_eq!(described, routed);
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let description: Value = serde_json::from_str(DESCRIPTION).unwrap();
        let mut open = vec![&description];
        let mut ids = BTreeSet::new();
        while let Some(value) = open.pop() {
            match value {
                Value::Object(members) => {
                    if let Some(reference) = members.get("$ref") {
                        let pointer = reference.as_str().unwrap().trim_start_matches('#');
                        assert!(description.pointer(pointer).is_some(), "{pointer}");
                    }
                    if let Some(id) = members.get("operationId") {
                        assert!(ids.insert(id.to_string()), "{id} is there twice");
                    }
                    open.extend(members.values());
                }
                Value::Array(items) => open.extend(items),
                _ => {}
            }
        }
    }
}
