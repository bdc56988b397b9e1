//! A row of the audit as an event.

use crate::store::StoreError;
use sqlx::Row;
use sqlx::any::AnyRow;
use workflow::wire::{AuditEvent, DeployAudit, EVENT_NODE_CONFIGURED, EVENT_WEBHOOK_DELETED, EVENT_WEBHOOK_REGISTERED};

/// The query for events: its end is the condition and the order. The table is called `a`.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT a.sequence, a.event, a.timestamp, a.operator, a.org, a.detail, a.seal, \
             CASE WHEN EXISTS (SELECT 1 FROM audit_entries AS w WHERE w.event = 'workflow_webhook_registered' \
             AND w.operation = a.operation) THEN 1 ELSE 0 END AS webhook_registered FROM audit_entries AS a ",
            $rest
        )
    };
}
pub(super) use select;

pub(super) fn event(row: &AnyRow) -> Result<AuditEvent, StoreError> {
    let sequence: i64 = row.try_get("sequence")?;
    let name: String = row.try_get("event")?;
    let detail: String = row.try_get("detail")?;
    let unreadable = |source| StoreError::Unreadable { what: format!("entry {sequence} of the audit"), source };
    let mut event = AuditEvent {
        sequence: sequence.unsigned_abs(),
        timestamp: row.try_get::<i64, _>("timestamp")?.unsigned_abs(),
        operator: row.try_get("operator")?,
        org: row.try_get("org")?,
        deploy: None,
        webhook: None,
        access: None,
        seal: row.try_get("seal")?,
        event: name,
    };
    match event.event.as_str() {
        EVENT_NODE_CONFIGURED => {
            let entry: DeployAudit = serde_json::from_str(&detail).map_err(unreadable)?;
            let webhook_registered = row.try_get::<i64, _>("webhook_registered")? != 0;
            event.deploy = Some(DeployAudit { webhook_registered, ..entry });
        }
        EVENT_WEBHOOK_REGISTERED | EVENT_WEBHOOK_DELETED => {
            event.webhook = Some(serde_json::from_str(&detail).map_err(unreadable)?);
        }
        _ => event.access = Some(serde_json::from_str(&detail).map_err(unreadable)?),
    }
    Ok(event)
}
