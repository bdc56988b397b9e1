//! What can be asked of a tenant.

use super::Segment;
use crate::config::Paths;
use url::form_urlencoded;

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
    /// Where a new attachment's bytes go.
    Upload {
        /// The file's name.
        file_name: String,
    },
    /// The list of webhooks.
    Webhooks,
    /// One webhook.
    Webhook(Segment),
}

impl Route {
    /// Its path at a tenant that keeps things so, with the query where it has one.
    #[must_use]
    pub fn path(&self, paths: &Paths) -> String {
        match self {
            Self::Workflows => paths.workflows.path(),
            Self::Workflow(id) => paths.workflow.path_of(id),
            Self::Templates => paths.templates.path(),
            Self::Template(id) => paths.template.path_of(id),
            Self::Attachments => paths.attachments.path(),
            Self::Attachment(id) => paths.attachment.path_of(id),
            Self::Upload { file_name } => {
                let query = form_urlencoded::Serializer::new(String::new()).append_pair("fileName", file_name).finish();
                format!("{}?{query}", paths.upload.path())
            }
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
        let id = || Segment::parse("a b").unwrap();
        for (route, path) in [
            (Route::Workflows, "/api/v2/workflows"),
            (Route::Workflow(id()), "/api/v2/workflows/a%20b"),
            (Route::Templates, "/api/v2/interactions/templates"),
            (Route::Template(id()), "/api/v2/interactions/templates/a%20b"),
            (Route::Attachments, "/api/v2/interactions/attachments"),
            (Route::Attachment(id()), "/api/v2/interactions/attachments/a%20b"),
            (
                Route::Upload { file_name: "a&b=c ä.pdf".into() },
                "/api/v2/interactions/attachments?fileName=a%26b%3Dc+%C3%A4.pdf",
            ),
            (Route::Webhooks, "/api/v2/webhooks"),
            (Route::Webhook(id()), "/api/v2/webhooks/a%20b"),
        ] {
            assert_eq!(route.path(&paths), path);
        }
        paths.workflow = PathTemplate::item("/v3/flows/{id}/doc").unwrap();
        assert_eq!(Route::Workflow(id()).path(&paths), "/v3/flows/a%20b/doc");
    }
}
