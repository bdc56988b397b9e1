//! Files that somebody picks or drops.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, Event, File, FileList, HtmlInputElement};

/// The files of a picker that has changed. The picker is emptied, so that the same file can be picked again.
#[must_use]
pub fn picked(event: &Event) -> Vec<File> {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return Vec::new();
    };
    let files = all(input.files());
    input.set_value("");
    files
}

/// The files that are dropped.
#[must_use]
pub fn dropped(transfer: Option<DataTransfer>) -> Vec<File> {
    all(transfer.and_then(|transfer| transfer.files()))
}

/// Whether what is dragged holds files.
#[must_use]
pub fn are_dragged(transfer: Option<&DataTransfer>) -> bool {
    transfer.is_some_and(|transfer| transfer.types().iter().any(|kind| kind == "Files"))
}

/// Opens the browser's picker of an `<input type="file">`.
pub fn pick(input: &HtmlInputElement) {
    input.click();
}

/// A file's text. `None`, where the browser cannot read it.
pub async fn text(file: &File) -> Option<String> {
    JsFuture::from(file.text()).await.ok()?.as_string()
}

fn all(files: Option<FileList>) -> Vec<File> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|at| files.get(at)).collect()
}
