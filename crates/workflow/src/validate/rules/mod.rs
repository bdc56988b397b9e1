//! One rule per file, listed here in the order that findings are reported, and what several share.
//!
//! A rule's file has its `RULE` (code, severity, what it demands), its check, its examples and its
//! tests. A new rule is a file, its `mod` line and its line in the list.

mod attachment_duplicate;
mod attachment_id_malformed;
mod attachment_id_missing;
mod attachment_list_malformed;
mod attachment_mail_too_large;
mod attachment_malformed;
mod attachment_name_malformed;
mod attachment_name_misleading;
mod attachment_name_missing;
mod attachment_name_no_extension;
mod attachment_near_limit;
mod attachment_too_large;
mod attachment_total_near_limit;
mod attachment_total_too_large;
mod attachment_unknown;
mod delivery_flag_malformed;
mod delivery_unknown_mode;
mod document_key_duplicate;
mod document_no_nodes;
mod document_no_version;
mod document_node_malformed;
mod document_transition_dangling;
mod document_transition_malformed;
mod document_transitions_malformed;
mod node_dead_end;
mod node_id_duplicate;
mod node_id_malformed;
mod node_id_missing;
mod node_key_duplicate;
mod node_properties_malformed;
mod node_type_missing;
mod node_type_misspelt;
mod node_unreachable;
mod template_malformed;
mod template_missing;
mod template_not_compiling;
mod template_unknown;
mod variable_list_malformed;
mod variable_name_duplicate;
mod variable_name_malformed;
mod variable_path_empty_segment;
mod variable_path_malformed;
mod variable_path_missing;
mod variable_path_near_miss;
mod variable_path_not_text;
mod variable_path_scope_unknown;
mod variable_placeholder_unset;
mod variable_unused;

use super::context::EmailContext;
use super::email_node::Attachment;
use super::finding::Found;
use super::reader::{Part, Type};
use super::scope_path::{PathProblem, judge, repair, same_names};
use super::{Field, Fix, Rule};
use crate::change::RawJson;
use crate::words;
use std::collections::HashMap;

macro_rules! rules {
    ($($rule:ident),* $(,)?) => {
        /// Every rule, in the order findings are reported.
        pub(super) const ALL: &[Rule] = &[$($rule::RULE),*];

        /// The examples of every rule.
        #[cfg(test)]
        pub(super) const EXAMPLES: &[(Rule, super::fixture::Examples)] = &[$(($rule::RULE, $rule::EXAMPLES)),*];
    };
}

rules![
    document_no_nodes,
    document_no_version,
    document_transitions_malformed,
    document_key_duplicate,
    document_node_malformed,
    node_id_missing,
    node_id_malformed,
    node_id_duplicate,
    node_type_missing,
    node_type_misspelt,
    node_unreachable,
    node_dead_end,
    node_key_duplicate,
    node_properties_malformed,
    template_missing,
    template_malformed,
    template_unknown,
    template_not_compiling,
    variable_list_malformed,
    variable_placeholder_unset,
    variable_name_malformed,
    variable_name_duplicate,
    variable_unused,
    variable_path_missing,
    variable_path_not_text,
    variable_path_scope_unknown,
    variable_path_empty_segment,
    variable_path_malformed,
    variable_path_near_miss,
    attachment_list_malformed,
    attachment_malformed,
    attachment_id_missing,
    attachment_id_malformed,
    attachment_unknown,
    attachment_duplicate,
    attachment_name_missing,
    attachment_name_malformed,
    attachment_name_no_extension,
    attachment_name_misleading,
    attachment_too_large,
    attachment_total_too_large,
    attachment_mail_too_large,
    attachment_near_limit,
    attachment_total_near_limit,
    delivery_unknown_mode,
    delivery_flag_malformed,
    document_transition_malformed,
    document_transition_dangling,
];

/// Up to so many rows, comparing each with each is quicker than a table.
const FEW: usize = 24;

/// The rows whose text an earlier row has, and the first row that has it.
fn repeated<'c>(rows: usize, text: &dyn Fn(usize) -> Option<&'c str>) -> Vec<(usize, usize)> {
    let mut repeated = Vec::new();
    let mut first_rows = HashMap::new();
    for row in 0..rows {
        let Some(own) = text(row) else { continue };
        let first = if rows <= FEW {
            (0..row).find(|earlier| text(*earlier) == Some(own))
        } else {
            Some(*first_rows.entry(own).or_insert(row)).filter(|first| *first < row)
        };
        repeated.extend(first.map(|first| (row, first)));
    }
    repeated
}

/// Whether a value that has to be text is absent or holds nothing. Another type is not blank, but malformed.
fn is_blank(value: Option<&Part<'_>>) -> bool {
    match value {
        None => true,
        Some(value) => value.kind() == Type::Null || value.as_str().is_some_and(|text| text.trim().is_empty()),
    }
}

/// A file name's extension, without the dot: a few letters and digits behind the last dot.
fn extension(name: &str) -> Option<&str> {
    let (stem, extension) = name.trim_end().rsplit_once('.')?;
    let plain = (1..=10).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (plain && !stem.trim().is_empty()).then_some(extension)
}

/// Whether a size is allowed, but from 80 % of the limit on.
fn is_near(bytes: u64, limit: u64) -> bool {
    bytes <= limit && u128::from(bytes) * 5 >= u128::from(limit) * 4
}

/// What a person calls the attachment: its name, else its file's id.
fn attachment_name<'c>(attachment: &'c Attachment<'_>) -> &'c str {
    let text = |value: &'c Option<Part<'_>>| value.as_ref().and_then(Part::as_str).filter(|text| !text.is_empty());
    text(&attachment.file_name).or_else(|| text(&attachment.file_id)).unwrap_or_default()
}

/// The fix that gives a variable another name and keeps its path.
fn rename_variable(context: &EmailContext<'_>, from: &str, to: &str) -> Option<Fix> {
    let variable = context.email.variables.iter().find(|variable| variable.name == from)?;
    let path = RawJson::parse(variable.value.text()).ok()?;
    context.fix(
        words::fix::rename(from, to),
        &[(&["properties", "variables", from], None), (&["properties", "variables", to], Some(path))],
    )
}

/// A finding for every variable whose path has a problem that `message` has words for, with the
/// path that was probably meant as its fix.
fn path_findings(
    context: &EmailContext<'_>,
    rule: &Rule,
    findings: &mut Vec<Found>,
    message: &dyn Fn(&str, &PathProblem<'_>) -> Option<String>,
) {
    for (row, variable) in context.email.variables.iter().enumerate() {
        let Some(path) = variable.value.as_str() else { continue };
        let Err(problem) = judge(path) else { continue };
        let Some(message) = message(path, &problem) else { continue };
        let at = ["properties", "variables", &variable.name];
        let fix = repair(path).and_then(|repaired| {
            let fix = context.set(words::fix::take(&repaired), &at, RawJson::string(&repaired))?;
            // The signs around the names are mended; another name would be a guess.
            Some(if same_names(path, &repaired) { fix.certain() } else { fix })
        });
        findings.push(context.finding(rule, &at, Field::VariablePath(row), message).with_fix(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Change;
    use crate::validate::fixture::{facts, findings, subject};
    use crate::validate::{Finding, Limits, Severity, validate};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_rule_speaks_about_its_bad_examples_and_is_silent_about_its_good_ones() {
        for (rule, examples) in EXAMPLES {
            assert!(!examples.bad.is_empty() && !examples.good.is_empty(), "{}", rule.code);
            for bad in examples.bad {
                assert!(!findings(rule, &subject(rule, bad)).is_empty(), "{} is silent about {bad}", rule.code);
            }
            for good in examples.good {
                let found = findings(rule, &subject(rule, good));
                assert!(found.is_empty(), "{good}: {found:?}");
            }
        }
    }

    /// Applied one by one to the whole workflow, judged by every rule.
    #[test]
    fn every_fix_of_an_example_settles_its_finding_and_leaves_no_new_error() {
        let mut fixing = Vec::new();
        for (rule, examples) in EXAMPLES {
            for bad in examples.bad {
                let document = subject(rule, bad);
                let before = validate(&document, &facts(), &Limits::default());
                for finding in before.iter().filter(|finding| finding.code == rule.code) {
                    let Some(fix) = &finding.fix else { continue };
                    fixing.push(rule.code);
                    let fixed = Change::of(fix.edit.clone()).apply(&document).unwrap().document;
                    let after = validate(&fixed, &facts(), &Limits::default());
                    let same = |other: &&Finding| (other.code, &other.message) == (finding.code, &finding.message);
                    let times = |all: &[Finding]| all.iter().filter(same).count();
                    assert!(times(&after) < times(&before), "`{}` does not settle {finding:?}", fix.label);
                    let errors = |all: &[Finding], code: &str| all.iter().filter(|one| one.code == code).count();
                    for new in after.iter().filter(|one| one.severity == Severity::Error) {
                        assert!(errors(&after, new.code) <= errors(&before, new.code), "`{}`: {new:?}", fix.label);
                    }
                }
            }
        }
        fixing.dedup();
        assert_eq!(fixing, FIXING);
    }

    /// The rules that can mend what they find, if only at times.
    const FIXING: &[&str] = &[
        "node.type-misspelt",
        "template.malformed",
        "template.unknown",
        "variable.list-malformed",
        "variable.placeholder-unset",
        "variable.name-malformed",
        "variable.name-duplicate",
        "variable.unused",
        "variable.path-scope-unknown",
        "variable.path-empty-segment",
        "variable.path-malformed",
        "variable.path-near-miss",
        "attachment.list-malformed",
        "attachment.id-malformed",
        "attachment.unknown",
        "attachment.duplicate",
        "attachment.name-missing",
        "attachment.name-malformed",
        "attachment.name-no-extension",
        "attachment.name-misleading",
        "delivery.unknown-mode",
        "delivery.flag-malformed",
    ];

    #[test]
    fn codes_are_distinct_and_have_a_group() {
        let mut codes: Vec<&str> = ALL.iter().map(|rule| rule.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ALL.len());
        for code in codes {
            let (group, name) = code.split_once('.').unwrap();
            assert!(["document", "node", "template", "variable", "attachment", "delivery"].contains(&group), "{code}");
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{code}");
        }
    }
}
