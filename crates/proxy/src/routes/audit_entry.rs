//! What an audit entry may hold.

use workflow::wire::DeployAudit;

const OUTCOMES: [&str; 8] =
    ["deployed", "alreadyThere", "conflict", "refused", "gaveUp", "cancelled", "unknown", "unusable"];

const MAX_ID: usize = 256;
const MAX_IDS: usize = 1_000;
const MAX_SUMMARY: usize = 4_096;
const MAX_ATTEMPTS: u32 = 1_000;
/// A week: no deploy waits that long.
const MAX_LATENCY_MS: u64 = 7 * 24 * 3_600_000;

/// All problems with an entry, in words.
pub(super) fn check(entry: &DeployAudit) -> Vec<String> {
    let mut problems = Vec::new();
    let mut must = |holds: bool, message: String| {
        if !holds {
            problems.push(message);
        }
    };
    must(is_id(&entry.operation), format!("operation must have 1 to {MAX_ID} bytes"));
    must(is_id(&entry.workflow_id), format!("workflowId must have 1 to {MAX_ID} bytes"));
    for (name, ids) in [("nodeIds", &entry.node_ids), ("templateIds", &entry.template_ids)] {
        must(ids.len() <= MAX_IDS, format!("{name} must have at most {MAX_IDS} entries"));
        must(ids.iter().all(|id| is_id(id)), format!("each of {name} must have 1 to {MAX_ID} bytes"));
    }
    for (name, version) in [("baseVersion", &entry.base_version), ("version", &entry.version)] {
        must(version.as_ref().is_none_or(|version| is_id(version)), format!("{name} must have 1 to {MAX_ID} bytes"));
    }
    must(OUTCOMES.contains(&entry.outcome.as_str()), format!("outcome must be one of {}", OUTCOMES.join(", ")));
    must(entry.status.is_none_or(|status| (100..=599).contains(&status)), "status must be an HTTP status".to_owned());
    must(entry.attempts <= MAX_ATTEMPTS, format!("attempts must be at most {MAX_ATTEMPTS}"));
    must(entry.latency_ms <= MAX_LATENCY_MS, format!("latencyMs must be at most {MAX_LATENCY_MS}"));
    must(entry.summary.len() <= MAX_SUMMARY, format!("summary must have at most {MAX_SUMMARY} bytes"));
    problems
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_ID && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::check;
    use workflow::wire::DeployAudit;

    #[test]
    fn all_problems_are_told_at_once() {
        let entry = DeployAudit {
            outcome: "fine".into(),
            status: Some(7),
            node_ids: vec![String::new()],
            ..DeployAudit::default()
        };
        let problems = check(&entry);
        for part in ["operation", "workflowId", "nodeIds", "outcome", "status"] {
            assert!(problems.iter().any(|problem| problem.contains(part)), "{part} in {problems:?}");
        }
        assert_eq!(problems.len(), 5);
    }
}
