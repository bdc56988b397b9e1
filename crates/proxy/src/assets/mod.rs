//! The app's files: read once at the start, served from memory. They come from a folder, or are in the
//! program itself.

mod csp;
#[cfg(feature = "embedded")]
mod embedded;
mod media_type;
mod serve;

pub(crate) use serve::{no_app, serve};

use axum::http::HeaderValue;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const INDEX: &str = "index.html";

/// Why the app cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    /// A file or folder cannot be read.
    #[error("{path} of the app cannot be read")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is no `index.html`.
    #[error("there is no index.html in the app's folder {folder}; build the app, or name another folder with --app")]
    NoIndex {
        /// Where it was looked for.
        folder: PathBuf,
    },
}

/// The app's files by path, without a slash in front.
#[derive(Debug)]
pub(crate) struct Assets {
    files: BTreeMap<String, Asset>,
    /// The policy for index.html.
    policy: HeaderValue,
}

#[derive(Debug)]
struct Asset {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    media_type: &'static str,
    /// Of the plain bytes, in hex, without quotes.
    digest: String,
    /// Whether the name changes with the content.
    hashed_name: bool,
}

impl Assets {
    /// Reads all files of the folder, and the precompressed `.br` and `.gz` beside them.
    pub(crate) fn read(folder: &Path) -> Result<Self, AssetsError> {
        let mut raw = BTreeMap::new();
        read_folder(folder, "", &mut raw)?;
        Self::of(&raw).ok_or_else(|| AssetsError::NoIndex { folder: folder.to_owned() })
    }

    /// The app that is in the program; `None` where it was built without one.
    pub(crate) fn embedded() -> Option<Self> {
        #[cfg(feature = "embedded")]
        return Self::of(&embedded::files());
        #[cfg(not(feature = "embedded"))]
        None
    }

    /// `None` where there is no index.html.
    fn of(raw: &BTreeMap<String, Bytes>) -> Option<Self> {
        let mut files = BTreeMap::new();
        for (name, plain) in raw {
            if sibling_of(name).is_some_and(|original| raw.contains_key(original)) {
                continue;
            }
            files.insert(name.clone(), Asset::new(name, plain, raw));
        }
        let policy = csp::policy(&String::from_utf8_lossy(&files.get(INDEX)?.plain));
        Some(Self { files, policy })
    }
}

impl Asset {
    fn new(name: &str, plain: &Bytes, raw: &BTreeMap<String, Bytes>) -> Self {
        Self {
            plain: plain.clone(),
            brotli: raw.get(&format!("{name}.br")).cloned(),
            gzip: raw.get(&format!("{name}.gz")).cloned(),
            media_type: media_type::of(name),
            digest: Sha256::digest(plain).iter().take(16).fold(String::new(), |mut hex, byte| {
                // Writing into a String cannot fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            }),
            hashed_name: has_hash(name),
        }
    }
}

fn read_folder(folder: &Path, prefix: &str, into: &mut BTreeMap<String, Bytes>) -> Result<(), AssetsError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| AssetsError::Read { path, source }
    };
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        // Hidden ones are not the app's: Trunk works in `.stage`.
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| !name.starts_with('.')) else {
            continue;
        };
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), into)?;
        } else {
            into.insert(name, fs::read(&path).map_err(failed(&path))?.into());
        }
    }
    Ok(())
}

fn sibling_of(name: &str) -> Option<&str> {
    name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz"))
}

/// Whether the name carries a hash of the content as Trunk writes it: `app-0123456789abcdef.js`,
/// `app-0123456789abcdef_bg.wasm`.
fn has_hash(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.split('.').next().unwrap_or(file);
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        // 64 bits without leading zeros.
        (13..=16).contains(&hash.len()) && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::has_hash;

    #[test]
    fn hashed_names_are_known() {
        for (name, hashed) in [
            ("app-0123456789abcdef.js", true),
            ("app-0123456789abcdef_bg.wasm", true),
            ("snippets/inline-0123456789abcdef.js", true),
            ("index.html", false),
            ("app-0123456789ABCDEF.js", false),
            ("some-thing.css", false),
        ] {
            assert_eq!(has_hash(name), hashed, "{name}");
        }
    }
}
