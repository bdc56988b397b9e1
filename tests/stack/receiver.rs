//! A receiver of webhook deliveries, as a customer would write one.

use std::collections::BTreeMap;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Listens for one delivery.
pub struct Receiver(TcpListener);

/// A delivery.
pub struct Delivery {
    /// Its headers, by name in lower case.
    pub headers: BTreeMap<String, String>,
    /// Its body.
    pub body: String,
}

impl Receiver {
    /// Listens on a port that the system picks.
    pub async fn start() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    /// Where deliveries should go.
    pub fn url(&self) -> String {
        format!("http://{}/hooks", self.0.local_addr().unwrap())
    }

    /// Waits for a delivery and answers it with 204.
    pub async fn receive(&self) -> Delivery {
        let (stream, _) = self.0.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        let delivery = read(&mut stream).await;
        stream.get_mut().write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await.unwrap();
        delivery
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Delivery {
    let mut headers = BTreeMap::new();
    let mut line = String::new();
    stream.read_line(&mut line).await.unwrap();
    assert!(line.starts_with("POST /hooks "), "{line}");
    loop {
        line.clear();
        stream.read_line(&mut line).await.unwrap();
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let mut body = vec![0; headers["content-length"].parse().unwrap()];
    stream.read_exact(&mut body).await.unwrap();
    Delivery { headers, body: String::from_utf8(body).unwrap() }
}
