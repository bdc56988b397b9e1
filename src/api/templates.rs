//! Email templates.

use crate::api::{Failure, http::Call};
use crate::routes::api;
use workflow::document::TemplateId;
use workflow::wire::{Template, TemplateList};

/// The tenant's templates; `None` where the tenant offers no list.
///
/// # Errors
/// [`Failure`].
pub async fn list_templates() -> Result<Option<TemplateList>, Failure> {
    Call::get(api::TEMPLATES).read_optional().await
}

/// One template with its bodies. A 404 is a [`Failure::Tenant`]: there is no such template.
///
/// # Errors
/// [`Failure`].
pub async fn template(id: &TemplateId) -> Result<Template, Failure> {
    Call::get(&api::template(id.as_str())).read().await
}
