//! Locks that pages of one origin take from each other (Web Locks). The browser gives a lock back when its page
//! is closed or crashes, which is how others find out.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// A lock that this page has, until it is dropped.
#[derive(Debug)]
pub struct Held {
    give_back: Option<Function>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(give_back) = &self.give_back {
            let _ = give_back.call0(&JsValue::NULL);
        }
    }
}

/// Takes a lock. `None`, where another page has it. Where the browser has no locks (on pages that are not served
/// over HTTPS or from this machine), everybody gets it.
pub async fn take(name: &str) -> Option<Held> {
    let options = Object::new();
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
    request(name, &options).await
}

/// The same, waiting for so many milliseconds until it is given back.
pub async fn take_within(name: &str, ms: u32) -> Option<Held> {
    let options = Object::new();
    let _ = Reflect::set(&options, &"signal".into(), &AbortSignal::timeout_with_u32(ms));
    request(name, &options).await
}

/// The same, however long it takes.
pub async fn wait_for(name: &str) -> Option<Held> {
    request(name, &Object::new()).await
}

/// Whether the browser has locks here.
#[must_use]
pub fn offered() -> bool {
    manager().is_some()
}

fn manager() -> Option<JsValue> {
    Reflect::get(&window().navigator(), &"locks".into()).ok().filter(JsValue::is_object)
}

async fn request(name: &str, options: &Object) -> Option<Held> {
    let Some(manager) = manager() else { return Some(Held { give_back: None }) };
    let ask = Reflect::get(&manager, &"request".into()).ok()?.dyn_into::<Function>().ok()?;
    let answered = Promise::new(&mut |answer, _| {
        let refused = answer.clone();
        let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            if lock.is_null() {
                let _ = answer.call1(&JsValue::NULL, &JsValue::NULL);
                return JsValue::UNDEFINED;
            }
            // The lock is ours for as long as this promise is not kept.
            let held = Promise::new(&mut |give_back, _| {
                let _ = answer.call1(&JsValue::NULL, &give_back);
            });
            held.into()
        });
        let arguments = Array::of3(&name.into(), options, &granted);
        let requested = ask.apply(&manager, &arguments).ok().and_then(|promise| promise.dyn_into::<Promise>().ok());
        let gave_up = Closure::once_into_js(move |_: JsValue| drop(refused.call1(&JsValue::NULL, &JsValue::NULL)));
        if let Some(requested) = requested {
            let catch =
                Reflect::get(&requested, &"catch".into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
            let _ = catch.map(|catch| catch.call1(&requested, &gave_up));
        } else {
            let _ = gave_up.unchecked_into::<Function>().call0(&JsValue::NULL);
        }
    });
    let give_back = JsFuture::from(answered).await.ok()?.dyn_into::<Function>().ok()?;
    Some(Held { give_back: Some(give_back) })
}
