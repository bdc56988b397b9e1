//! A body that is held once and can be sent again: the pieces as they arrived, shared. It may be
//! sent while it is still arriving.

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A replayable body. Cloning shares the bytes and starts from the front again.
#[derive(Debug)]
pub struct Frames {
    shared: Arc<Shared>,
    next: usize,
    passed: u64,
}

/// Where the pieces of a body go that is sent while it arrives. Dropping it before [`Feeder::finish`]
/// breaks the body off, so that a part is never taken for the whole.
#[derive(Debug)]
pub struct Feeder(Arc<Shared>);

/// The body broke off before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the body broke off before its end")]
pub struct BrokenOff;

#[derive(Debug)]
struct Shared {
    /// How many bytes there will be, where that is known.
    length: Option<u64>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    pieces: Vec<Bytes>,
    end: End,
    waiting: Vec<Waker>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum End {
    /// More may come.
    Open,
    /// All of it is there.
    #[default]
    Whole,
    /// Nothing more comes, although something is missing.
    Broken,
}

impl Default for Frames {
    /// No body.
    fn default() -> Self {
        Self::from(Vec::<Bytes>::new())
    }
}

impl From<Vec<Bytes>> for Frames {
    fn from(pieces: Vec<Bytes>) -> Self {
        let length = pieces.iter().map(|piece| piece.len() as u64).sum();
        let state = State { pieces, ..State::default() };
        Self { shared: Arc::new(Shared { length: Some(length), state: Mutex::new(state) }), next: 0, passed: 0 }
    }
}

impl From<Bytes> for Frames {
    /// Shares them.
    fn from(bytes: Bytes) -> Self {
        Self::from(vec![bytes])
    }
}

impl From<Vec<u8>> for Frames {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<String> for Frames {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}

impl Clone for Frames {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), next: 0, passed: 0 }
    }
}

impl Frames {
    /// A body that is still to come, of `length` bytes where that is known.
    #[must_use]
    pub fn arriving(length: Option<u64>) -> (Feeder, Self) {
        let state = State { end: End::Open, ..State::default() };
        let shared = Arc::new(Shared { length, state: Mutex::new(state) });
        (Feeder(Arc::clone(&shared)), Self { shared, next: 0, passed: 0 })
    }
}

impl Feeder {
    /// Adds a piece.
    pub fn add(&self, piece: Bytes) {
        let mut state = self.0.lock();
        state.pieces.push(piece);
        state.wake();
    }

    /// Says that all of it is there.
    pub fn finish(self) {
        let mut state = self.0.lock();
        state.end = End::Whole;
        state.wake();
    }
}

impl Drop for Feeder {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        if state.end == End::Open {
            state.end = End::Broken;
            state.wake();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Whole after each statement, so a panic elsewhere does not spoil it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wake(&mut self) {
        for waker in self.waiting.drain(..) {
            waker.wake();
        }
    }
}

impl Body for Frames {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        let piece = {
            let mut state = self.shared.lock();
            match (state.pieces.get(self.next).cloned(), state.end) {
                (Some(piece), _) => piece,
                (None, End::Whole) => return Poll::Ready(None),
                (None, End::Broken) => return Poll::Ready(Some(Err(BrokenOff))),
                (None, End::Open) => {
                    if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                        state.waiting.push(context.waker().clone());
                    }
                    return Poll::Pending;
                }
            }
        };
        self.next += 1;
        self.passed += piece.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        let state = self.shared.lock();
        state.end == End::Whole && self.next == state.pieces.len()
    }

    fn size_hint(&self) -> SizeHint {
        self.shared.length.map_or_else(SizeHint::new, |length| SizeHint::with_exact(length.saturating_sub(self.passed)))
    }
}

#[cfg(test)]
mod tests {
    use super::{BrokenOff, Frames};
    use bytes::Bytes;
    use http_body::Body;
    use http_body_util::BodyExt;

    #[tokio::test]
    async fn a_body_is_sent_while_it_arrives_and_again_from_the_front() {
        let (feeder, frames) = Frames::arriving(Some(5));
        assert_eq!(frames.size_hint().exact(), Some(5));
        let first = tokio::spawn(frames.clone().collect());
        feeder.add(Bytes::from_static(b"ab"));
        tokio::task::yield_now().await;
        feeder.add(Bytes::from_static(b"cde"));
        feeder.finish();
        assert_eq!(first.await.unwrap().unwrap().to_bytes(), "abcde");
        assert_eq!(frames.clone().collect().await.unwrap().to_bytes(), "abcde");
    }

    #[tokio::test]
    async fn a_feeder_that_leaves_breaks_the_body_off() {
        let (feeder, frames) = Frames::arriving(None);
        assert_eq!(frames.size_hint().exact(), None);
        feeder.add(Bytes::from_static(b"ab"));
        drop(feeder);
        assert_eq!(frames.collect().await.unwrap_err(), BrokenOff);
    }

    #[test]
    fn a_held_body_knows_its_length() {
        let frames = Frames::from("abc".to_owned());
        assert_eq!((frames.size_hint().exact(), frames.is_end_stream()), (Some(3), false));
        assert!(Frames::default().is_end_stream());
        assert_eq!(Frames::default().size_hint().exact(), Some(0));
    }
}
