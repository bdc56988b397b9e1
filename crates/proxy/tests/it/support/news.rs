//! A browser that listens for news.

use super::World;
use reqwest::Response;
use serde_json::Value;
use std::time::Duration;

/// How long a test waits for news before it fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A stream of server-sent events.
pub struct Listening {
    response: Response,
    text: String,
}

/// One event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    pub name: String,
    pub id: String,
    pub data: Value,
    /// The text of a comment instead.
    pub comment: Option<String>,
}

impl Listening {
    /// Listens, and reads on until the stream says that it is ready; the events before that are returned.
    pub async fn start(world: &World, path: &str, last_id: Option<&str>) -> (Self, Vec<Told>) {
        let mut request = world.get(path).header("accept", "text/event-stream");
        if let Some(last_id) = last_id {
            request = request.header("last-event-id", last_id);
        }
        let response = world.send(request).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut listening = Self { response, text: String::new() };
        let mut before = Vec::new();
        loop {
            let told = listening.next().await.expect("the stream goes on");
            let ready = told.name == "ready";
            before.push(told);
            if ready {
                return (listening, before);
            }
        }
    }

    /// The next event or comment; `None` at the stream's end.
    pub async fn next(&mut self) -> Option<Told> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let told = read(event);
                self.text = rest.to_owned();
                return Some(told);
            }
            let piece = tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("news in time");
            self.text.push_str(std::str::from_utf8(&piece.ok()??).unwrap());
        }
    }

    /// The next event of this name.
    pub async fn event(&mut self, name: &str) -> Told {
        loop {
            let told = self.next().await.expect("the stream goes on");
            if told.name == name {
                return told;
            }
        }
    }
}

fn read(text: &str) -> Told {
    let mut told = Told::default();
    for line in text.lines() {
        match line.split_once(':').map(|(field, value)| (field, value.trim_start())) {
            Some(("event", value)) => told.name = value.to_owned(),
            Some(("id", value)) => told.id = value.to_owned(),
            Some(("data", value)) => told.data = serde_json::from_str(value).unwrap(),
            Some(("", value)) => told.comment = Some(value.to_owned()),
            _ => {}
        }
    }
    told
}
