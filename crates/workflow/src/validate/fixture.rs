//! What the rules' tests share: a small tenant, a small workflow, and one assertion.

use super::judge::Standard;
use super::registry::Rules;
use super::standing::Standing;
use super::{AttachmentFact, Check, Facts, Field, Finding, Limits, Rule, TemplateFact, registry};
use crate::change::Change;
use crate::document::{Document, FileId, TemplateId};

/// Documents or email nodes that a rule speaks about, and some that it is silent about.
pub(super) struct Examples {
    /// Each has at least one finding of the rule.
    pub(super) bad: &'static [&'static str],
    /// None has.
    pub(super) good: &'static [&'static str],
}

/// A workflow with one email node, at `/nodes/1`.
pub(super) fn in_workflow(node: &str) -> Document {
    let text = format!(
        r#"{{"version":3,"nodes":[{{"id":"start_node","type":"start"}},{node}],"transitions":[{{"id":"t1","from":"start_node","to":"mail"}}]}}"#
    );
    Document::parse(&text).unwrap()
}

/// What a rule's example stands for: an email node for a rule about email nodes, else a document.
pub(super) fn subject(rule: &Rule, example: &str) -> Document {
    match rule.check {
        Check::Email(..) => in_workflow(example),
        Check::Document(_) | Check::Node(..) | Check::Transition(_) => Document::parse(example).unwrap(),
    }
}

/// A tenant with a few templates and files, broken ones among them.
pub(super) fn facts() -> Facts {
    let known = |placeholders: &[&str], problems: &[&str]| TemplateFact::Known {
        placeholders: placeholders.iter().map(ToString::to_string).collect(),
        problems: problems.iter().map(ToString::to_string).collect(),
    };
    let file = |size: u64, name: &str| AttachmentFact::Known { size, file_name: Some(name.to_owned()) };
    const MIB: u64 = 1024 * 1024;
    Facts {
        templates: [
            ("tmpl_inv_2024", known(&["customerName", "orderTotal"], &[])),
            ("tmpl_plain", known(&[], &[])),
            ("tmpl_broken", known(&["customerName"], &["line 1, column 4: `{{` is never closed"])),
            ("tmpl_gone", TemplateFact::Missing),
            ("tmpl_inv_2042", TemplateFact::Missing),
            ("tmpl_plian", TemplateFact::Missing),
        ]
        .map(|(id, fact)| (TemplateId::from(id), fact))
        .into(),
        attachments: [
            ("att_invoice", file(MIB, "invoice.pdf")),
            ("att_terms", file(7 * MIB, "terms.pdf")),
            ("att_large", file(9 * MIB, "catalogue.pdf")),
            ("att_larger", file(10 * MIB, "photos.zip")),
            ("att_huge", file(11 * MIB, "video.mp4")),
            ("att_nameless", AttachmentFact::Known { size: 10, file_name: None }),
            ("att_gone", AttachmentFact::Missing),
            ("att_invioce", AttachmentFact::Missing),
        ]
        .map(|(id, fact)| (FileId::from(id), fact))
        .into(),
        scope_paths: ["$interaction.contact.firstName", "$workflow.data.item1"].map(str::to_owned).into(),
    }
}

/// The findings of one rule alone.
pub(super) fn findings(rule: &Rule, document: &Document) -> Vec<Finding> {
    let rules = registry().iter().position(|known| known.code == rule.code).map(|at| &registry()[at..=at]);
    let (facts, limits) = (facts(), Limits::default());
    let standard = Standard { rules: Rules::of(rules.unwrap()), ..Standard::of(&facts, &limits) };
    Standing::of(document, standard).findings(document)
}

/// Holds a rule to exactly these findings, each written `pointer [field] message → fix`, and each fix to
/// being applicable and to settling its finding.
#[track_caller]
pub(super) fn expect(rule: &Rule, example: &str, expected: &[&str]) {
    let document = subject(rule, example);
    let found = findings(rule, &document);
    let said: Vec<String> = found.iter().map(line).collect();
    assert_eq!(said, expected, "{example}");
    for finding in &found {
        assert_eq!((finding.code, finding.severity), (rule.code, rule.severity));
        let Some(fix) = &finding.fix else { continue };
        let fixed = Change::of(fix.edit.clone()).apply(&document).unwrap().document;
        let left = findings(rule, &fixed);
        assert!(left.len() < found.len(), "`{}` settles nothing: {}", fix.label, fixed.to_text());
    }
}

fn line(finding: &Finding) -> String {
    let fix = finding.fix.as_ref().map(|fix| format!(" → {}", fix.label)).unwrap_or_default();
    format!("{} [{}] {}{fix}", finding.pointer, field(finding.field), finding.message)
}

fn field(field: Field) -> String {
    format!("{field:?}")
}
