//! Events that the server sends by itself (`EventSource`).

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventSource, MessageEvent};

/// How a stream of events stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Events come.
    Open,
    /// The connection was lost; the browser tries again by itself, and says what it heard last.
    Lost,
    /// There are none to be had here; the browser has given up.
    Refused,
}

/// A stream of events. Lasts until it is dropped.
#[derive(Debug)]
pub struct Events {
    inner: EventSource,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _stands: Closure<dyn FnMut(Event)>,
}

impl Events {
    /// Listens at an address to events of these names. `hear` gets the name and the data.
    pub fn listen(
        url: &str,
        names: &[&str],
        mut hear: impl FnMut(&str, &str) + 'static,
        mut stands: impl FnMut(Stream) + 'static,
    ) -> Option<Self> {
        let inner = EventSource::new(url).ok()?;
        let heard = Closure::new(move |event: MessageEvent| {
            if let Some(data) = event.data().as_string() {
                hear(&event.type_(), &data);
            }
        });
        for name in names {
            let _ = inner.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
        }
        let source = inner.clone();
        let stands = Closure::new(move |_: Event| {
            stands(match source.ready_state() {
                EventSource::OPEN => Stream::Open,
                EventSource::CONNECTING => Stream::Lost,
                _ => Stream::Refused,
            });
        });
        inner.set_onopen(Some(stands.as_ref().unchecked_ref()));
        inner.set_onerror(Some(stands.as_ref().unchecked_ref()));
        Some(Self { inner, _heard: heard, _stands: stands })
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.inner.close();
    }
}
