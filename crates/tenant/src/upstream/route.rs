//! What can be asked of a tenant.

use super::Segment;
use crate::config::Paths;

/// A place at the tenant. There is no other way to name one, so that no caller's text becomes a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The list of workflows.
    Workflows,
    /// One workflow.
    Workflow(Segment),
    /// The list of templates.
    Templates,
    /// One template.
    Template(Segment),
    /// The list of attachments.
    Attachments,
    /// One attachment.
    Attachment(Segment),
    /// The list of webhooks.
    Webhooks,
    /// One webhook.
    Webhook(Segment),
}

impl Route {
    /// Its path at a tenant that keeps things so.
    #[must_use]
    pub fn path(&self, paths: &Paths) -> String {
        match self {
            Self::Workflows => paths.workflows.path(),
            Self::Workflow(id) => paths.workflow.path_of(id),
            Self::Templates => paths.templates.path(),
            Self::Template(id) => paths.template.path_of(id),
            Self::Attachments => paths.attachments.path(),
            Self::Attachment(id) => paths.attachment.path_of(id),
            Self::Webhooks => paths.webhooks.path(),
            Self::Webhook(id) => paths.webhook.path_of(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Route;
    use crate::config::{PathTemplate, Paths};
    use crate::upstream::Segment;

    #[test]
    fn each_route_has_its_own_path() {
        let mut paths = Paths::default();
        let id = || Segment::parse("a/b").unwrap();
        for (route, path) in [
            (Route::Workflows, "/api/v2/workflows"),
            (Route::Workflow(id()), "/api/v2/workflows/a%2Fb"),
            (Route::Templates, "/api/v2/interactions/templates"),
            (Route::Template(id()), "/api/v2/interactions/templates/a%2Fb"),
            (Route::Attachments, "/api/v2/interactions/attachments"),
            (Route::Attachment(id()), "/api/v2/interactions/attachments/a%2Fb"),
            (Route::Webhooks, "/api/v2/webhooks"),
            (Route::Webhook(id()), "/api/v2/webhooks/a%2Fb"),
        ] {
            assert_eq!(route.path(&paths), path);
        }
        paths.workflow = PathTemplate::item("/v3/flows/{id}/doc").unwrap();
        assert_eq!(Route::Workflow(id()).path(&paths), "/v3/flows/a%2Fb/doc");
    }
}
