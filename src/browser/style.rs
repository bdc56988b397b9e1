//! The style sheet that is loaded when it is first needed.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlLinkElement, HtmlMetaElement};

/// The id of the link, once it is there.
const ID: &str = "later-style";

/// Loads the sheet that the page names in `<meta name="later-style">`, where it names one and the sheet is not
/// here yet. Answers whether the sheet is here.
pub async fn load() -> bool {
    if document().get_element_by_id(ID).is_some() {
        return true;
    }
    let named = document().query_selector("meta[name=later-style]").ok().flatten();
    let Some(file) = named.and_then(|meta| meta.dyn_into::<HtmlMetaElement>().ok()).map(|meta| meta.content()) else {
        return true;
    };
    let link = document().create_element("link").ok().and_then(|link| link.dyn_into::<HtmlLinkElement>().ok());
    let (Some(link), Some(head)) = (link, document().head()) else { return false };
    link.set_id(ID);
    link.set_rel("stylesheet");
    link.set_href(&file);
    let loaded = js_sys::Promise::new(&mut |loaded, failed| {
        link.set_onload(Some(&loaded));
        link.set_onerror(Some(&failed));
        if head.append_child(&link).is_err() {
            let _ = failed.call0(&JsValue::NULL);
        }
    });
    let loaded = JsFuture::from(loaded).await.is_ok();
    if !loaded {
        link.remove();
    }
    loaded
}
