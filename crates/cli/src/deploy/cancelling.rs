//! Ctrl+C (and SIGTERM): told to whoever asks, as often as it comes.

use tokio::sync::mpsc;

/// Where cancels come from.
#[derive(Debug)]
pub struct Cancel(mpsc::UnboundedReceiver<()>);

impl Cancel {
    /// The program's signals. They are listened for from now on.
    ///
    /// # Errors
    /// Where the system does not allow it.
    #[cfg(unix)]
    pub fn by_signal() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        let (sender, receiver) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                if sender.send(()).is_err() {
                    break;
                }
            }
        });
        Ok(Self(receiver))
    }

    /// The program's signals.
    ///
    /// # Errors
    /// Never here; elsewhere the system may not allow it.
    #[cfg(not(unix))]
    pub fn by_signal() -> std::io::Result<Self> {
        let (sender, receiver) = mpsc::unbounded_channel();
        tokio::spawn(async move { while tokio::signal::ctrl_c().await.is_ok() && sender.send(()).is_ok() {} });
        Ok(Self(receiver))
    }

    /// Nobody cancels.
    #[must_use]
    pub fn never() -> Self {
        Self(mpsc::unbounded_channel().1)
    }

    /// The next cancel.
    pub(super) async fn next(&mut self) {
        if self.0.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    }
}
