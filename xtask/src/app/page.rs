//! The app's page as Trunk wrote it, and the changes to the files that it names.

use anyhow::{Context, Result, bail};
use std::fs;
use std::ops::Range;
use std::path::PathBuf;

/// The page.
pub struct Page {
    path: PathBuf,
    text: String,
}

/// A link to a style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleLink {
    /// Where the tag stands in the page.
    range: Range<usize>,
    /// The file's name.
    pub file: String,
}

impl Page {
    /// Reads it.
    pub fn read(path: PathBuf) -> Result<Self> {
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self { path, text })
    }

    /// Writes it back.
    pub fn write(&self) -> Result<()> {
        fs::write(&self.path, &self.text).with_context(|| format!("cannot write {}", self.path.display()))
    }

    /// The name of the one file with this extension that the page's module script names.
    pub fn asset(&self, extension: &str) -> Result<String> {
        let script = self.text.find("type=module").or_else(|| self.text.find("type=\"module\""));
        let script = &self.text[script.context("the page has no module script")?..];
        let script = &script[..script.find("</script>").unwrap_or(script.len())];
        let suffix = format!(".{extension}");
        let quoted = script.split(['\'', '"']).find(|text| text.starts_with('/') && text.ends_with(&suffix));
        Ok(quoted.with_context(|| format!("the page's script names no file {suffix}"))?[1..].to_owned())
    }

    /// Names another file wherever `old` is named.
    pub fn rename(&mut self, old: &str, new: &str) {
        self.text = self.text.replace(&format!("/{old}"), &format!("/{new}"));
    }

    /// Has the browser load a module beside the others, before one of them asks for it.
    pub fn preload_module(&mut self, file: &str) -> Result<()> {
        let at = self.text.find("modulepreload").and_then(|at| self.text[..at].rfind("<link "));
        let at = at.context("the page preloads no module")?;
        self.text.insert_str(at, &format!("<link rel=\"modulepreload\" href=\"/{file}\" crossorigin>"));
        Ok(())
    }

    /// The links to style sheets, in order.
    pub fn styles(&self) -> Vec<StyleLink> {
        let mut links = Vec::new();
        let mut from = 0;
        while let Some(start) = self.text[from..].find("<link ").map(|at| from + at) {
            let Some(end) = self.text[start..].find('>').map(|at| start + at + 1) else { break };
            let tag = &self.text[start..end];
            if attribute(tag, "rel") == Some("stylesheet")
                && let Some(file) = attribute(tag, "href").and_then(|href| href.strip_prefix('/'))
            {
                links.push(StyleLink { range: start..end, file: file.to_owned() });
            }
            from = end;
        }
        links
    }

    /// Puts `html` in the place of these links, where the first of them stood.
    pub fn replace_styles(&mut self, links: &[StyleLink], html: &str) -> Result<()> {
        let Some(first) = links.first() else { bail!("the page has no style sheets") };
        let at = first.range.start;
        for link in links.iter().rev() {
            self.text.replace_range(link.range.clone(), "");
        }
        self.text.insert_str(at, html);
        Ok(())
    }
}

/// An attribute's value, quoted or not.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}="))? + name.len() + 2;
    let rest = &tag[start..];
    match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next(),
        _ => rest.split([' ', '>']).next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let text = "<head><link href=/icon.svg rel=icon><link href=/a-1.css integrity=x rel=stylesheet><link rel=\"stylesheet\" href=\"/b-2.css\"/>\
            <script src=/theme.js></script><script type=module>import init from '/x-3.js'; init('/x-3_bg.wasm')</script>\
            <link href=/x-3.js rel=modulepreload></head>";
        Page { path: PathBuf::new(), text: text.to_owned() }
    }

    #[test]
    fn finds_the_styles_and_replaces_them() {
        let mut page = page();
        let links = page.styles();
        assert_eq!(links.iter().map(|link| link.file.as_str()).collect::<Vec<_>>(), ["a-1.css", "b-2.css"]);
        page.replace_styles(&links, "<all>").unwrap();
        assert!(page.text.starts_with("<head><link href=/icon.svg rel=icon><all><script src"), "{}", page.text);
    }

    #[test]
    fn finds_and_renames_the_script() {
        let mut page = page();
        assert_eq!((page.asset("js").unwrap(), page.asset("wasm").unwrap()), ("x-3.js".into(), "x-3_bg.wasm".into()));
        page.rename("x-3.js", "app-4.js");
        assert!(page.text.contains("from '/app-4.js'") && page.text.contains("href=/app-4.js rel=modulepreload"));
        assert!(page.asset("css").is_err());
        page.preload_module("chunks-5.js").unwrap();
        let links =
            r#"<link rel="modulepreload" href="/chunks-5.js" crossorigin><link href=/app-4.js rel=modulepreload>"#;
        assert!(page.text.contains(links), "{}", page.text);
    }
}
