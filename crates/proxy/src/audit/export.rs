//! The audit as files: JSON Lines and CSV (RFC 4180).

use workflow::wire::{AccessAudit, AuditEvent};

const HEADINGS: [&str; 28] = [
    "sequence",
    "time",
    "event",
    "operator",
    "org",
    "workflow_id",
    "operation",
    "outcome",
    "status",
    "base_version",
    "version",
    "attempts",
    "latency_ms",
    "webhook_registered",
    "node_ids",
    "template_ids",
    "summary",
    "webhook_id",
    "webhook_url",
    "timestamp_ms",
    "method",
    "route",
    "address",
    "reason",
    "times",
    "session",
    "rollback_to",
    "seal",
];

/// One JSON object a line.
pub(crate) fn json_lines(events: &[AuditEvent]) -> String {
    // Plain structs always serialise.
    events.iter().filter_map(|event| serde_json::to_string(event).ok()).map(|line| line + "\n").collect()
}

/// The first line of the table.
pub(crate) fn csv_headings() -> String {
    line(&HEADINGS.map(str::to_owned))
}

/// The lines of a table for spreadsheets, below its [headings](csv_headings).
pub(crate) fn csv(events: &[AuditEvent]) -> String {
    events.iter().map(|event| line(&cells(event))).collect()
}

fn cells(event: &AuditEvent) -> [String; 28] {
    let deploy = event.deploy.clone().unwrap_or_default();
    let is_deploy = event.deploy.is_some();
    let number = |number: u64| if is_deploy { number.to_string() } else { String::new() };
    let (webhook, access) = (event.webhook.as_ref(), event.access.as_ref());
    let either = |of_deploy: String, of_other: Option<&String>| of_other.cloned().unwrap_or(of_deploy);
    let workflow = webhook
        .and_then(|webhook| webhook.workflow_id.as_ref())
        .or(access.and_then(|access| access.workflow_id.as_ref()));
    let told = |text: fn(&AccessAudit) -> String| access.map(text).unwrap_or_default();
    let latency = access.and_then(|access| access.latency_ms).map(|ms| ms.to_string());
    [
        event.sequence.to_string(),
        rfc3339(event.timestamp),
        event.event.clone(),
        event.operator.clone(),
        event.org.clone(),
        either(deploy.workflow_id, workflow),
        either(deploy.operation, webhook.and_then(|webhook| webhook.operation.as_ref())),
        deploy.outcome,
        deploy.status.or(access.and_then(|access| access.status)).map(|status| status.to_string()).unwrap_or_default(),
        deploy.base_version.unwrap_or_default(),
        deploy.version.unwrap_or_default(),
        number(deploy.attempts.into()),
        latency.unwrap_or_else(|| number(deploy.latency_ms)),
        if is_deploy { deploy.webhook_registered.to_string() } else { String::new() },
        deploy.node_ids.join(" "),
        deploy.template_ids.join(" "),
        deploy.summary,
        webhook.map(|webhook| webhook.id.clone()).unwrap_or_default(),
        webhook.map(|webhook| webhook.url.clone()).unwrap_or_default(),
        event.timestamp.to_string(),
        told(|access| access.method.clone()),
        told(|access| access.route.clone()),
        told(|access| access.address.clone()),
        told(|access| access.reason.clone()),
        told(|access| access.times.to_string()),
        told(|access| access.session.clone().unwrap_or_default()),
        told(|access| access.rollback_to.clone().unwrap_or_default()),
        event.seal.clone(),
    ]
}

fn line(cells: &[String; 28]) -> String {
    cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\r\n"
}

/// A cell that begins like a formula would be run by a spreadsheet, so it gets an apostrophe
/// (OWASP, "CSV Injection").
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { "'" } else { "" };
    if guard.is_empty() && !cell.contains([',', '"', '\r', '\n']) {
        return cell.to_owned();
    }
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

/// `2026-11-22T08:30:00.000Z`. Days to date: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
fn rfc3339(unix_ms: u64) -> String {
    let (days, ms) = (unix_ms / 86_400_000, unix_ms % 86_400_000);
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", ms % 1_000)
}

#[cfg(test)]
mod tests {
    use super::{quoted, rfc3339};

    #[test]
    fn formulas_are_disarmed() {
        for (cell, written) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@cmd", "\"'@cmd\""),
            ("\tx", "\"'\tx\""),
        ] {
            assert_eq!(quoted(cell), written);
        }
    }

    #[test]
    fn times_are_rfc_3339() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_672_531_200_000, "2023-01-01T00:00:00.000Z"),
            (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
            (4_102_444_800_000, "2100-01-01T00:00:00.000Z"),
        ] {
            assert_eq!(rfc3339(ms), text);
        }
    }
}
