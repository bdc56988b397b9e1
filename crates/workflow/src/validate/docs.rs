//! `docs/rules.md`, written from the rules themselves.

use super::{Check, Needs, Severity, rules};
use std::path::PathBuf;

/// Set to write the file instead of comparing it.
const UPDATE: &str = "UPDATE_DOCS";

#[test]
fn the_list_of_rules_is_current() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let current = page();
    if std::env::var_os(UPDATE).is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, current).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == current, "docs/rules.md is out of date; run `{UPDATE}=1 cargo test -p workflow the_list_of_rules`");
}

fn page() -> String {
    let mut page = String::from(
        "# Validation rules\n\n\
         Every rule, in the order in which findings about the same thing are reported. A finding names its rule by the\n\
         code, which never changes. An *error* would make the vendor refuse the workflow, or send a broken email, and\n\
         blocks a deploy; a *warning* is probably not what is wanted; a *hint* is worth knowing.\n\n\
         Most rules hold offline. Those that *need* something need an answer from the tenant (which templates there are,\n\
         how large a file is) or the paths that are known to be in use, and are silent until they have it: a guess is\n\
         no finding. A fix is offered only where, applied, it settles its finding and leaves no error that was not there.\n\n\
         This page is generated from the rules; `UPDATE_DOCS=1 cargo test -p workflow the_list_of_rules` writes it.\n",
    );
    for (title, offline) in [("Rules that hold offline", true), ("Rules that need facts from the tenant", false)] {
        page += &format!("\n## {title}\n\n| code | severity | looks at | needs | demands |\n|---|---|---|---|---|\n");
        for (rule, _) in rules::EXAMPLES.iter().filter(|(rule, _)| rule.is_offline() == offline) {
            let looks_at = match rule.check {
                Check::Document(_) => "workflow",
                Check::Node(..) => "node",
                Check::Email(..) => "email node",
                Check::Transition(_) => "transition",
            };
            let needs = match rule.needs {
                Needs::Nothing => "—",
                Needs::Template => "the template",
                Needs::Attachments => "the files",
                Needs::ScopePaths => "the known paths",
            };
            let (code, anchor, severity) = (rule.code, anchor(rule.code), severity(rule.severity));
            page += &format!("| [`{code}`](#{anchor}) | {severity} | {looks_at} | {needs} | {} |\n", rule.doc);
        }
    }
    page += "\n## Examples\n";
    for (rule, examples) in rules::EXAMPLES {
        let (bad, good) = (examples.bad.join("\n"), examples.good.join("\n"));
        page +=
            &format!("\n### `{}`\n\nFound in:\n\n```json\n{bad}\n```\n\nNot in:\n\n```json\n{good}\n```\n", rule.code);
    }
    page
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

/// What hosts of Markdown make of a heading: dots and backticks go.
fn anchor(code: &str) -> String {
    code.replace('.', "")
}
