//! Uploading attachments, which a tenant may lack.

use crate::client::{Client, expect, tutorial_node};
use cxone_simulator::Options;
use reqwest::Method;
use serde_json::json;

const PATH: &str = "/api/v2/interactions/attachments";
const MIB: usize = 1024 * 1024;

impl Client {
    async fn upload(&self, query: &str, body: Vec<u8>) -> reqwest::Response {
        let request = self.request(Method::POST, &format!("{PATH}{query}"));
        request.header("content-type", "application/pdf").body(body).send().await.unwrap()
    }
}

#[tokio::test]
async fn an_uploaded_file_can_be_attached() {
    let client = Client::start().await;
    let uploaded = expect(client.upload("?fileName=caf%C3%A9+menu.pdf", vec![b'x'; 1234]).await, 201).await;
    let id = uploaded["fileId"].as_str().unwrap().to_owned();
    let expected = json!({ "fileId": id, "fileName": "café menu.pdf", "size": 1234, "contentType": "application/pdf" });
    assert_eq!(uploaded, expected);
    assert!(id.starts_with("att_"), "{id}");
    assert_eq!(expect(client.get(&format!("{PATH}/{id}")).await, 200).await, expected);
    let list = expect(client.get(PATH).await, 200).await;
    assert_eq!(list["attachments"].as_array().unwrap().last(), Some(&expected));
    let mut node = tutorial_node();
    node["properties"]["attachments"] = json!([{ "fileId": id, "fileName": "menu.pdf" }]);
    expect(client.put_node(&node).await, 200).await;
}

#[tokio::test]
async fn what_is_no_file_is_refused() {
    let client = Client::start().await;
    for (query, size, status, code) in [
        ("", 1, 400, "FILE_UNUSABLE"),
        ("?fileName=", 1, 400, "FILE_UNUSABLE"),
        ("?fileName=a%2Fb.pdf", 1, 400, "FILE_UNUSABLE"),
        ("?fileName=a%0Ab.pdf", 1, 400, "FILE_UNUSABLE"),
        ("?fileName=a.pdf", 0, 400, "FILE_UNUSABLE"),
        ("?fileName=a.pdf", 10 * MIB + 1, 413, "ATTACHMENT_TOO_LARGE"),
        ("?fileName=a.pdf", 10 * MIB, 201, ""),
    ] {
        let answer = expect(client.upload(query, vec![0; size]).await, status).await;
        assert_eq!(answer["error"].as_str().unwrap_or_default(), code, "{query} {size}");
    }
}

#[tokio::test]
async fn a_tenant_may_lack_uploads_and_says_so_when_asked() {
    let allowed = |client: &Client| client.http.request(Method::OPTIONS, client.url(PATH)).send();
    let with = Client::start().await;
    assert_eq!(allowed(&with).await.unwrap().headers()["allow"], "GET, POST");
    let without = Client::with(Options { uploads: false, ..Options::default() }).await;
    assert_eq!(allowed(&without).await.unwrap().headers()["allow"], "GET");
    expect(without.upload("?fileName=a.pdf", vec![0]).await, 405).await;
    let neither = Client::with(Options { uploads: false, lists: false, ..Options::default() }).await;
    expect(neither.upload("?fileName=a.pdf", vec![0]).await, 404).await;
}
