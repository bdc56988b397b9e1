//! Every URL of the app and of the proxy: the one place that writes and reads them.

use std::fmt::Write;
use workflow::document::{NodeId, WorkflowId};

/// A page of the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The list of workflows.
    Home,
    /// One workflow.
    Workflow(WorkflowId, WorkflowPage),
    /// A node of a workflow, in its editor.
    Node(WorkflowId, NodeId),
    /// What was deployed, by whom.
    Activity,
    /// Every part in every state; in development builds only.
    #[cfg(debug_assertions)]
    Gallery,
    /// Who is signed in where.
    Sessions,
    /// Where a start link leads.
    SignIn,
    /// An address that leads nowhere.
    Unknown,
}

/// A page of one workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkflowPage {
    /// The editor.
    Editor,
    /// Review and deploy.
    Review,
}

impl Route {
    /// The page at a path. A slash at the end makes no difference.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let mut segments = path.strip_prefix('/').unwrap_or(path).split('/').collect::<Vec<_>>();
        if segments.last() == Some(&"") {
            segments.pop();
        }
        match segments[..] {
            [] => Self::Home,
            ["activity"] => Self::Activity,
            #[cfg(debug_assertions)]
            ["gallery"] => Self::Gallery,
            ["sessions"] => Self::Sessions,
            ["sign-in"] => Self::SignIn,
            ["workflows", id] => Self::Workflow(decoded(id).into(), WorkflowPage::Editor),
            ["workflows", id, "review"] => Self::Workflow(decoded(id).into(), WorkflowPage::Review),
            ["workflows", id, "nodes", node] => Self::Node(decoded(id).into(), decoded(node).into()),
            _ => Self::Unknown,
        }
    }
}

/// The list of workflows.
pub const HOME: &str = "/";
/// The page on which one signs in; otherwise that is done in the place of the page that was asked for.
pub const SIGN_IN: &str = "/sign-in";
/// What was deployed, by whom.
pub const ACTIVITY: &str = "/activity";
/// Who is signed in where.
pub const SESSIONS: &str = "/sessions";

/// A workflow's editor.
#[must_use]
pub fn workflow(id: &str) -> String {
    format!("/workflows/{}", segment(id))
}

/// A node of a workflow, in its editor.
#[must_use]
pub fn node(workflow: &str, node: &str) -> String {
    format!("/workflows/{}/nodes/{}", segment(workflow), segment(node))
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
    /// How one can sign in, and signing in.
    pub const SIGN_IN: &str = "/api/sign-in";
    /// Has a new start link printed.
    pub const START_LINK: &str = "/api/sign-in/link";
    /// Ends this session.
    pub const SIGN_OUT: &str = "/api/sign-out";
    /// The sessions.
    pub const SESSIONS: &str = "/api/sessions";
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
    /// The same, for an email whose remote pictures may be loaded.
    pub const PREVIEW_WITH_PICTURES: &str = "/api/preview?images=remote";

    /// Leaves for the OpenID provider, and comes back to this page.
    #[must_use]
    pub fn sign_in_at_provider(back: &str) -> String {
        format!("{SIGN_IN}/oidc?back={}", segment(back))
    }

    /// One session.
    #[must_use]
    pub fn session(id: &str) -> String {
        format!("{SESSIONS}/{}", segment(id))
    }

    /// What is done to a workflow, as events.
    #[must_use]
    pub fn events(workflow: &str) -> String {
        format!("/api/events?workflow={}", segment(workflow))
    }

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

    /// Where a file of this name is sent.
    #[must_use]
    pub fn upload(file_name: &str) -> String {
        format!("{ATTACHMENTS}?fileName={}", segment(file_name))
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

/// The id that a path segment stands for. A `%` that begins no escape stands for itself; what is not
/// UTF-8 cannot be an id of ours and is shown with replacement characters.
fn decoded(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let [first, tail @ ..] = rest {
        let escape = if *first == b'%' { tail.get(..2).and_then(hexadecimal) } else { None };
        bytes.push(escape.unwrap_or(*first));
        rest = if escape.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    digits.iter().try_fold(0, |value, byte| Some(value * 16 + digit(*byte)?))
}

#[cfg(test)]
mod tests {
    use super::{Route, WorkflowPage, api, is_addressable, node, review, workflow};
    use workflow::document::{NodeId, WorkflowId};

    #[test]
    fn each_path_leads_to_its_page() {
        let of = |id: &str, page| Route::Workflow(WorkflowId::from(id), page);
        for (path, route) in [
            ("/", Route::Home),
            ("", Route::Home),
            ("/activity", Route::Activity),
            ("/activity/", Route::Activity),
            ("/sessions", Route::Sessions),
            ("/sign-in", Route::SignIn),
            ("/workflows/wf_12345", of("wf_12345", WorkflowPage::Editor)),
            ("/workflows/wf_12345/", of("wf_12345", WorkflowPage::Editor)),
            ("/workflows/wf_12345/review", of("wf_12345", WorkflowPage::Review)),
            ("/workflows/100%", of("100%", WorkflowPage::Editor)),
            ("/workflows/%zz%4", of("%zz%4", WorkflowPage::Editor)),
            ("/workflows/%C3%A9", of("é", WorkflowPage::Editor)),
            ("/workflows/%ff", of("\u{fffd}", WorkflowPage::Editor)),
            ("/workflows/a/nodes/b%2Fc", Route::Node(WorkflowId::from("a"), NodeId::from("b/c"))),
            ("/workflows/a/nodes", Route::Unknown),
            ("/workflows", Route::Unknown),
            ("/workflows/a/b", Route::Unknown),
            ("//", Route::Unknown),
            ("/nowhere", Route::Unknown),
        ] {
            assert_eq!(Route::of(path), route, "{path}");
        }
    }

    #[test]
    fn whatever_is_written_is_read_again() {
        for id in ["wf_12345", "a/../b?c#d", "été %", "%2F", "100%25", "😀"] {
            let editor = Route::Workflow(WorkflowId::from(id), WorkflowPage::Editor);
            assert_eq!(Route::of(&workflow(id)), editor);
            assert_eq!(Route::of(&node(id, id)), Route::Node(WorkflowId::from(id), NodeId::from(id)));
            assert_eq!(Route::of(&review(id)), Route::Workflow(WorkflowId::from(id), WorkflowPage::Review));
        }
    }

    #[test]
    fn an_id_stays_one_segment_whatever_it_contains() {
        assert_eq!(workflow("wf_12345"), "/workflows/wf_12345");
        assert_eq!(review("a/../b?c#d"), "/workflows/a%2F..%2Fb%3Fc%23d/review");
        assert_eq!(api::template("été %"), "/api/templates/%C3%A9t%C3%A9%20%25");
        assert_eq!(api::upload("a&b=c.pdf"), "/api/attachments?fileName=a%26b%3Dc.pdf");
    }

    #[test]
    fn dots_alone_are_directions_and_no_ids() {
        assert!(!is_addressable("."));
        assert!(!is_addressable(".."));
        assert!(!is_addressable(""));
        assert!(is_addressable("..."));
    }
}
