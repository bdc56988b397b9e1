//! `cxone-email diff`: what differs, in words, as data, as lines or as a patch.

use super::Verdict;
use crate::args::{Diff, DiffFormat};
use crate::failure::Failure;
use crate::input::{Input, only_one_from_stdin};
use crate::screen::Screen;
use crate::style;
use serde::Serialize;
use std::fmt::Write as _;
use tenant::config::Rules;
use workflow::diff::{self, DiffEntry, LineKind, Summary, json_patch, to_json_patch_text, unified};
use workflow::document::Document;

#[derive(Serialize)]
struct Report<'a> {
    old: &'a str,
    new: &'a str,
    differs: bool,
    summary: Summary,
    sentences: Vec<String>,
    entries: &'a [DiffEntry],
}

pub(crate) fn diff(args: &Diff, rules: &Rules, screen: &mut Screen) -> Result<Verdict, Failure> {
    only_one_from_stdin(&[&args.old, &args.new])?;
    let old = Input::read(&args.old, screen)?;
    let new = Input::read(&args.new, screen)?;
    let (before, after) = (old.document(&rules.dialect)?, new.document(&rules.dialect)?);
    screen.progress("Comparing …");
    let found = diff::diff(&before, &after);
    match args.format {
        DiffFormat::Json => screen.print_json(&Report {
            old: &old.name,
            new: &new.name,
            differs: !found.is_empty(),
            summary: found.summary(),
            sentences: found.sentences(),
            entries: &found.entries,
        })?,
        DiffFormat::Human => {
            let mut text: String = found.entries.iter().filter(|entry| !entry.is_noise()).flat_map(marked).collect();
            let aside = if found.is_empty() && !found.entries.is_empty() {
                " but the version or the time of the last save"
            } else {
                ""
            };
            let _ = writeln!(text, "{} → {}: {}{aside}", old.name, new.name, found.summary());
            screen.print(&text)?;
        }
        DiffFormat::Unified => screen.print(&unified_text(&before, &after, args.context, (&old.name, &new.name)))?,
        DiffFormat::JsonPatch => {
            screen.print(&format!("{}\n", to_json_patch_text(&json_patch(&before, &after))))?;
        }
    }
    Ok(if found.is_empty() { Verdict::Fine } else { Verdict::Found })
}

/// The sentences of one difference, each behind a sign.
fn marked(entry: &DiffEntry) -> impl Iterator<Item = String> {
    let (colour, sign) = match entry {
        DiffEntry::NodeAdded { .. } | DiffEntry::TransitionAdded { .. } => (style::GOOD, '+'),
        DiffEntry::NodeRemoved { .. } | DiffEntry::TransitionRemoved { .. } => (style::BAD, '-'),
        DiffEntry::NodeMoved { .. } | DiffEntry::TransitionMoved { .. } => (style::NOTE, '>'),
        _ => (style::NOTE, '~'),
    };
    entry.sentences().into_iter().map(move |sentence| format!("{colour}{sign}{colour:#} {sentence}\n"))
}

/// As `diff -u` prints it, in colour.
pub(crate) fn unified_text(before: &Document, after: &Document, context: usize, names: (&str, &str)) -> String {
    let hunks = unified(before, after, context);
    let mut text = String::new();
    if hunks.is_empty() {
        return text;
    }
    let (bold, note) = (style::PLACE, style::NOTE);
    let name = |name: &str| name.replace(char::is_control, " ");
    // Writing into a String cannot fail.
    let _ = writeln!(text, "{bold}--- {}{bold:#}\n{bold}+++ {}{bold:#}", name(names.0), name(names.1));
    for hunk in hunks {
        let _ = writeln!(text, "{note}{}{note:#}", hunk.heading());
        for line in &hunk.lines {
            let _ = match line.kind {
                LineKind::Same => writeln!(text, " {}", line.text),
                LineKind::Removed => writeln!(text, "{}-{}{:#}", style::BAD, line.text, style::BAD),
                LineKind::Added => writeln!(text, "{}+{}{:#}", style::GOOD, line.text, style::GOOD),
            };
        }
    }
    text
}
