//! A body that is held once and can be sent again: the pieces as they arrived, shared.

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// A replayable body. Cloning shares the bytes and starts from the front again.
#[derive(Debug, Default)]
pub struct Frames {
    pieces: Arc<[Bytes]>,
    next: usize,
    remaining: u64,
}

impl From<Vec<Bytes>> for Frames {
    fn from(pieces: Vec<Bytes>) -> Self {
        let remaining = total(&pieces);
        Self { pieces: pieces.into(), next: 0, remaining }
    }
}

impl From<Vec<u8>> for Frames {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(vec![Bytes::from(bytes)])
    }
}

impl From<String> for Frames {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}

impl Clone for Frames {
    fn clone(&self) -> Self {
        Self { pieces: Arc::clone(&self.pieces), next: 0, remaining: total(&self.pieces) }
    }
}

impl Frames {
    /// All of it in one piece; copies unless it came in one.
    #[must_use]
    pub fn to_vec(&self) -> Vec<u8> {
        self.pieces.concat()
    }
}

impl Body for Frames {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(piece) = self.pieces.get(self.next).cloned() else { return Poll::Ready(None) };
        self.next += 1;
        self.remaining -= piece.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.next == self.pieces.len()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.remaining)
    }
}

fn total(pieces: &[Bytes]) -> u64 {
    pieces.iter().map(|piece| piece.len() as u64).sum()
}
