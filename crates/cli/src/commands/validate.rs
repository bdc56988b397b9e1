//! `cxone-email validate`: every problem that the document itself shows.

use super::Verdict;
use crate::args::{FailOn, Validate};
use crate::failure::Failure;
use crate::findings::{Counts, Located, count, in_file, words};
use crate::input::Input;
use crate::screen::Screen;
use serde::Serialize;
use tenant::config::Rules;
use workflow::document::Document;
use workflow::email::EMAIL_NODE_TYPE;
use workflow::validate::{self, Facts};

#[derive(Serialize)]
struct Report<'a> {
    file: &'a str,
    nodes: usize,
    findings: &'a [Located],
    #[serde(flatten)]
    counts: Counts,
}

pub(crate) fn validate(args: &Validate, rules: &Rules, screen: &mut Screen) -> Result<Verdict, Failure> {
    let input = Input::read(&args.file, screen)?;
    let document = input.document(&rules.dialect)?;
    screen.progress(&format!("Checking {} …", input.name));
    let facts = Facts { scope_paths: rules.scope_paths.iter().cloned().collect(), ..Facts::default() };
    let findings = in_file(&input.name, &input.text, validate::validate(&document, &facts, &rules.limits));
    let counts = count(&findings);
    if screen.is_json() {
        let nodes = document.nodes().len();
        screen.print_json(&Report { file: &input.name, nodes, findings: &findings, counts })?;
    } else {
        let checked = checked_words(&document);
        screen.print(&format!("{}{}: {} in {checked}\n", words(&findings), input.name, counts.words()))?;
    }
    let failing = match args.fail_on {
        FailOn::Error => counts.errors,
        FailOn::Warning => counts.errors + counts.warnings,
        FailOn::Hint => findings.len(),
    };
    Ok(if failing == 0 { Verdict::Fine } else { Verdict::Found })
}

fn checked_words(document: &Document) -> String {
    let (nodes, emails) =
        (document.nodes().len(), document.nodes().filter(|node| node.kind == Some(EMAIL_NODE_TYPE)).count());
    let plural = if nodes == 1 { "" } else { "s" };
    format!("{nodes} node{plural}, {emails} of them email")
}
