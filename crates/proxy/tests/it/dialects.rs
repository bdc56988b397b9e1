//! Tenants that speak otherwise: paths, keys, grants, discovery; each against the simulator speaking so.

use crate::support::{World, problem};
use cxone_proxy::Config;
use cxone_proxy::config::{ConfigFile, load};
use cxone_simulator::{ClientAuth, Grant, Options, Simulator, Speech};
use workflow::wire::WorkflowList;

const KEY: (&str, &str) = ("key-1", "canary-access-key");

async fn tenant(speech: Speech) -> Simulator {
    Simulator::start(Options { speech, ..Options::default() }).await.unwrap()
}

/// A proxy whose configuration file says this about the tenant.
async fn world(tenant: &Simulator, file: &str) -> World {
    World::run(configuration(tenant, file)).await
}

fn configuration(tenant: &Simulator, file: &str) -> Config {
    let file = format!(
        "org = \"acme\"\nclient_id = \"demo-client\"\nclient_secret = \"demo-secret\"\nbase_url = \"{}\"\n\
         listen = \"127.0.0.1:0\"\nauth = \"none\"\ndatabase_url = \"sqlite::memory:\"\n{file}",
        tenant.base_url()
    );
    load([], [], Some(ConfigFile::from_text("cxone-proxy.toml", file))).unwrap()
}

async fn lists(world: &World) -> bool {
    let response = world.send(world.get("/api/workflows")).await;
    response.status() == 200 && !response.json::<WorkflowList>().await.unwrap().workflows.is_empty()
}

fn access_key() -> Grant {
    Grant::AccessKey { id: KEY.0.to_owned(), secret: KEY.1.to_owned() }
}

#[tokio::test]
async fn each_grant_is_spoken() {
    let secret = format!("access_key_id = \"{}\"\naccess_key_secret = \"{}\"\n", KEY.0, KEY.1);
    let password = format!("grant = \"password\"\n{secret}");
    let preset = format!("preset = \"access-key\"\n{secret}");
    for (grant, client_auth, file) in [
        (Grant::ClientCredentials, ClientAuth::Form, ""),
        (Grant::ClientCredentials, ClientAuth::Form, "preset = \"tutorial\"\n"),
        (Grant::ClientCredentials, ClientAuth::Basic, "client_auth = \"basic\"\n"),
        (access_key(), ClientAuth::Form, password.as_str()),
        (access_key(), ClientAuth::Basic, preset.as_str()),
        (access_key(), ClientAuth::Basic, &format!("{password}client_auth = \"basic\"\nhttp1_only = true\n")),
    ] {
        let tenant = tenant(Speech { grant, client_auth, ..Speech::default() }).await;
        assert!(lists(&world(&tenant, file).await).await, "{client_auth:?} {file}");
    }
}

#[tokio::test]
async fn a_wrong_grant_or_key_is_said_plainly() {
    let key = |id: &str| format!("grant = \"password\"\naccess_key_id = \"{id}\"\naccess_key_secret = \"{}\"\n", KEY.1);
    for (grant, client_auth, file, code) in [
        (access_key(), ClientAuth::Any, String::new(), "unsupported_grant_type"),
        (access_key(), ClientAuth::Any, key("key-2"), "invalid_grant"),
        (Grant::ClientCredentials, ClientAuth::Basic, String::new(), "invalid_client"),
    ] {
        let tenant = tenant(Speech { grant, client_auth, ..Speech::default() }).await;
        let world = world(&tenant, &file).await;
        let told = problem(world.send(world.get("/api/workflows")).await, "credentials-refused", 502, "notSent").await;
        assert!(told.detail.contains(code) && !told.detail.contains(KEY.1), "{}", told.detail);
    }
}

#[tokio::test]
async fn the_token_endpoint_is_found_by_discovery() {
    let tenant = tenant(Speech { token: "/realms/acme/token".into(), ..Speech::default() }).await;
    let issuer = tenant.base_url();
    for url in [issuer.clone(), format!("{issuer}/"), format!("{issuer}/.well-known/openid-configuration")] {
        assert!(lists(&world(&tenant, &format!("discovery_url = \"{url}\"\n")).await).await, "{url}");
    }
    let stranger = world(&tenant, &format!("discovery_url = \"{issuer}/elsewhere\"\n")).await;
    let told = problem(stranger.send(stranger.get("/api/workflows")).await, "token-unavailable", 502, "notSent").await;
    assert!(told.detail.contains("discovery was not answered with 200"), "{}", told.detail);
}

#[tokio::test]
async fn other_paths_and_keys_are_spoken_from_the_list_to_the_news() {
    let speech = Speech {
        workflows: "/services/v31/flows".into(),
        templates: "/services/v31/mail/templates".into(),
        attachments: "/services/v31/files".into(),
        webhooks: "/services/v31/hooks".into(),
        version: "revision".into(),
        last_updated: "savedAt".into(),
        last_updated_by: "savedBy".into(),
        transitions: "edges".into(),
        transition_id: "key".into(),
        transition_from: "source".into(),
        transition_to: "target".into(),
        ..Speech::default()
    };
    let tenant = tenant(speech).await;
    let flow = r#"{"id":"flow_1","name":"Flow","revision":7,"savedAt":5,"savedBy":"Ada","nodes":[{"id":"a","type":"start"},{"id":"b","type":"end"}],"edges":[{"key":"e1","source":"a","target":"b"}]}"#;
    tenant.put_workflow_text("flow_1", flow);
    let file = "[paths]\nworkflows = \"/services/v31/flows\"\nworkflow = \"/services/v31/flows/{id}\"\n\
        templates = \"/services/v31/mail/templates\"\ntemplate = \"/services/v31/mail/templates/{id}\"\n\
        attachments = \"/services/v31/files\"\nattachment = \"/services/v31/files/{id}\"\nupload = \"/services/v31/files\"\n\
        webhooks = \"/services/v31/hooks\"\nwebhook = \"/services/v31/hooks/{id}\"\n\
        [dialect]\nversion = \"revision\"\nlast_updated = \"savedAt\"\nlast_updated_by = \"savedBy\"\n\
        transitions = \"edges\"\ntransition_id = \"key\"\ntransition_from = \"source\"\ntransition_to = \"target\"\n";
    let world = world(&tenant, file).await;
    for path in
        ["/api/workflows", "/api/templates", "/api/attachments", "/api/webhooks", "/api/templates/tmpl_inv_2024"]
    {
        assert_eq!(world.send(world.get(path)).await.status(), 200, "{path}");
    }
    let upload = world.client.post(world.url("/api/attachments?fileName=a.pdf")).body("x");
    assert_eq!(world.send(upload).await.status(), 201);
    let (mut listening, _) = crate::support::Listening::start(&world, "/api/events?workflow=flow_1", None).await;
    let saved = world.send(world.put("flow_1", flow)).await;
    assert_eq!(saved.status(), 200);
    assert!(saved.text().await.unwrap().contains(r#""revision":8"#));
    let news = listening.event("workflow").await.data;
    assert_eq!(news["version"], 8);
    assert!(news["lastUpdatedTimestamp"].as_u64().unwrap() > 5);
    let broken = world.send(world.put("flow_1", flow.replace("\"target\":\"b\"", "\"target\":\"c\""))).await;
    assert!(broken.text().await.unwrap().contains("/edges/0/target"), "the simulator speaks it, too");
}

/// What a status means is the tenant's to say, and the session tells the app, which decides by it.
#[tokio::test]
async fn what_statuses_mean_is_told_to_the_app() {
    let tenant = tenant(Speech { conflict: 412, ..Speech::default() }).await;
    let world = world(&tenant, "[statuses]\nconflict = [\"412\", \"428\"]\nlater = \"423,429\"\n").await;
    let session: workflow::wire::Session = world.send(world.get("/api/session")).await.json().await.unwrap();
    assert_eq!((session.retry.conflict_statuses, session.retry.later_statuses), (vec![412, 428], vec![423, 429]));
    let read = world.send(world.get("/api/workflows/wf_12345")).await.text().await.unwrap();
    tenant.save_as("Grace", "wf_12345", str::to_owned).unwrap();
    assert_eq!(world.send(world.put("wf_12345", read)).await.status(), 412);
}

#[test]
fn statuses_of_a_fixed_meaning_cannot_be_given_another() {
    for wrong in ["200", "400", "401", "404", "408", "500", "x"] {
        let file = format!("[statuses]\nconflict = \"{wrong}\"\n");
        let problems = load([], [], Some(ConfigFile::from_text("cxone-proxy.toml", file))).unwrap_err().to_string();
        assert!(problems.contains("statuses.conflict") && problems.contains("fixed"), "{problems}");
    }
}
