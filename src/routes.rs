//! Every URL of the app and of the proxy: the one place that writes them.

use std::fmt::Write;

/// The list of workflows.
pub const HOME: &str = "/";
/// What was deployed, by whom.
pub const ACTIVITY: &str = "/activity";

/// A workflow's editor.
#[must_use]
pub fn workflow(id: &str) -> String {
    format!("/workflows/{}", segment(id))
}

/// Review and deploy of a workflow's changes.
#[must_use]
pub fn review(id: &str) -> String {
    format!("/workflows/{}/review", segment(id))
}

/// The proxy's own routes.
pub mod api {
    use super::segment;

    /// What the app must know before it starts.
    pub const SESSION: &str = "/api/session";
    /// The tenant's workflows.
    pub const WORKFLOWS: &str = "/api/workflows";
    /// The tenant's templates.
    pub const TEMPLATES: &str = "/api/templates";
    /// The tenant's attachments.
    pub const ATTACHMENTS: &str = "/api/attachments";
    /// Webhooks.
    pub const WEBHOOKS: &str = "/api/webhooks";
    /// The audit trail.
    pub const AUDIT: &str = "/api/audit";
    /// The audit trail as a table for a spreadsheet.
    pub const AUDIT_CSV: &str = "/api/audit?format=csv";
    /// The audit trail as one JSON object a line.
    pub const AUDIT_JSONL: &str = "/api/audit?format=jsonl";
    /// Takes an email's HTML and answers where its preview is served.
    pub const PREVIEW: &str = "/api/preview";

    /// One workflow.
    #[must_use]
    pub fn workflow(id: &str) -> String {
        format!("{WORKFLOWS}/{}", segment(id))
    }

    /// One template.
    #[must_use]
    pub fn template(id: &str) -> String {
        format!("{TEMPLATES}/{}", segment(id))
    }

    /// One attachment's metadata.
    #[must_use]
    pub fn attachment(id: &str) -> String {
        format!("{ATTACHMENTS}/{}", segment(id))
    }
}

/// Whether an id can stand in a URL. Browsers take `.` and `..` for directions, however they are written.
#[must_use]
pub fn is_addressable(id: &str) -> bool {
    !id.is_empty() && id != "." && id != ".."
}

/// An id as one path segment (RFC 3986): everything but unreserved characters percent-encoded.
fn segment(id: &str) -> String {
    let mut text = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{api, is_addressable, review, workflow};

    #[test]
    fn an_id_stays_one_segment_whatever_it_contains() {
        assert_eq!(workflow("wf_12345"), "/workflows/wf_12345");
        assert_eq!(review("a/../b?c#d"), "/workflows/a%2F..%2Fb%3Fc%23d/review");
        assert_eq!(api::template("été %"), "/api/templates/%C3%A9t%C3%A9%20%25");
    }

    #[test]
    fn dots_alone_are_directions_and_no_ids() {
        assert!(!is_addressable("."));
        assert!(!is_addressable(".."));
        assert!(!is_addressable(""));
        assert!(is_addressable("..."));
    }
}
