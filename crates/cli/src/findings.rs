//! Findings as editors and people read them: `file:line:column: severity[code] message`, the fix below.

use crate::place::{Locator, Place};
use crate::screen::Screen;
use crate::style;
use serde::Serialize;
use std::fmt::Write as _;
use workflow::validate::{Finding, Severity};

/// A finding and where it stands.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Located {
    /// The file, or the workflow where it stands in no file.
    pub(crate) file: String,
    /// Where in the file, where it is one.
    #[serde(flatten)]
    pub(crate) place: Option<Place>,
    #[serde(flatten)]
    pub(crate) finding: Finding,
}

/// How many of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Counts {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) hints: usize,
}

/// Findings of a document that stands in a file.
pub(crate) fn in_file(file: &str, text: &str, findings: Vec<Finding>) -> Vec<Located> {
    let locator = Locator::new(text);
    let place =
        |finding: Finding| Located { file: file.to_owned(), place: Some(locator.find(&finding.pointer)), finding };
    sorted(findings.into_iter().map(place).collect())
}

/// By file, then from top to bottom; what stands in one place stays in the order of the rules.
pub(crate) fn sorted(mut findings: Vec<Located>) -> Vec<Located> {
    findings.sort_by(|one, other| (&one.file, one.place).cmp(&(&other.file, other.place)));
    findings
}

/// How many of each there are.
pub(crate) fn count(findings: &[Located]) -> Counts {
    let of = |severity| findings.iter().filter(|located| located.finding.severity == severity).count();
    Counts { errors: of(Severity::Error), warnings: of(Severity::Warning), hints: of(Severity::Hint) }
}

impl Counts {
    /// `2 errors, 1 warning`, `no findings`.
    pub(crate) fn words(self) -> String {
        let parts: Vec<String> = [(self.errors, "error"), (self.warnings, "warning"), (self.hints, "hint")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| format!("{count} {name}{}", if count == 1 { "" } else { "s" }))
            .collect();
        if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
    }
}

/// The findings, each on its own line.
pub(crate) fn words(findings: &[Located]) -> String {
    let mut text = String::new();
    for Located { file, place, finding } in findings {
        let (severity, name) = style::severity(finding.severity);
        let (bold, dim) = (style::PLACE, style::DIM);
        let at = place.map_or_else(|| finding.pointer.clone(), |place| format!(":{place}"));
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "{bold}{file}{at}:{bold:#} {severity}{name}{severity:#}{dim}[{}]{dim:#} {}",
            finding.code, finding.message
        );
        if let Some(fix) = &finding.fix {
            let good = style::GOOD;
            let _ = writeln!(text, "  {good}fix:{good:#} {}", fix.label);
        }
    }
    text
}

/// Says findings that stand in the way of something else, on stderr.
pub(crate) fn say(findings: &[Located], screen: &mut Screen) {
    if screen.is_json() {
        for finding in findings {
            screen.say_json(&serde_json::json!({ "finding": finding }));
        }
    } else {
        words(findings).lines().for_each(|line| screen.say(line));
    }
}
