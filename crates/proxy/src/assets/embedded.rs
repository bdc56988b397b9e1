//! The app in the program: `cargo xtask build` compiles it in, so that one file is all there is to install.

use bytes::Bytes;
use rust_embed::Embed;
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(Embed)]
#[folder = "$CONFIGURATOR_APP"]
struct App;

/// All files by path, without a slash in front, the precompressed ones among them.
pub(super) fn files() -> BTreeMap<String, Bytes> {
    App::iter()
        // Hidden ones are not the app's.
        .filter(|name| !name.split('/').any(|part| part.starts_with('.')))
        .filter_map(|name| {
            let bytes = match App::get(&name)?.data {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => Bytes::from(bytes),
            };
            Some((name.into_owned(), bytes))
        })
        .collect()
}
