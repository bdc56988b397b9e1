//! The Content-Security-Policy of index.html. Trunk writes an inline module script; its hash allows
//! exactly that one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use sha2::{Digest, Sha256};

/// The policy for a web worker: it loads its own script and program, and nothing else.
pub(super) const WORKER_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'");

/// The policy for a page with these inline scripts.
pub(super) fn policy(html: &str) -> HeaderValue {
    let mut scripts = String::from("script-src 'self' 'wasm-unsafe-eval'");
    for script in inline_scripts(html) {
        let source = format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script)));
        if !scripts.contains(&source) {
            scripts.push_str(&source);
        }
    }
    let policy = format!(
        "default-src 'none'; {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         frame-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    // Base64 and the words above are plain ASCII; without a policy nothing at all may load.
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// The texts of the scripts without `src`, as a browser hashes them: with line ends as LF (HTML,
/// section 13.2.3.5).
fn inline_scripts(html: &str) -> Vec<String> {
    let html = html.replace("\r\n", "\n").replace('\r', "\n");
    let lower = html.to_ascii_lowercase();
    let mut scripts = Vec::new();
    let mut at = 0;
    while let Some(found) = lower[at..].find('<').map(|offset| at + offset) {
        if lower[found..].starts_with("<!--") {
            at = lower[found..].find("-->").map_or(html.len(), |end| found + end + 3);
            continue;
        }
        let name_end = found + "<script".len();
        let is_script = lower[found..].starts_with("<script")
            && lower[name_end..].starts_with(|next: char| next.is_ascii_whitespace() || next == '>' || next == '/');
        if !is_script {
            at = found + 1;
            continue;
        }
        let Some((tag_end, has_src)) = end_of_tag(&lower, name_end) else { break };
        let text_end = lower[tag_end..].find("</script").map_or(html.len(), |end| tag_end + end);
        if !has_src {
            scripts.push(html[tag_end..text_end].to_owned());
        }
        at = text_end;
    }
    scripts
}

/// Where the start tag ends, and whether it has a `src` attribute.
fn end_of_tag(lower: &str, from: usize) -> Option<(usize, bool)> {
    let mut quote = None;
    let mut outside = String::new();
    for (offset, letter) in lower[from..].char_indices() {
        match quote {
            Some(open) if letter == open => quote = None,
            Some(_) => {}
            None if letter == '"' || letter == '\'' => quote = Some(letter),
            None if letter == '>' => {
                let has_src = outside.split_ascii_whitespace().any(|word| word == "src" || word.starts_with("src="));
                return Some((from + offset + 1, has_src));
            }
            None => outside.push(letter),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{inline_scripts, policy};

    #[test]
    fn inline_scripts_are_found_and_others_are_not() {
        for (html, scripts) in [
            ("<script type=\"module\">\nimport x from '/a.js';\n</script>", vec!["\nimport x from '/a.js';\n"]),
            ("<SCRIPT>a</SCRIPT><script>b</script>", vec!["a", "b"]),
            ("<script src=\"/a.js\"></script>", vec![]),
            ("<script async src='/a.js'></script>", vec![]),
            ("<script data-x=\"a > b src=1\">c</script>", vec!["c"]),
            ("<!-- <script>a</script> --><script>b</script>", vec!["b"]),
            ("<scripted>a</scripted>", vec![]),
            ("<script>a\r\nb</script>", vec!["a\nb"]),
            ("<script>if (a < b) { c }</script>", vec!["if (a < b) { c }"]),
        ] {
            assert_eq!(inline_scripts(html), scripts, "{html}");
        }
    }

    /// The example of the CSP specification (level 3, section 8.1).
    #[test]
    fn the_hash_is_the_one_that_browsers_compute() {
        let policy = policy("<script>alert('Hello, world.');</script>");
        let text = policy.to_str().unwrap();
        assert!(text.contains("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"), "{text}");
    }
}
