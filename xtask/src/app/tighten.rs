//! Makes what lies between the app's JavaScript and its wasm shorter.
//!
//! wasm-bindgen names each function that the wasm imports by what it does and a hash, and exports the
//! classes of all dependencies, with all that these reach, whether anything uses them or not. Here the
//! imports get names of a letter or two, and classes go that nobody imports.

use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ExportSection, ImportSection, Module};
use wasmparser::{Export, ImportSectionReader, Parser, Payload};

/// The module by whose name the wasm imports from its JavaScript.
const MODULE: &str = "./app_bg.js";
/// Its new name.
const SHORT_MODULE: &str = "_";

/// The JavaScript and the wasm that fit each other, tightened.
///
/// # Errors
/// Where the JavaScript is not as wasm-bindgen writes it, or the wasm cannot be read.
pub fn tighten(js: &str, wasm: &[u8]) -> Result<(String, Vec<u8>)> {
    let (js, dropped) = without_unused_classes(js);
    let names: BTreeMap<String, String> =
        imports(wasm)?.into_iter().enumerate().map(|(at, name)| (name, short(at))).collect();
    let js = with_short_names(&js, &names)?;
    let mut module = Module::new();
    Tight { names: &names, dropped: &dropped }
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(|error| anyhow::anyhow!("cannot rewrite the wasm: {error}"))?;
    Ok((js, module.finish()))
}

struct Tight<'a> {
    names: &'a BTreeMap<String, String>,
    dropped: &'a BTreeSet<String>,
}

impl Reencode for Tight<'_> {
    type Error = std::convert::Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in section.into_imports() {
            let import = import?;
            let entity = self.entity_type(import.ty)?;
            match self.names.get(import.name).filter(|_| import.module == MODULE) {
                Some(name) => imports.import(SHORT_MODULE, name, entity),
                None => imports.import(import.module, import.name, entity),
            };
        }
        Ok(())
    }

    fn parse_export(&mut self, exports: &mut ExportSection, export: Export<'_>) -> Result<(), Error<Self::Error>> {
        if !self.dropped.contains(export.name) {
            exports.export(
                export.name,
                self.export_kind(export.kind)?,
                self.external_index(export.kind, export.index)?,
            );
        }
        Ok(())
    }
}

/// The names that the wasm imports from its JavaScript.
fn imports(wasm: &[u8]) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ImportSection(section) = payload? {
            for import in section.into_imports() {
                let import = import?;
                if import.module == MODULE {
                    names.insert(import.name.to_owned());
                }
            }
        }
    }
    Ok(names)
}

/// The JavaScript without exported classes that it does not use itself, and the wasm's exports that only
/// these used. Whoever imports the JavaScript uses its functions alone.
fn without_unused_classes(js: &str) -> (String, BTreeSet<String>) {
    let (mut kept, mut dropped) = (String::with_capacity(js.len()), String::new());
    let unused: BTreeSet<&str> = js.lines().filter_map(class_of).filter(|class| !is_used(js, class)).collect();
    let mut lines = js.lines();
    while let Some(line) = lines.next() {
        // A class ends with a brace in the first column, a statement with the first semicolon at a line's end.
        let is_end: fn(&str) -> bool = if class_of(line).is_some_and(|class| unused.contains(class)) {
            |line| line == "}"
        } else if unused.iter().any(|class| line.starts_with(&format!("const {class}Finalization "))) {
            |line| line.ends_with(';')
        } else if unused.iter().any(|class| line.contains(&format!(" {class}.prototype["))) {
            |_| true
        } else {
            kept.push_str(line);
            kept.push('\n');
            continue;
        };
        for line in std::iter::once(line).chain(lines.by_ref()) {
            dropped.push_str(line);
            dropped.push('\n');
            if is_end(line) {
                break;
            }
        }
    }
    let of_kept: BTreeSet<&str> = exports_of(&kept).collect();
    let of_dropped = exports_of(&dropped).filter(|name| !of_kept.contains(name)).map(str::to_owned).collect();
    (kept, of_dropped)
}

fn class_of(line: &str) -> Option<&str> {
    line.strip_prefix("export class ")?.split(' ').next()
}

/// Whether the class is named anywhere but in its own definition.
fn is_used(js: &str, class: &str) -> bool {
    let mut within = false;
    js.lines().any(|line| {
        within = (within || class_of(line) == Some(class)) && line != "}";
        let own = within || line.starts_with(&format!("if (Symbol.dispose) {class}.prototype["));
        !own && words(line).any(|word| word == class)
    })
}

/// The exports of the wasm that JavaScript calls: `wasm.name`.
fn exports_of(js: &str) -> impl Iterator<Item = &str> {
    js.split("wasm.").skip(1).filter_map(|rest| words(rest).next())
}

/// Each import stands once in the JavaScript, as a key.
fn with_short_names(js: &str, names: &BTreeMap<String, String>) -> Result<String> {
    let mut out = String::with_capacity(js.len());
    let mut seen = BTreeSet::new();
    for line in js.lines() {
        let indent = line.len() - line.trim_start().len();
        let key = line.trim_start().split(':').next().unwrap_or_default();
        match names.get(key) {
            Some(name) => {
                if !seen.insert(key) {
                    bail!("the app's JavaScript has two functions {key}");
                }
                out.push_str(&line[..indent]);
                out.push_str(name);
                out.push_str(&line[indent + key.len()..]);
            }
            None => out.push_str(line),
        }
        out.push('\n');
    }
    if let Some(missing) = names.keys().find(|name| !seen.contains(name.as_str())) {
        bail!("the app's JavaScript has no function {missing}");
    }
    let module = format!("\"{MODULE}\":");
    let at = out.find(&module).context("the app's JavaScript does not name the module of the imports")?;
    out.replace_range(at..at + module.len(), &format!("\"{SHORT_MODULE}\":"));
    Ok(out)
}

/// Identifiers and keywords.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    text.split(move |c| !is_part(c)).filter(|word| !word.is_empty())
}

/// `a` … `z`, `A` … `Z`, `aa` …
fn short(mut at: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = Vec::new();
    loop {
        name.insert(0, LETTERS[at % LETTERS.len()]);
        if at < LETTERS.len() {
            break String::from_utf8_lossy(&name).into_owned();
        }
        at = at / LETTERS.len() - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, ExportKind, FunctionSection, MemorySection, MemoryType, TypeSection};

    const JS: &str = "export class Kept {\nfree() { wasm.kept_free(0); }\n}\nexport class Gone {\n  free() {\n    wasm.gone_free(0);\n    wasm.shared();\n  }\n}\n\
        if (Symbol.dispose) Gone.prototype[Symbol.dispose] = Gone.prototype.free;\nfunction f() { wasm.shared(); return new Kept(); }\n\
        const GoneFinalization = (typeof FinalizationRegistry === 'undefined')\n? {}\n: new FinalizationRegistry(ptr => wasm.gone_free(ptr, 1));\n\
        const import0 = {\n  __wbg_log_1234: function(a) { console.log(a); },\n};\nreturn { \"./app_bg.js\": import0, };\n";

    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("./app_bg.js", "__wbg_log_1234", EntityType::Function(0));
        imports.import("./other.js", "__wbg_log_1234", EntityType::Function(0));
        let mut memory = MemorySection::new();
        memory.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        let mut exports = ExportSection::new();
        exports.export("gone_free", ExportKind::Func, 0).export("shared", ExportKind::Func, 1);
        exports.export("memory", ExportKind::Memory, 0);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&FunctionSection::new()).section(&memory).section(&exports);
        module.finish()
    }

    #[test]
    fn imports_are_short_on_both_sides_and_unused_classes_go() {
        let (js, wasm) = tighten(JS, &module()).unwrap();
        assert!(js.contains("  a: function(a) { console.log(a); },\n"), "{js}");
        assert!(js.contains("{ \"_\": import0, }"), "{js}");
        assert!(js.contains("export class Kept") && !js.contains("Gone"), "{js}");
        let (mut named, mut exported) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(&wasm) {
            match payload.unwrap() {
                Payload::ImportSection(section) => {
                    named.extend(section.into_imports().map(Result::unwrap).map(|import| (import.module, import.name)));
                }
                Payload::ExportSection(section) => {
                    exported.extend(section.into_iter().map(Result::unwrap).map(|export| export.name));
                }
                _ => {}
            }
        }
        assert_eq!(named, [("_", "a"), ("./other.js", "__wbg_log_1234")]);
        assert_eq!(exported, ["shared", "memory"]);
    }

    #[test]
    fn javascript_that_does_not_fit_the_wasm_is_refused() {
        let twice = JS.replace("console.log(a); },\n", "console.log(a); },\n  __wbg_log_1234: function() {},\n");
        for js in [&JS.replace("_1234", "_9"), &twice, &JS.replace("./app_bg", "./b")] {
            assert!(tighten(js, &module()).is_err(), "{js}");
        }
    }

    #[test]
    fn short_names_go_on_and_on() {
        assert_eq!([0, 25, 26, 51, 52, 53, 2755, 2756].map(short), ["a", "z", "A", "Z", "aa", "ab", "ZZ", "aaa"]);
    }
}
