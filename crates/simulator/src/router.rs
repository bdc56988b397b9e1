//! Every route of the vendor's contract, and the scope each demands.

use crate::Options;
use http::Method;
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

/// A route by name. The names are also those that faults are asked for by (`getWorkflow`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Endpoint {
    /// `GET /.well-known/openid-configuration`
    Discovery,
    /// `GET /oauth2/authorize`
    Authorize,
    /// `GET /oauth2/keys`
    Keys,
    /// `POST /oauth2/token`
    Token,
    /// `GET /api/v2/workflows`
    ListWorkflows,
    /// `GET /api/v2/workflows/{id}`
    GetWorkflow,
    /// `PUT /api/v2/workflows/{id}`
    PutWorkflow,
    /// `GET /api/v2/interactions/templates`
    ListTemplates,
    /// `GET /api/v2/interactions/templates/{id}`
    GetTemplate,
    /// `GET /api/v2/interactions/attachments`
    ListAttachments,
    /// `GET /api/v2/interactions/attachments/{fileId}`
    GetAttachment,
    /// `POST /api/v2/interactions/attachments?fileName=NAME`
    UploadAttachment,
    /// `GET /api/v2/webhooks`
    ListWebhooks,
    /// `POST /api/v2/webhooks`
    PostWebhook,
    /// `GET /api/v2/webhooks/{id}`
    GetWebhook,
    /// `DELETE /api/v2/webhooks/{id}`
    DeleteWebhook,
}

impl Endpoint {
    /// The scope that a token needs here; `None` where no token is needed.
    pub(crate) fn scope(self) -> Option<&'static str> {
        match self {
            Self::Token | Self::Discovery | Self::Authorize | Self::Keys => None,
            Self::ListWorkflows | Self::GetWorkflow => Some("workflow:view"),
            Self::PutWorkflow => Some("workflow:edit"),
            Self::ListTemplates | Self::GetTemplate | Self::UploadAttachment => Some("email:template"),
            Self::ListAttachments | Self::GetAttachment => Some("interaction:read"),
            Self::ListWebhooks | Self::PostWebhook | Self::GetWebhook | Self::DeleteWebhook => Some("webhook:manage"),
        }
    }

    /// Whether a tenant with these options has it. Lists and uploads are not in the vendor's tutorial.
    pub(crate) fn offered(self, options: &Options) -> bool {
        match self {
            Self::ListWorkflows | Self::ListTemplates | Self::ListAttachments => options.lists,
            Self::UploadAttachment => options.uploads,
            Self::ListWebhooks | Self::GetWebhook | Self::DeleteWebhook => options.webhook_list,
            Self::PostWebhook => options.webhooks,
            _ => true,
        }
    }
}

/// Where OpenID Connect Discovery 1.0 has its document.
const DISCOVERY: &str = "/.well-known/openid-configuration";

/// A route found for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Matched {
    pub(crate) endpoint: Endpoint,
    /// The last segment, decoded; empty where the route has no id.
    pub(crate) id: String,
}

/// Why there is no route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoRoute {
    /// Nothing is at this path.
    Unknown,
    /// Something is, for these methods.
    Method(String),
    /// It was asked what the methods are (`OPTIONS`).
    Options(String),
}

/// The route for a request at a tenant with these options.
pub(crate) fn find(options: &Options, method: &Method, path: &str) -> Result<Matched, NoRoute> {
    let speech = &options.speech;
    let (methods, id): (&[(Method, Endpoint)], &str) = if path == DISCOVERY {
        (&[(Method::GET, Endpoint::Discovery)], "")
    } else if path == "/oauth2/authorize" {
        (&[(Method::GET, Endpoint::Authorize)], "")
    } else if path == "/oauth2/keys" {
        (&[(Method::GET, Endpoint::Keys)], "")
    } else if path == speech.token {
        (&[(Method::POST, Endpoint::Token)], "")
    } else if let Some(id) = below(path, &speech.workflows) {
        match id {
            "" => (&[(Method::GET, Endpoint::ListWorkflows)], id),
            id => (&[(Method::GET, Endpoint::GetWorkflow), (Method::PUT, Endpoint::PutWorkflow)], id),
        }
    } else if let Some(id) = below(path, &speech.templates) {
        match id {
            "" => (&[(Method::GET, Endpoint::ListTemplates)], id),
            id => (&[(Method::GET, Endpoint::GetTemplate)], id),
        }
    } else if let Some(id) = below(path, &speech.attachments) {
        match id {
            "" => (&[(Method::GET, Endpoint::ListAttachments), (Method::POST, Endpoint::UploadAttachment)], id),
            id => (&[(Method::GET, Endpoint::GetAttachment)], id),
        }
    } else if let Some(id) = below(path, &speech.webhooks) {
        match id {
            "" => (&[(Method::GET, Endpoint::ListWebhooks), (Method::POST, Endpoint::PostWebhook)], id),
            id => (&[(Method::GET, Endpoint::GetWebhook), (Method::DELETE, Endpoint::DeleteWebhook)], id),
        }
    } else {
        return Err(NoRoute::Unknown);
    };
    let offered: Vec<_> = methods.iter().filter(|(_, endpoint)| endpoint.offered(options)).collect();
    if let Some((_, endpoint)) = offered.iter().find(|(allowed, _)| allowed == method) {
        let id = percent_decode_str(id).decode_utf8_lossy().into_owned();
        return Ok(Matched { endpoint: *endpoint, id });
    }
    let allowed = offered.iter().map(|(allowed, _)| allowed.as_str()).collect::<Vec<_>>().join(", ");
    Err(match (allowed.is_empty(), *method == Method::OPTIONS) {
        (true, _) => NoRoute::Unknown,
        (false, true) => NoRoute::Options(allowed),
        (false, false) => NoRoute::Method(allowed),
    })
}

/// What stands in a path below a list: nothing for the list itself, one segment for one of its things.
fn below<'p>(path: &'p str, list: &str) -> Option<&'p str> {
    match path.strip_prefix(list)? {
        "" => Some(""),
        rest => rest.strip_prefix('/').filter(|id| !id.is_empty() && !id.contains('/')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_is_found_by_method_and_path() {
        let cases = [
            (Method::POST, "/oauth2/token", Endpoint::Token, ""),
            (Method::GET, "/api/v2/workflows", Endpoint::ListWorkflows, ""),
            (Method::PUT, "/api/v2/workflows/wf_1", Endpoint::PutWorkflow, "wf_1"),
            (Method::GET, "/api/v2/workflows/a%2Fb%20c", Endpoint::GetWorkflow, "a/b c"),
            (Method::GET, "/api/v2/interactions/attachments/att_1", Endpoint::GetAttachment, "att_1"),
            (Method::DELETE, "/api/v2/webhooks/wh_1", Endpoint::DeleteWebhook, "wh_1"),
        ];
        for (method, path, endpoint, id) in cases {
            assert_eq!(
                find(&Options::default(), &method, path),
                Ok(Matched { endpoint, id: id.into() }),
                "{method} {path}"
            );
        }
    }

    #[test]
    fn other_methods_are_told_what_is_allowed() {
        let find = |method, path| find(&Options::default(), &method, path);
        let other = |allowed: &str| Err(NoRoute::Method(allowed.to_owned()));
        assert_eq!(find(Method::DELETE, "/api/v2/workflows/wf_1"), other("GET, PUT"));
        assert_eq!(find(Method::PUT, "/api/v2/webhooks"), other("GET, POST"));
        assert_eq!(find(Method::GET, "/oauth2/token"), other("POST"));
        assert_eq!(find(Method::OPTIONS, "/api/v2/webhooks"), Err(NoRoute::Options("GET, POST".to_owned())));
        assert_eq!(find(Method::GET, "/api/v2/workflows/wf_1/nodes"), Err(NoRoute::Unknown));
    }

    #[test]
    fn what_a_tenant_lacks_is_not_there() {
        let path = "/api/v2/interactions/attachments";
        let no_uploads = Options { uploads: false, ..Options::default() };
        assert_eq!(find(&no_uploads, &Method::POST, path), Err(NoRoute::Method("GET".to_owned())));
        let neither = Options { lists: false, ..no_uploads };
        assert_eq!(find(&neither, &Method::POST, path), Err(NoRoute::Unknown));
        assert_eq!(find(&neither, &Method::OPTIONS, path), Err(NoRoute::Unknown));
    }
}
