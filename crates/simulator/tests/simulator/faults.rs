//! Every kind of fault, before and after the request is carried out.

use crate::client::{Client, expect, tutorial_node};
use cxone_simulator::{Endpoint, Fault, FaultKind, Phase, RetryAfter};
use serde_json::json;
use std::time::{Duration, Instant, SystemTime};

const PHASES: [Phase; 2] = [Phase::Before, Phase::After];

fn on_put(phase: Phase, kind: FaultKind) -> Fault {
    match phase {
        Phase::Before => Fault::before(Endpoint::PutWorkflow, kind),
        Phase::After => Fault::after(Endpoint::PutWorkflow, kind),
    }
}

/// The version of `wf_12345` behind a PUT that a fault answered.
fn version_after(phase: Phase) -> u64 {
    match phase {
        Phase::Before => 3,
        Phase::After => 4,
    }
}

fn status(status: u16, retry_after: Option<RetryAfter>, body: Option<serde_json::Value>) -> FaultKind {
    FaultKind::Status { status, retry_after, body }
}

#[tokio::test]
async fn a_status_is_answered_and_the_phase_decides_what_is_stored() {
    for phase in PHASES {
        let client = Client::start().await;
        client.simulator.faults().add(on_put(phase, status(503, Some(RetryAfter::Text("7".into())), None)));
        let response = client.put_node(&tutorial_node()).await;
        assert_eq!(response.headers()["retry-after"], "7");
        assert_eq!(expect(response, 503).await["error"], "SERVICE_UNAVAILABLE");
        assert_eq!(client.version("wf_12345"), version_after(phase), "{phase:?}");
        assert!(client.simulator.faults().waiting().is_empty());
    }
}

#[tokio::test]
async fn a_status_may_bring_its_own_body() {
    let client = Client::start().await;
    let body = json!({ "error": "RATE_LIMITED", "message": "Slow down." });
    client.simulator.faults().add(on_put(Phase::Before, status(429, None, Some(body.clone()))));
    let response = client.put_node(&tutorial_node()).await;
    assert!(!response.headers().contains_key("retry-after"));
    assert_eq!(expect(response, 429).await, body);
}

#[tokio::test]
async fn retry_after_may_be_a_date() {
    let client = Client::start().await;
    let date_in = RetryAfter::DateIn { retry_after_date_in_seconds: 30 };
    client.simulator.faults().add(on_put(Phase::Before, status(429, Some(date_in), None)));
    let fixed = "Wed, 21 Oct 2015 07:28:00 GMT";
    client.simulator.faults().add(on_put(Phase::Before, status(429, Some(RetryAfter::Text(fixed.into())), None)));
    let before = SystemTime::now();
    let response = client.put_node(&tutorial_node()).await;
    let date = httpdate::parse_http_date(response.headers()["retry-after"].to_str().unwrap()).unwrap();
    let ahead = date.duration_since(before).unwrap();
    assert!((28..=32).contains(&ahead.as_secs()), "{ahead:?}");
    let response = client.put_node(&tutorial_node()).await;
    assert_eq!(response.headers()["retry-after"], fixed);
}

#[tokio::test]
async fn a_reset_loses_the_answer_but_after_a_commit_not_the_change() {
    for phase in PHASES {
        let client = Client::start().await;
        client.simulator.faults().add(on_put(phase, FaultKind::Reset));
        let text = client.simulator.workflow_text("wf_12345").unwrap();
        let error = client.put_request("wf_12345", text).send().await.unwrap_err();
        assert!(error.is_request(), "{error:?}");
        assert_eq!(client.version("wf_12345"), version_after(phase), "{phase:?}");
        let put = client.simulator.requests().into_iter().find(|request| request.method == "PUT").unwrap();
        assert_eq!(put.status, None);
        assert!(put.ms.is_some(), "it is over");
    }
}

#[tokio::test]
async fn a_reset_is_a_tcp_reset() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let client = Client::start().await;
    client.simulator.faults().add(Fault::before(Endpoint::GetWorkflow, FaultKind::Reset));
    let mut socket = tokio::net::TcpStream::connect(client.simulator.address()).await.unwrap();
    socket.write_all(b"GET /api/v2/workflows/wf_12345 HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let error = socket.read(&mut [0; 64]).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn a_truncated_answer_announces_more_than_it_has() {
    for phase in PHASES {
        let client = Client::start().await;
        client.simulator.faults().add(on_put(phase, FaultKind::Truncate { bytes: 20 }));
        let mut response = client.put_node(&tutorial_node()).await;
        assert_eq!(response.status(), 200);
        assert!(response.content_length().unwrap() > 20);
        let mut received = Vec::new();
        let error = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => received.extend_from_slice(&chunk),
                Ok(None) => panic!("the whole body arrived"),
                Err(error) => break error,
            }
        };
        assert!(error.is_body() || error.is_decode() || error.is_request(), "{error:?}");
        assert_eq!(received.len(), 20, "{phase:?}");
        assert_eq!(client.version("wf_12345"), version_after(phase), "{phase:?}");
    }
}

#[tokio::test]
async fn html_comes_instead_of_json() {
    for phase in PHASES {
        let client = Client::start().await;
        client.simulator.faults().add(on_put(phase, FaultKind::Html { status: 502 }));
        let response = client.put_node(&tutorial_node()).await;
        assert_eq!(response.status(), 502);
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
        assert!(response.text().await.unwrap().starts_with("<!doctype html>"));
        assert_eq!(client.version("wf_12345"), version_after(phase), "{phase:?}");
    }
}

#[tokio::test]
async fn malformed_json_comes_with_a_200() {
    for phase in PHASES {
        let client = Client::start().await;
        client.simulator.faults().add(on_put(phase, FaultKind::MalformedJson));
        let response = client.put_node(&tutorial_node()).await;
        assert_eq!(response.status(), 200);
        let text = response.text().await.unwrap();
        assert!(text.starts_with('{'));
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_err(), "{text}");
        assert_eq!(client.version("wf_12345"), version_after(phase), "{phase:?}");
    }
}

#[tokio::test]
async fn a_delay_holds_the_answer_up() {
    for phase in PHASES {
        let client = Client::start().await;
        client.simulator.faults().add(on_put(phase, FaultKind::Delay { ms: 150 }));
        let started = Instant::now();
        expect(client.put_node(&tutorial_node()).await, 200).await;
        assert!(started.elapsed() >= Duration::from_millis(150), "{phase:?}");
    }
}

#[tokio::test]
async fn a_delay_after_the_commit_outlasts_an_impatient_client() {
    let client = Client::start().await;
    client.simulator.faults().add(on_put(Phase::After, FaultKind::Delay { ms: 60_000 }));
    let text = client.simulator.workflow_text("wf_12345").unwrap();
    let request = client.put_request("wf_12345", text).timeout(Duration::from_secs(2));
    assert!(request.send().await.unwrap_err().is_timeout());
    assert_eq!(client.version("wf_12345"), 4);
}

#[tokio::test]
async fn a_held_request_goes_on_when_it_is_released() {
    for phase in PHASES {
        let client = Client::start().await;
        client.simulator.faults().add(on_put(phase, FaultKind::Hold));
        let text = client.simulator.workflow_text("wf_12345").unwrap();
        let request = tokio::spawn(client.put_request("wf_12345", text).send());
        client.simulator.faults().until_held(1).await;
        assert_eq!(client.version("wf_12345"), version_after(phase), "{phase:?}");
        client.simulator.faults().release();
        expect(request.await.unwrap().unwrap(), 200).await;
        assert_eq!(client.version("wf_12345"), 4);
    }
}

#[tokio::test]
async fn a_held_request_whose_client_leaves_is_not_carried_out() {
    let client = Client::start().await;
    client.simulator.faults().add(on_put(Phase::Before, FaultKind::Hold));
    let text = client.simulator.workflow_text("wf_12345").unwrap();
    let request = tokio::spawn(client.put_request("wf_12345", text).send());
    client.simulator.faults().until_held(1).await;
    request.abort();
    client.simulator.faults().until_held(0).await;
    assert_eq!(client.version("wf_12345"), 3);
}

#[tokio::test]
async fn a_late_request_is_carried_out_when_nobody_waits_any_more() {
    let client = Client::start().await;
    client.simulator.faults().add(on_put(Phase::Before, FaultKind::Late { ms: 50 }));
    let text = client.simulator.workflow_text("wf_12345").unwrap();
    client.put_request("wf_12345", text).send().await.unwrap_err();
    while client.version("wf_12345") == 3 {
        tokio::task::yield_now().await;
    }
    assert_eq!(client.version("wf_12345"), 4);
}

#[tokio::test]
async fn an_understated_answer_is_read_as_far_as_it_is_announced() {
    let client = Client::start().await;
    client.simulator.faults().add(on_put(Phase::After, FaultKind::Understate { bytes: 10 }));
    let answer = client.put_node(&tutorial_node()).await;
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().len()), (200, 10));
    assert_eq!(client.version("wf_12345"), 4);
}

#[tokio::test]
async fn a_dripping_body_arrives_whole_in_pieces() {
    for phase in PHASES {
        let client = Client::start().await;
        client.simulator.faults().add(on_put(phase, FaultKind::Drip { bytes: 100, ms: 10 }));
        let started = Instant::now();
        let saved = client.put_node(&tutorial_node()).await.text().await.unwrap();
        let pieces = u64::try_from(saved.len().div_ceil(100)).unwrap();
        assert!(started.elapsed() >= Duration::from_millis(10 * pieces), "{phase:?}");
        assert_eq!(saved, client.simulator.workflow_text("wf_12345").unwrap());
    }
}

#[tokio::test]
async fn another_administrators_save_before_a_put_is_a_lost_race() {
    let client = Client::start().await;
    client.simulator.faults().add(on_put(Phase::Before, FaultKind::OtherSave { operator: "Grace".into() }));
    let answer = expect(client.put_node(&tutorial_node()).await, 409).await;
    assert_eq!(answer["currentVersion"], 4);
    let text = client.simulator.workflow_text("wf_12345").unwrap();
    assert!(text.contains(r#""notes":"Grace: "#), "{text}");
    expect(client.put_node(&tutorial_node()).await, 200).await;
}

#[tokio::test]
async fn another_administrators_save_after_a_put_follows_it() {
    let client = Client::start().await;
    client.simulator.faults().add(on_put(Phase::After, FaultKind::OtherSave { operator: "Grace".into() }));
    let answer = expect(client.put_node(&tutorial_node()).await, 200).await;
    assert_eq!(answer["version"], 4);
    assert_eq!(client.version("wf_12345"), 5);
}

#[tokio::test]
async fn tokens_end_before_or_after_a_request() {
    for (phase, first) in [(Phase::Before, 401), (Phase::After, 200)] {
        let client = Client::start().await;
        client.simulator.faults().add(on_put(phase, FaultKind::ExpireTokens));
        expect(client.put_node(&tutorial_node()).await, first).await;
        expect(client.put_node(&tutorial_node()).await, 401).await;
    }
}

#[tokio::test]
async fn a_fault_on_any_route_hits_the_token_endpoint_too() {
    let client = Client::start().await;
    client.simulator.faults().add(Fault { route: None, ..on_put(Phase::Before, status(500, None, None)).times(2) });
    expect(client.token_request(&[("grant_type", "client_credentials")]).await, 500).await;
    expect(client.get("/api/v2/interactions/templates/tmpl_inv_2024").await, 500).await;
    expect(client.get("/api/v2/interactions/templates/tmpl_inv_2024").await, 200).await;
}

#[tokio::test]
async fn a_fault_may_be_for_one_id_only() {
    let client = Client::start().await;
    let fault = Fault::before(Endpoint::GetAttachment, status(404, None, None)).only("att_inv_terms");
    client.simulator.faults().add(fault);
    expect(client.get("/api/v2/interactions/attachments/att_inv_summary").await, 200).await;
    expect(client.get("/api/v2/interactions/attachments/att_inv_terms").await, 404).await;
}

#[tokio::test]
async fn faults_before_and_after_may_meet_in_one_request() {
    let client = Client::start().await;
    client.simulator.faults().add(on_put(Phase::Before, FaultKind::OtherSave { operator: "Grace".into() }));
    client.simulator.faults().add(on_put(Phase::After, status(500, None, None)));
    expect(client.put_node(&tutorial_node()).await, 500).await;
    assert_eq!(client.version("wf_12345"), 4, "Grace's save only");
    assert_eq!(client.count_requests("PUT"), 1);
}
