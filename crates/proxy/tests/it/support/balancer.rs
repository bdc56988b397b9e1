//! A plain balancer: each connection goes to the next backend in turn; one that takes no connection is
//! passed over.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub struct Balancer {
    pub address: SocketAddr,
    backends: Arc<Mutex<Vec<SocketAddr>>>,
    turn: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Balancer {
    /// A balancer that has no backends yet.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let backends = Arc::new(Mutex::new(Vec::<SocketAddr>::new()));
        let turn = Arc::new(AtomicUsize::new(0));
        let (known, turns) = (Arc::clone(&backends), Arc::clone(&turn));
        let task = tokio::spawn(async move {
            while let Ok((mut browser, _)) = listener.accept().await {
                let mut order = known.lock().unwrap().clone();
                let by = turns.fetch_add(1, Ordering::SeqCst) % order.len().max(1);
                order.rotate_left(by);
                tokio::spawn(async move {
                    for backend in order {
                        if let Ok(mut backend) = TcpStream::connect(backend).await {
                            // Either side may break off.
                            let _ = tokio::io::copy_bidirectional(&mut browser, &mut backend).await;
                            return;
                        }
                    }
                });
            }
        });
        Self { address, backends, turn, task }
    }

    pub fn add(&self, url: &str) {
        self.backends.lock().unwrap().push(url.strip_prefix("http://").unwrap().parse().unwrap());
    }

    /// Which backend the next connection goes to, in the order that they were added in.
    pub fn next(&self) -> usize {
        self.turn.load(Ordering::SeqCst) % self.backends.lock().unwrap().len()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.task.abort();
    }
}
