//! `--print-config` and `--check`.

use crate::support::{CLIENT_SECRET, Stub, json};
use cxone_proxy::commands::{self, Call, Ended};

async fn run(args: &[&str], env: &[(&str, &str)]) -> (Ended, String) {
    let call = Call {
        args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        env: env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        folder: std::env::temp_dir(),
    };
    let mut out = Vec::new();
    let ended = commands::run(&call, &mut out).await.unwrap().unwrap();
    (ended, String::from_utf8(out).unwrap())
}

fn tenant(url: &str) -> Vec<(&str, &str)> {
    vec![
        ("CXONE_ORG", "acme"),
        ("CXONE_CLIENT_ID", "id"),
        ("CXONE_CLIENT_SECRET", CLIENT_SECRET),
        ("CXONE_BASE_URL", url),
        ("CXONE_DATABASE_URL", "postgres://u:canary-word@db.example.com/audit"),
        ("CXONE_WORKFLOW_ID", "wf_1"),
    ]
}

#[tokio::test]
async fn each_value_is_printed_with_its_place_and_no_secret() {
    let (ended, text) = run(&["--print-config", "--listen", "127.0.0.1:9"], &tenant("https://t.example.com")).await;
    assert_eq!(ended, Ended::Well, "{text}");
    for part in [
        "org = acme\n    environment variable CXONE_ORG\n",
        "client_secret = ***\n    environment variable CXONE_CLIENT_SECRET\n",
        "database_url = postgres://u:***@db.example.com/audit\n",
        "listen = 127.0.0.1:9\n    flag --listen\n",
        "log_format\n    default: human\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains(CLIENT_SECRET) && !text.contains("canary"), "{text}");
}

#[tokio::test]
async fn problems_are_printed_after_the_values() {
    let (ended, text) =
        run(&["--print-config", "--log-format", "loud"], &[("CXONE_CLIENT_ID", "id"), ("HOME", "/x")]).await;
    assert_eq!(ended, Ended::Wrong);
    assert!(text.contains("3 problems") && text.contains("flag --log-format: must be human or json"), "{text}");
}

#[tokio::test]
async fn a_tenant_is_tried_with_reads_alone() {
    let stub = Stub::start(|seen| match seen.target.as_str() {
        "/api/v2/webhooks" => json(404, "{}"),
        "/api/v2/interactions/templates" => json(403, "{}"),
        _ => json(200, "{}"),
    })
    .await;
    let (ended, text) = run(&["--check"], &tenant(&stub.base_url)).await;
    assert_eq!(ended, Ended::Wrong);
    for line in [
        "works   token",
        "works   the workflow to open first",
        "works   the list of workflows",
        "FAILS   the list of templates: 403, the scope email:template is missing",
        "works   the list of attachments",
        "absent  the list of webhooks: 404, so the feature is hidden",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(stub.requests().iter().all(|seen| seen.method == "GET"), "{:?}", stub.requests());
}

#[tokio::test]
async fn a_tenant_that_is_fine_is_said_to_be() {
    let stub = Stub::start(|_| json(200, "{}")).await;
    let (ended, text) = run(&["--check"], &tenant(&stub.base_url)).await;
    assert_eq!((ended, text.contains("FAILS")), (Ended::Well, false), "{text}");
}

#[tokio::test]
async fn without_a_token_nothing_else_is_tried() {
    let stub = Stub::with_tokens(|_| json(200, "{}"), |_| json(401, "{\"error\":\"invalid_client\"}").into()).await;
    let (ended, text) = run(&["--check"], &tenant(&stub.base_url)).await;
    assert_eq!(ended, Ended::Wrong);
    assert!(text.contains("FAILS   token") && text.contains("invalid_client") && !text.contains("works"), "{text}");
    assert!(stub.requests().is_empty());
}

#[tokio::test]
async fn the_demo_is_not_checked() {
    let (ended, text) = run(&["--check"], &[]).await;
    assert_eq!(ended, Ended::Wrong);
    assert!(text.contains("There is no tenant to check"), "{text}");
}
