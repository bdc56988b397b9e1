//! What email nodes refer to: templates that compile with the node's variables, and attachments
//! that exist and are small enough. Only nodes that a save adds or changes are looked at, so an
//! old node whose template is gone does not block an edit elsewhere.

use super::schema::EmailNode;
use crate::attachments::{LIMIT, TOTAL_LIMIT};
use crate::error::Refusal;
use crate::json;
use crate::templates::{CompileError, compile};
use crate::tenant::Tenant;
use std::collections::HashSet;

/// The email nodes whose text is not in the stored document.
pub(super) fn touched<'a, 'e>(emails: &'e [EmailNode<'a>], stored: &[u8]) -> Vec<&'e EmailNode<'a>> {
    let members = std::str::from_utf8(stored).ok().and_then(json::object);
    let nodes = members.and_then(|members| json::array(members.get("nodes")?)).unwrap_or_default();
    let known: HashSet<&str> = nodes.into_iter().collect();
    emails.iter().filter(|email| !known.contains(email.text)).collect()
}

/// Checks what email nodes refer to.
pub(super) fn check(tenant: &Tenant, emails: &[&EmailNode<'_>]) -> Result<(), Refusal> {
    for email in emails {
        attachments(tenant, email)?;
    }
    for email in emails {
        template(tenant, email)?;
    }
    Ok(())
}

fn attachments(tenant: &Tenant, email: &EmailNode<'_>) -> Result<(), Refusal> {
    let store = tenant.store();
    let node = || email.id.clone();
    let mut total: u64 = 0;
    for file in &email.attachments {
        let Some(attachment) = store.attachments.get(file) else {
            return Err(Refusal::AttachmentNotFound { node: node(), file: file.clone() });
        };
        let size = attachment.size;
        if size > LIMIT {
            return Err(Refusal::AttachmentTooLarge { node: node(), file: file.clone(), size, limit: LIMIT });
        }
        total = total.saturating_add(size);
    }
    if total > TOTAL_LIMIT {
        return Err(Refusal::AttachmentsTooLarge { node: node(), size: total, limit: TOTAL_LIMIT });
    }
    Ok(())
}

fn template(tenant: &Tenant, email: &EmailNode<'_>) -> Result<(), Refusal> {
    let found = tenant.store().templates.get(&email.template_id).cloned();
    let (node, template) = (email.id.clone(), email.template_id.clone());
    let Some(found) = found else { return Err(Refusal::TemplateNotFound { node, template }) };
    compile(&found, &email.variables).map_err(|error| {
        let reason = error.to_string();
        let unresolved = match error {
            CompileError::Unresolved(unresolved) => unresolved,
            CompileError::Syntax { .. } => Vec::new(),
        };
        Refusal::TemplateCompile { node, template, reason, unresolved }
    })
}
