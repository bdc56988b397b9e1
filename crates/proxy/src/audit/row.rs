//! A row of the audit as an event.

use super::AuditError;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use workflow::wire::{AuditEvent, DeployAudit, EVENT_NODE_CONFIGURED, WebhookAudit};

/// The query for events: its end is the condition and the order.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT sequence, event, timestamp, operator, org, detail, \
             EXISTS (SELECT 1 FROM audit AS w WHERE w.event = 'workflow_webhook_registered' \
             AND w.operation = audit.operation) AS webhook_registered FROM audit ",
            $rest
        )
    };
}
pub(super) use select;

pub(super) fn event(row: &SqliteRow) -> Result<AuditEvent, AuditError> {
    let sequence: i64 = row.try_get("sequence")?;
    let name: String = row.try_get("event")?;
    let detail: String = row.try_get("detail")?;
    let unreadable = |source| AuditError::Entry { sequence, source };
    let (mut deploy, mut webhook) = (None, None);
    if name == EVENT_NODE_CONFIGURED {
        let entry: DeployAudit = serde_json::from_str(&detail).map_err(unreadable)?;
        deploy = Some(DeployAudit { webhook_registered: row.try_get("webhook_registered")?, ..entry });
    } else {
        webhook = Some(serde_json::from_str::<WebhookAudit>(&detail).map_err(unreadable)?);
    }
    Ok(AuditEvent {
        sequence: sequence.unsigned_abs(),
        event: name,
        timestamp: row.try_get::<i64, _>("timestamp")?.unsigned_abs(),
        operator: row.try_get("operator")?,
        org: row.try_get("org")?,
        deploy,
        webhook,
    })
}
