//! The audit trail.

use crate::api::{Failure, http::Call};
use crate::routes::api;
use workflow::wire::{AuditList, DeployAudit};

/// Reads the audit trail, newest first.
///
/// # Errors
/// [`Failure`].
pub async fn audit() -> Result<AuditList, Failure> {
    Call::get(api::AUDIT).read().await
}

/// Records a finished deploy. Posting the same operation again records nothing new.
///
/// # Errors
/// [`Failure`].
pub async fn post_audit(deploy: &DeployAudit) -> Result<(), Failure> {
    Call::post_json(api::AUDIT, deploy).send().await?.ok()?;
    Ok(())
}
