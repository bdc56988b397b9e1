//! The labels of the measurements.

use http::Method;
use prometheus_client::encoding::EncodeLabelSet;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Request {
    pub(super) method: &'static str,
    /// The pattern of the route; `app` for files and pages.
    pub(super) route: String,
    pub(super) status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Page {
    pub(super) route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Upstream {
    pub(super) method: &'static str,
    pub(super) route: &'static str,
    pub(super) status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Route {
    pub(super) route: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Delivery {
    /// `accepted`, `duplicate`, `ignored` or `refused`.
    pub(super) outcome: &'static str,
}

/// Anyone may send any method, so the rare ones are one.
pub(super) fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

pub(super) fn route(route: &tenant::Route) -> &'static str {
    use tenant::Route;
    match route {
        Route::Workflows => "workflows",
        Route::Workflow(_) => "workflow",
        Route::Templates => "templates",
        Route::Template(_) => "template",
        Route::Attachments => "attachments",
        Route::Attachment(_) => "attachment",
        Route::Upload { .. } => "upload",
        Route::Webhooks => "webhooks",
        Route::Webhook(_) => "webhook",
    }
}
