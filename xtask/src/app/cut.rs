//! Cuts the built app into what the browser loads at first and chunks that it loads when they are needed.
//!
//! Trunk knows no chunks, so this takes the linker's wasm from which Trunk made its app, cuts it at the
//! functions that `chunk!` declares (wasm-split), makes the JavaScript for it (wasm-bindgen), what lies
//! between the two short (`tighten`) and each piece small (wasm-opt), and puts the pieces in the place of Trunk's.

use crate::app::page::Page;
use crate::app::tighten::tighten;
use crate::process::quiet;
use crate::tools::Toolbox;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What wasm-opt does, twice: the second pass finds what the first has laid bare. What is called once is inlined
/// where it is small; then fewer functions are compiled before the first page is drawn. The locals of this app's
/// code are few.
pub const WASM_OPT: &[&str] = &[
    "-Oz",
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--one-caller-inline-max-function-size=40",
    "--skip-pass=local-cse",
];

/// The name that wasm-split gives to the module that loads the chunks.
const LINK: &str = "__wasm_split.js";

/// Puts the pieces of the app into its folder, and their names into its page.
pub fn app(workspace: &Workspace, tools: &Toolbox, page: &mut Page) -> Result<()> {
    let folder = workspace.path("target/xtask/cut");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let bound = folder.join("bound");
    let mut split = Command::new("wasm-split-cli");
    split.env("PATH", tools.path()?).args(["--target", "web", "--out-name", "app"]).arg(workspace.wasm()).arg(&folder);
    quiet(&mut split, &workspace.log("wasm-split"))?;
    let mut bindgen = Command::new("wasm-bindgen");
    bindgen
        .env("PATH", tools.path()?)
        .args(["--target", "web", "--keep-lld-exports", "--no-typescript", "--out-name", "app", "--out-dir"])
        .arg(&bound)
        .arg(folder.join("app.wasm"));
    quiet(&mut bindgen, &workspace.log("wasm-bindgen"))?;
    tightened(&bound.join("app.js"), &bound.join("app_bg.wasm"))?;
    let mut pieces = Pieces::collect(&folder, &bound)?;
    if tools.wasm_opt {
        pieces.optimise(workspace, tools)?;
    }
    pieces.install(&workspace.app(), page)
}

fn tightened(js: &Path, wasm: &Path) -> Result<()> {
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let (text, bytes) = tighten(&String::from_utf8(read(js)?)?, &read(wasm)?)?;
    for (path, bytes) in [(js, text.as_bytes()), (wasm, &bytes)] {
        fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// The files that the app is made of, by the names that the tools gave them.
struct Pieces(BTreeMap<String, PathBuf>);

impl Pieces {
    fn collect(folder: &Path, bound: &Path) -> Result<Self> {
        let mut pieces = BTreeMap::new();
        for (path, name) in files(folder)?.into_iter().filter(|(_, name)| name != "app.wasm").chain(files(bound)?) {
            pieces.insert(name, path);
        }
        for name in ["app.js", "app_bg.wasm", LINK] {
            if !pieces.contains_key(name) {
                bail!("the tools that cut the app made no {name}");
            }
        }
        if bound.join("snippets").exists() {
            bail!("a dependency of the app brings JavaScript files of its own, which cutting does not know yet");
        }
        Ok(Self(pieces))
    }

    fn optimise(&mut self, workspace: &Workspace, tools: &Toolbox) -> Result<()> {
        for path in self.0.values().filter(|path| path.extension() == Some(OsStr::new("wasm"))) {
            let mut command = Command::new("wasm-opt");
            command.env("PATH", tools.path()?).args(WASM_OPT).arg(path).arg("-o").arg(path);
            quiet(&mut command, &workspace.log("wasm-opt"))?;
        }
        Ok(())
    }

    /// The pieces name each other, so that all carry one hash of all.
    fn install(&self, app: &Path, page: &mut Page) -> Result<()> {
        let mut hash = Sha256::new();
        let mut contents = BTreeMap::new();
        for (name, path) in &self.0 {
            let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(&bytes);
            contents.insert(name, bytes);
        }
        let hash: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let names: Vec<(&str, String)> = contents.keys().map(|name| (name.as_str(), hashed(name, &hash))).collect();
        for (name, bytes) in &contents {
            let text = if name.ends_with(".js") { Some(std::str::from_utf8(bytes)?) } else { None };
            let text = text.map(|text| renamed(&without_comments(text), &names));
            let path = app.join(hashed(name, &hash));
            fs::write(&path, text.as_deref().map_or(bytes.as_slice(), str::as_bytes))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        for (extension, name) in [("js", "app.js"), ("wasm", "app_bg.wasm")] {
            let trunks = page.asset(extension)?;
            page.rename(&trunks, &hashed(name, &hash));
            let path = app.join(&trunks);
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
        page.preload_module(&hashed(LINK, &hash))
    }
}

/// `split_work.wasm` as `work-0123456789abcdef.wasm`.
fn hashed(name: &str, hash: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = match stem {
        "__wasm_split" => "chunks",
        "app_bg" => "app",
        _ => stem.trim_start_matches("split_"),
    };
    format!("{}-{hash}.{extension}", stem.replace('_', "-"))
}

/// JavaScript that names its pieces by their new names where it imports or fetches them. Elsewhere a
/// name is only a key that the wasm knows too.
fn renamed(text: &str, names: &[(&str, String)]) -> String {
    let mut text = text.to_owned();
    for (old, new) in names {
        for before in ["from '", "from \"", "URL('", "URL(\""] {
            for folder in ["", "./"] {
                let quote = &before[before.len() - 1..];
                text = text.replace(&format!("{before}{folder}{old}{quote}"), &format!("{before}{folder}{new}{quote}"));
            }
        }
    }
    text
}

/// JavaScript as wasm-bindgen writes it, without comments on lines of their own and without indentation.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut commented = false;
    for line in text.lines().map(str::trim) {
        let begins = line.starts_with("/*");
        let skipped = commented || begins || line.starts_with("//") || line.is_empty();
        commented = (commented || begins) && !line.ends_with("*/");
        if !skipped {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

fn files(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_file()
            && let Some(name) = path.file_name().and_then(OsStr::to_str)
        {
            files.push((path.clone(), name.to_owned()));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_have_plain_names_with_a_hash() {
        for (name, expected) in [
            ("app.js", "app-ab.js"),
            ("app_bg.wasm", "app-ab.wasm"),
            ("__wasm_split.js", "chunks-ab.js"),
            ("split_work.wasm", "work-ab.wasm"),
            ("chunk_3.wasm", "chunk-3-ab.wasm"),
        ] {
            assert_eq!(hashed(name, "ab"), expected);
        }
    }

    #[test]
    fn names_are_replaced_where_they_are_imported_or_fetched() {
        let names = [("app.js", "app-ab.js".to_owned()), ("split_work.wasm", "work-ab.wasm".to_owned())];
        assert_eq!(
            renamed(
                r#"import x from "./app.js"; fetch(new URL("./split_work.wasm", y)); 'app.js'; { "./app.js": x }"#,
                &names
            ),
            r#"import x from "./app-ab.js"; fetch(new URL("./work-ab.wasm", y)); 'app.js'; { "./app.js": x }"#
        );
    }

    #[test]
    fn comments_on_their_own_lines_go() {
        let text = "/* a */\n/**\n * b\n */\nlet a = 1; // stays\n\n    // c\n  f('/* no comment */');\n";
        assert_eq!(without_comments(text), "let a = 1; // stays\nf('/* no comment */');\n");
    }
}
