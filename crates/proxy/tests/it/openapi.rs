//! The description of the routes says what the router does.

use crate::support::{Stub, World, json};
use serde_json::Value;
use std::collections::BTreeSet;

#[tokio::test]
async fn every_described_method_is_routed_and_no_other() {
    let tenant = Stub::start(|_| json(200, "{}")).await;
    let world = World::start(&tenant.base_url).await;
    let response = world.send(world.get("/api/openapi.json")).await;
    assert_eq!(response.headers()["content-type"], "application/json");
    let description: Value = response.json().await.unwrap();
    for (path, operations) in description["paths"].as_object().unwrap() {
        let brew = world
            .client
            .request("BREW".parse().unwrap(), world.url(&path.replace("{id}", "x").replace("{version}", "3")));
        let refused = world.send(brew).await;
        assert_eq!(refused.status(), 405, "{path}");
        let allowed = refused.headers()["allow"].to_str().unwrap();
        let routed: BTreeSet<String> =
            allowed.split(',').filter(|method| *method != "HEAD").map(str::to_lowercase).collect();
        let described: BTreeSet<String> = operations.as_object().unwrap().keys().cloned().collect();
        assert_eq!(described, routed, "{path}");
    }
}
