//! Looks for words for people that stand outside of `src/words`.
//!
//! A heuristic, made to fail rather than to miss: a literal that is handed to something people read or hear
//! (`aria-label`, `title`, `label` …), one with a space between two words, and one that is a word beginning with
//! a capital letter. What is a name in code (classes, keys, selectors) passes; what only looks like words
//! has to be written otherwise, or be listed in [`FINE`] with the reason.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use std::fs;
use std::path::{Path, PathBuf};

/// Folders whose words are for those who build the app, or are the words themselves.
const ASIDE: [&str; 2] = ["words", "gallery"];

/// Attributes and properties whose text people read or hear.
const TOLD: [&str; 14] = [
    "aria-label",
    "title",
    "placeholder",
    "label",
    "hint",
    "alt",
    "text",
    "confirm",
    "none",
    "what",
    "action",
    "aria-roledescription",
    "aria-description",
    "data-label",
];

/// Literals that only look like words.
const FINE: &[(&str, &str)] = &[
    ("{count} {unit} ago", "off the browser only, where nobody reads it"),
    ("the proxy holds the credentials", "for the log: the browser never renews a token"),
];

/// Keys as browsers name them, and other names in code that begin with a capital letter.
const NAMES: &[&str] = &[
    "Enter",
    "Escape",
    "Esc",
    "Tab",
    "Home",
    "End",
    "Delete",
    "Insert",
    "Backspace",
    "Space",
    "PageUp",
    "PageDown",
    "ArrowUp",
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "Key",
    "Digit",
    "Alt",
    "Control",
    "Meta",
    "Shift",
    "Ctrl",
    "Mac",
    "Intl",
    "INPUT",
    "TEXTAREA",
    "SELECT",
    "BODY",
    "NumberFormat",
    "DateTimeFormat",
    "ListFormat",
    "Files",
    "POST",
    "PUT",
    "VersionError",
    "SecurityError",
    "NotAllowedError",
    "UnknownError",
    "Retry-After",
    "Content-Type",
    "Accept",
    "Idempotency-Key",
    "B",
    "KiB",
    "MiB",
];

/// A literal, and what stands before it on its line.
struct Literal {
    line: usize,
    before: String,
    text: String,
}

#[test]
fn all_words_stand_in_their_folder() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut strays = Vec::new();
    for file in sources(&root) {
        let name = file.strip_prefix(&root).unwrap().display().to_string();
        if ASIDE.iter().any(|folder| name.starts_with(folder)) {
            continue;
        }
        let source = fs::read_to_string(&file).unwrap();
        for literal in literals(&source) {
            if is_for_people(&literal) {
                strays.push(format!("src/{name}:{}: {:?}", literal.line, literal.text));
            }
        }
    }
    assert!(strays.is_empty(), "words for people outside of src/words:\n{}", strays.join("\n"));
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files.extend(sources(&entry));
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            files.push(entry);
        }
    }
    files.sort();
    files
}

fn is_for_people(literal: &Literal) -> bool {
    let text = literal.text.as_str();
    if FINE.iter().any(|(fine, _)| *fine == text) || NAMES.contains(&text) || is_code(&literal.before) {
        return false;
    }
    let has_letters = text.contains(|letter: char| letter.is_alphabetic());
    let before = literal.before.trim_end();
    let told = before.strip_suffix('=').is_some_and(|before| {
        let attribute: String = before
            .chars()
            .rev()
            .take_while(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        TOLD.contains(&attribute.as_str())
    });
    (told && has_letters) || is_phrase(text) || is_capitalised(text)
}

/// Whether what stands before a literal makes it code: a class, a message of a panic, a reason of a lint.
fn is_code(before: &str) -> bool {
    let code =
        ["class=", "class:", "reason = ", "query_selector(", "expect(", "cfg(", "d=", "warn!(", "log!(", "viewBox="];
    let close = before.trim_end();
    code.iter()
        .any(|start| close.ends_with(start.trim_end()) || close.ends_with(&format!("{}format!(", start.trim_end())))
}

/// Two words with a space between them, of which one has three letters or more. Selectors and classes have
/// signs or hyphens that sentences do not have.
fn is_phrase(text: &str) -> bool {
    let is_word = |word: &str| {
        let plain = word.trim_matches(|sign: char| sign.is_ascii_punctuation() || "…“”·→".contains(sign));
        plain.chars().count() >= 2 && plain.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '\'' | '’'))
    };
    let selector = text.contains(['#', '[', '<', '>', '=', '\\']) || text.starts_with('.');
    let bare = without_insertions(text);
    let words: Vec<&str> = bare.split_whitespace().collect();
    let classes = words.len() <= 4
        && words.iter().any(|word| word.contains('-'))
        && words.iter().all(|word| {
            word.chars().all(|letter| letter.is_ascii_lowercase() || matches!(letter, '-' | '_' | '{' | '}'))
        });
    let in_a_row =
        words.windows(2).any(|pair| is_word(pair[0]) && is_word(pair[1]) && pair.iter().any(|word| word.len() > 2));
    let inserted = text.contains(' ') && text.contains('{') && words.iter().any(|word| is_word(word) && word.len() > 2);
    !selector && !classes && (in_a_row || inserted)
}

/// A format string without what is put into it.
fn without_insertions(text: &str) -> String {
    let mut bare = String::new();
    let mut depth = 0_u32;
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(letter),
            _ => {}
        }
    }
    bare
}

/// One word that begins a sentence or stands on a button.
fn is_capitalised(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next().is_some_and(char::is_uppercase);
    let rest = letters.as_str();
    // `OpenDraft` is a name in code.
    let camel =
        rest.contains(|letter: char| letter.is_lowercase()) && rest.contains(|letter: char| letter.is_uppercase());
    first
        && !camel
        && rest.len() >= 2
        && rest.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '…' | '.' | ':' | '&' | ' '))
        || (text.len() >= 3 && text.chars().all(|letter| letter.is_ascii_uppercase()))
}

/// The string literals of a source file, without comments, documentation and tests.
fn literals(source: &str) -> Vec<Literal> {
    let tests = ["\n#[cfg(test)]\nmod ", "\n#[cfg(all(test,"].into_iter().filter_map(|start| source.find(start)).min();
    let source = tests.map_or(source, |at| &source[..at]);
    let mut found = Vec::new();
    let (mut line, mut line_start, mut at) = (1, 0, 0);
    let bytes = source.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => {
                line += 1;
                line_start = at + 1;
                at += 1;
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at = source[at..].find('\n').map_or(bytes.len(), |end| at + end);
            }
            // A character, or a lifetime, which is left alone.
            b'\'' => {
                let end = source[at + 1..].char_indices().nth(1).map(|(end, _)| at + 1 + end);
                at = match end {
                    _ if bytes.get(at + 1) == Some(&b'\\') => {
                        source[at + 3..].find('\'').map_or(bytes.len(), |end| at + 4 + end)
                    }
                    Some(end) if bytes[end] == b'\'' => end + 1,
                    _ => at + 1,
                };
            }
            b'"' => {
                let raw = at > 0 && (bytes[at - 1] == b'r' || bytes[at - 1] == b'#');
                let hashes = source[..at].bytes().rev().take_while(|byte| *byte == b'#').count();
                let start = at + 1;
                let end = if raw {
                    let close = format!("\"{}", "#".repeat(hashes));
                    source[start..].find(&close).map_or(bytes.len(), |end| start + end)
                } else {
                    let mut end = start;
                    while end < bytes.len() && bytes[end] != b'"' {
                        end += if bytes[end] == b'\\' { 2 } else { 1 };
                    }
                    end
                };
                let text = source[start..end.min(source.len())].to_owned();
                let breaks = text.matches('\n').count();
                found.push(Literal { line, before: source[line_start..at].to_owned(), text });
                line += breaks;
                at = end + 1 + if raw { hashes } else { 0 };
            }
            _ => at += 1,
        }
    }
    found
}

#[test]
fn words_are_told_from_names() {
    let judged = |source: &str| literals(source).iter().map(is_for_people).collect::<Vec<_>>();
    for words in [
        "<Button>\"Discard\"</Button>",
        "<p title=\"more\">",
        "format!(\"{count} more of this kind\")",
        "\"Nothing is changed yet.\"",
        "aria-label=\"close\"",
        "\"DEMO\"",
    ] {
        assert_eq!(judged(words), [true], "{words}");
    }
    for code in [
        "<div class=\"button button-primary\">",
        "event.key() == \"ArrowDown\"",
        "\"#workflow-filter input\"",
        "// \"a comment\"\nlet odd = '\"';",
        "\"status status-fine\"",
        "format!(\"{list}-{at}\")",
        "\"aria-live\"",
    ] {
        assert!(judged(code).iter().all(|words| !words), "{code}");
    }
}
