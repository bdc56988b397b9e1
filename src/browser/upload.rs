//! Sending a file with progress. `fetch` tells nothing of what it has sent, so this is `XMLHttpRequest`.

use super::network;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// How an upload ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// An answer came.
    Answered {
        /// The status code.
        status: u16,
        /// `Content-Type`.
        media_type: String,
        /// `Retry-After`.
        retry_after: Option<String>,
        /// The answer's text.
        text: String,
    },
    /// There is no network; nothing was sent.
    NotSent,
    /// The connection broke.
    Broken,
    /// Nothing moved for too long.
    TimedOut,
}

type Handler = Closure<dyn FnMut(ProgressEvent)>;

/// An upload under way. Dropping it takes it back.
pub struct Sending {
    request: XmlHttpRequest,
    _handlers: [Handler; 4],
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.request.set_onload(None);
        self.request.set_onerror(None);
        self.request.set_ontimeout(None);
        if let Ok(upload) = self.request.upload() {
            upload.set_onprogress(None);
        }
        let _ = self.request.abort();
    }
}

/// Posts a file's bytes. `on_progress` is told how many are sent, `on_end` once how it ended; not after the
/// answer is dropped. `None` where the browser refuses to begin.
#[must_use]
pub fn post(
    url: &str,
    headers: &[(&str, &str)],
    file: &File,
    timeout_ms: u32,
    on_progress: impl Fn(u64) + 'static,
    on_end: impl FnOnce(Ending) + 'static,
) -> Option<Sending> {
    begin(url, headers, file, timeout_ms, Box::new(on_progress), Box::new(on_end)).ok()
}

fn begin(
    url: &str,
    headers: &[(&str, &str)],
    file: &File,
    timeout_ms: u32,
    on_progress: Box<dyn Fn(u64)>,
    on_end: Box<dyn FnOnce(Ending)>,
) -> Result<Sending, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("POST", url)?;
    request.set_timeout(timeout_ms);
    request.set_request_header("Accept", "application/json")?;
    for (name, value) in headers {
        request.set_request_header(name, value)?;
    }
    let on_end = Rc::new(RefCell::new(Some(on_end)));
    let ends = |make: Box<dyn Fn() -> Ending>| {
        let on_end = Rc::clone(&on_end);
        Handler::new(move |_| {
            if let Some(on_end) = on_end.borrow_mut().take() {
                on_end(make());
            }
        })
    };
    let answered = request.clone();
    let load = ends(Box::new(move || Ending::Answered {
        status: answered.status().unwrap_or_default(),
        media_type: answered.get_response_header("Content-Type").ok().flatten().unwrap_or_default(),
        retry_after: answered.get_response_header("Retry-After").ok().flatten(),
        text: answered.response_text().ok().flatten().unwrap_or_default(),
    }));
    let error = ends(Box::new(|| if network::online() { Ending::Broken } else { Ending::NotSent }));
    let timeout = ends(Box::new(|| Ending::TimedOut));
    let progress = Handler::new(move |event: ProgressEvent| on_progress(event.loaded() as u64));
    request.set_onload(Some(load.as_ref().unchecked_ref()));
    request.set_onerror(Some(error.as_ref().unchecked_ref()));
    request.set_ontimeout(Some(timeout.as_ref().unchecked_ref()));
    request.upload()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    request.send_with_opt_blob(Some(file))?;
    Ok(Sending { request, _handlers: [load, error, timeout, progress] })
}
