//! The one translator of failures into words for people.
//!
//! Every failure says what happened, whether anything was changed, and what to do next. The words
//! name things as the screen does; codes and details for support come last, in `reference`.

use crate::api::Failure;
use workflow::document::ParseError;
use workflow::wire::Problem;

/// What was being done when it failed. The names are ids, as the administrator knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing<'a> {
    /// Starting the app.
    Start,
    /// Reading the list of workflows.
    ListWorkflows,
    /// Reading a workflow.
    ReadWorkflow(&'a str),
    /// Reading the list of templates.
    ListTemplates,
    /// Reading a template.
    ReadTemplate(&'a str),
    /// Reading the list of attachments.
    ListAttachments,
    /// Reading an attachment's metadata.
    ReadAttachment(&'a str),
    /// Putting a file into the tenant's storage.
    Upload(&'a str),
    /// Preparing the preview of an email.
    Preview,
    /// Reading the audit trail.
    ReadActivity,
    /// Writing a workflow.
    Deploy(&'a str),
    /// Registering a webhook.
    RegisterWebhook,
    /// Recording a deploy in the audit trail.
    RecordActivity,
    /// Signing in.
    SignIn,
    /// Reading the list of sessions.
    ListSessions,
    /// Ending a session.
    EndSession,
}

/// A failure in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What failed, in a few words.
    pub title: String,
    /// What happened.
    pub happened: String,
    /// Whether anything was changed; empty where `happened` says it.
    pub changed: &'static str,
    /// What to do next; empty where `happened` says it.
    pub next: String,
    /// What support will ask for: the tenant's own words, the request's id. Empty where there is none.
    pub reference: String,
}

/// A part of the app could not be fetched: there is no connection, or the proxy serves a newer app.
#[must_use]
pub fn not_fetched() -> Words {
    Words {
        title: "A part of the configurator could not be loaded".to_owned(),
        happened: "There is no connection, or the proxy serves a newer configurator by now.".to_owned(),
        changed: "Nothing was changed, and unsaved changes stay in this browser.",
        next: "Try again. If it stays so, load the page again.".to_owned(),
        reference: String::new(),
    }
}

/// A workflow that came and cannot be read.
#[must_use]
pub fn unreadable(id: &str, error: &ParseError) -> Words {
    let next = match error {
        ParseError::Syntax(_) | ParseError::NotUtf8(_) => {
            "Try again: it may have been cut off on the way. If it stays so, the tenant holds a damaged document; correct it in CXone Studio."
        }
        ParseError::NotAnObject(_) => {
            "Check CXONE_BASE_URL in the proxy's configuration: something else than the workflow service answered."
        }
        ParseError::TooLarge => "Make the workflow smaller in CXone Studio.",
    };
    // The core's own words begin with ASCII letters.
    let mut what = error.to_string();
    if let Some(first) = what.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    Words {
        title: format!("Workflow {id} cannot be read"),
        happened: format!("It was loaded, but {what}."),
        changed: "Nothing was changed.",
        next: next.to_owned(),
        reference: String::new(),
    }
}

/// How sure it is that a failed write had no effect.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    None,
    Unclear,
}

/// Puts a failure into words.
#[must_use]
pub fn explain(failure: &Failure, doing: Doing<'_>) -> Words {
    if let Failure::Proxy(problem) = failure
        && !problem.detail.is_empty()
    {
        // The proxy's own detail tells all three: what happened, whether anything was changed, what to do.
        let (title, reference) = (title(failure, doing), reference(failure));
        return Words { title, happened: problem.detail.clone(), changed: "", next: String::new(), reference };
    }
    let (happened, next) = match failure {
        Failure::Offline => (
            "There is no connection to the network, so nothing was sent.".to_owned(),
            "Check the connection, then try again. What you entered is still here.".to_owned(),
        ),
        Failure::TimedOut => (
            "No answer came in time.".to_owned(),
            after_unclear(doing, "Try again in a moment. If it keeps happening, the tenant may be overloaded."),
        ),
        Failure::ConnectionLost => (
            "The connection to the proxy was lost, or the proxy is not running.".to_owned(),
            after_unclear(doing, "Check that cxone-proxy is running and that you are online, then try again."),
        ),
        Failure::Proxy(problem) => proxy_words(problem, doing),
        Failure::Tenant { status, message, retry_after, .. } => {
            tenant_words(*status, message, retry_after.as_deref(), doing)
        }
        Failure::NotJson { status } => (
            format!("A web page came back (status {status}) where data was expected. Something between the proxy and the tenant answered in its place, such as a sign-in page or a firewall."),
            "Check CXONE_BASE_URL in the proxy's configuration and any gateway in between, then try again.".to_owned(),
        ),
        Failure::Malformed { .. } => (
            "An answer came, but it cannot be read.".to_owned(),
            "Try again. If it stays so, the tenant's data is not what the configurator understands: give the details below to whoever runs the proxy.".to_owned(),
        ),
    };
    Words {
        title: title(failure, doing),
        happened,
        changed: changed(failure, doing),
        next,
        reference: reference(failure),
    }
}

fn title(failure: &Failure, doing: Doing<'_>) -> String {
    if failure.is_not_found() {
        match doing {
            Doing::ReadWorkflow(id) | Doing::Deploy(id) => return format!("There is no workflow {id}"),
            Doing::ReadTemplate(id) => return format!("There is no template {id}"),
            Doing::ReadAttachment(id) => return format!("There is no attachment {id}"),
            _ => {}
        }
    }
    match (failure, doing) {
        (Failure::Offline, _) => "You are offline".to_owned(),
        (Failure::ConnectionLost, Doing::Start) => "The proxy cannot be reached".to_owned(),
        (_, Doing::Start) => "The configurator could not start".to_owned(),
        (_, Doing::ListWorkflows) => "The workflows could not be loaded".to_owned(),
        (_, Doing::ReadWorkflow(id)) => format!("Workflow {id} could not be loaded"),
        (_, Doing::ListTemplates) => "The templates could not be loaded".to_owned(),
        (_, Doing::ReadTemplate(id)) => format!("Template {id} could not be loaded"),
        (_, Doing::ListAttachments) => "The attachments could not be loaded".to_owned(),
        (_, Doing::ReadAttachment(id)) => format!("Attachment {id} could not be checked"),
        (_, Doing::Upload(name)) => format!("{name} was not uploaded"),
        (_, Doing::Preview) => "The preview could not be made".to_owned(),
        (_, Doing::ReadActivity) => "The activity could not be loaded".to_owned(),
        (_, Doing::Deploy(id)) => format!("Workflow {id} could not be saved"),
        (_, Doing::RegisterWebhook) => "The webhook could not be registered".to_owned(),
        (_, Doing::RecordActivity) => "The deploy could not be recorded in the activity".to_owned(),
        (_, Doing::SignIn) => "You are not signed in".to_owned(),
        (_, Doing::ListSessions) => "The sessions could not be loaded".to_owned(),
        (_, Doing::EndSession) => "The session could not be ended".to_owned(),
    }
}

fn changed(failure: &Failure, doing: Doing<'_>) -> &'static str {
    match (doing, effect(failure)) {
        (Doing::Deploy(_), Effect::Unclear) => "It is not known whether the workflow was changed.",
        (Doing::RegisterWebhook, Effect::Unclear) => "It is not known whether the webhook was registered.",
        (Doing::RecordActivity, _) => "The deploy itself is not affected.",
        (Doing::Upload(_), Effect::Unclear) => "The file may be in the storage; nothing was attached.",
        (Doing::Upload(_), Effect::None) => "Nothing was attached.",
        (Doing::RegisterWebhook, Effect::None) => "No webhook was registered, and the workflow was not touched.",
        _ => "Nothing was changed.",
    }
}

fn effect(failure: &Failure) -> Effect {
    match failure {
        Failure::Offline => Effect::None,
        Failure::Proxy(problem) if problem.delivery == "notSent" || problem.status < 500 => Effect::None,
        Failure::Tenant { status, .. } if *status < 500 => Effect::None,
        _ => Effect::Unclear,
    }
}

fn after_unclear(doing: Doing<'_>, otherwise: &str) -> String {
    match doing {
        Doing::Deploy(_) => "Open the workflow again to see what it holds now, before you deploy again.".to_owned(),
        Doing::RegisterWebhook => "Look at the tenant's webhooks before you register it again.".to_owned(),
        _ => otherwise.to_owned(),
    }
}

/// What can be said of a problem of the proxy's that comes without a detail.
fn proxy_words(problem: &Problem, doing: Doing<'_>) -> (String, String) {
    let fallback = match problem.status {
        413 if matches!(doing, Doing::Upload(_)) => "The file is larger than the proxy accepts.",
        401 | 403 => "The proxy does not accept this request.",
        404 | 405 => "The proxy does not know this request.",
        413 => "The workflow is larger than the proxy accepts.",
        429 => "The proxy has too much to do at the moment.",
        502 | 503 => "The proxy could not reach the tenant.",
        504 => "The tenant did not answer the proxy in time.",
        _ => "The proxy could not carry out the request.",
    };
    let happened = if problem.title.is_empty() { fallback.to_owned() } else { problem.title.clone() };
    let next = match problem.status {
        413 if matches!(doing, Doing::Upload(_)) => "Make it smaller, or raise the limit in the proxy's configuration.",
        401 | 403 => "Sign in again, or ask whoever runs the proxy to give you access.",
        413 => "Make the workflow smaller, or raise the limit in the proxy's configuration.",
        429 => "Wait a moment, then try again.",
        500.. if problem.delivery == "unclear" => {
            return (happened, after_unclear(doing, "Try again in a moment."));
        }
        500.. => "Try again in a moment. If it stays so, check the proxy's configuration and log.",
        _ => "Load the page again. If it stays so, check the proxy's configuration and log.",
    };
    (happened, next.to_owned())
}

fn tenant_words(status: u16, message: &str, retry_after: Option<&str>, doing: Doing<'_>) -> (String, String) {
    let scope = match doing {
        Doing::ReadWorkflow(_) | Doing::ListWorkflows => "workflow:view",
        Doing::Deploy(_) => "workflow:edit",
        Doing::ListTemplates | Doing::ReadTemplate(_) => "email:template",
        Doing::ListAttachments | Doing::ReadAttachment(_) => "interaction:read",
        Doing::RegisterWebhook => "webhook:manage",
        Doing::Upload(_) => "interaction:write",
        Doing::Start
        | Doing::Preview
        | Doing::ReadActivity
        | Doing::RecordActivity
        | Doing::SignIn
        | Doing::ListSessions
        | Doing::EndSession => "",
    };
    let (happened, next) = match status {
        400 | 422 => (
            "The tenant refuses what was sent.".to_owned(),
            "Mend what the tenant names below, then try again.".to_owned(),
        ),
        401 => (
            "The tenant does not accept the proxy's credentials.".to_owned(),
            "Ask whoever runs the proxy to check CXONE_CLIENT_ID and CXONE_CLIENT_SECRET.".to_owned(),
        ),
        403 if !scope.is_empty() => (
            format!("The proxy's credentials do not allow this: the scope {scope} is missing."),
            format!("Ask the tenant's administrator to grant {scope} to the client, then try again."),
        ),
        403 => (
            "The proxy's credentials do not allow this.".to_owned(),
            "Ask the tenant's administrator to grant the missing scope to the client.".to_owned(),
        ),
        404 | 410 => {
            (not_found(doing), "Check the id. It may have been deleted, or belong to another organisation.".to_owned())
        }
        405 => ("This tenant does not offer that.".to_owned(), "Nothing to do: the rest works without it.".to_owned()),
        409 | 412 => (
            "Someone else saved the workflow in between.".to_owned(),
            "Load it again: your changes are kept and put on the new version.".to_owned(),
        ),
        413 if matches!(doing, Doing::Upload(_)) => (
            "The file is larger than the tenant accepts.".to_owned(),
            "Make it smaller, or link to it in the email.".to_owned(),
        ),
        413 => (
            "The workflow is larger than the tenant accepts.".to_owned(),
            "Make it smaller: the tenant's limit applies to the whole document.".to_owned(),
        ),
        429 => ("The tenant has received too many requests.".to_owned(), wait_words(retry_after)),
        500.. => (
            format!("The tenant had a problem of its own (status {status})."),
            after_unclear(doing, "Try again in a moment. If it stays so, the tenant's status page may say more."),
        ),
        _ => (format!("The tenant gave an unexpected answer (status {status})."), "Try again in a moment.".to_owned()),
    };
    // That there is no such thing needs no second telling.
    if message.is_empty() || status == 404 {
        return (happened, next);
    }
    (format!("{happened} It says: {message}"), next)
}

fn not_found(doing: Doing<'_>) -> String {
    let what = match doing {
        Doing::ReadWorkflow(_) | Doing::Deploy(_) => "workflow",
        Doing::ReadTemplate(_) => "template",
        Doing::ReadAttachment(_) => "attachment",
        _ => return "The tenant does not have this.".to_owned(),
    };
    format!("The organisation has no {what} with this id.")
}

fn wait_words(retry_after: Option<&str>) -> String {
    match retry_after.and_then(|text| text.trim().parse::<u32>().ok()) {
        Some(1) => "Wait a second, then try again.".to_owned(),
        Some(seconds) => format!("Wait {seconds} seconds, then try again."),
        None => "Wait a minute, then try again.".to_owned(),
    }
}

fn reference(failure: &Failure) -> String {
    match failure {
        Failure::Proxy(problem) if !problem.request_id.is_empty() => format!("request {}", problem.request_id),
        Failure::Tenant { macros, .. } if !macros.is_empty() => {
            let names: Vec<_> = macros.iter().map(|unresolved| unresolved.name.as_str()).collect();
            format!("unresolved: {}", names.join(", "))
        }
        Failure::Malformed { detail } => detail.clone(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Doing, explain};
    use crate::api::Failure;
    use workflow::deploy::TransportFailure;

    fn tenant(status: u16, body: &str) -> Failure {
        Failure::from_answer(status, "application/json", None, body)
    }

    #[track_caller]
    fn assert_words(failure: &Failure, doing: Doing<'_>, title: &str, happened: &str, changed: &str) {
        let words = explain(failure, doing);
        assert_eq!(words.title, title);
        assert!(words.happened.contains(happened), "{:?} should contain {happened:?}", words.happened);
        assert_eq!(words.changed, changed);
        assert!(!words.next.is_empty());
    }

    const UNTOUCHED: &str = "Nothing was changed.";

    #[test]
    fn a_read_never_changes_anything_and_says_so() {
        let reading = Doing::ReadWorkflow("wf_1");
        let failed = "Workflow wf_1 could not be loaded";
        assert_words(&tenant(401, ""), reading, failed, "credentials", UNTOUCHED);
        assert_words(&tenant(403, ""), reading, failed, "workflow:view", UNTOUCHED);
        assert_words(&tenant(404, ""), reading, "There is no workflow wf_1", "no workflow with this id", UNTOUCHED);
        assert_words(&tenant(409, ""), reading, failed, "Someone else saved", UNTOUCHED);
        assert_words(&tenant(413, ""), reading, failed, "larger than", UNTOUCHED);
        assert_words(&tenant(429, ""), reading, failed, "too many requests", UNTOUCHED);
        assert_words(&tenant(503, ""), reading, failed, "status 503", UNTOUCHED);
        assert_words(&tenant(200, "<html>"), reading, failed, "A web page came back", UNTOUCHED);
        let malformed = Failure::Malformed { detail: "line 1".to_owned() };
        assert_words(&malformed, reading, failed, "cannot be read", UNTOUCHED);
        assert_words(&TransportFailure::Broken.into(), reading, failed, "connection to the proxy", UNTOUCHED);
        assert_words(&TransportFailure::Timeout.into(), reading, failed, "in time", UNTOUCHED);
        assert_words(&TransportFailure::NotSent.into(), reading, "You are offline", "nothing was sent", UNTOUCHED);
    }

    #[test]
    fn a_write_whose_answer_is_missing_may_have_been_carried_out() {
        let unknown = "It is not known whether the workflow was changed.";
        let (deploy, failed) = (Doing::Deploy("wf_1"), "Workflow wf_1 could not be saved");
        assert_words(&TransportFailure::Timeout.into(), deploy, failed, "in time", unknown);
        assert_words(&tenant(500, ""), deploy, failed, "status 500", unknown);
        assert_words(&tenant(400, ""), deploy, failed, "refuses", UNTOUCHED);
        assert!(explain(&tenant(502, ""), deploy).next.contains("Open the workflow again"));
    }

    #[test]
    fn the_tenants_own_words_are_passed_on() {
        let body = r#"{"error":"TEMPLATE_COMPILE_ERROR","message":"cannot resolve orderTotl","unresolvedMacros":[{"macro":"orderTotl","line":3}]}"#;
        let words = explain(&tenant(400, body), Doing::Deploy("wf_1"));
        assert!(words.happened.ends_with("It says: cannot resolve orderTotl"));
        assert_eq!(words.reference, "unresolved: orderTotl");
    }

    #[test]
    fn the_proxys_own_words_are_used_where_it_answers_itself() {
        let body = r#"{"type":"/problems/upstream-unreachable","title":"Unreachable","status":502,"detail":"The tenant cannot be reached.","requestId":"r7","delivery":"notSent"}"#;
        let failure = Failure::from_answer(502, "application/problem+json", None, body);
        let words = explain(&failure, Doing::Deploy("wf_1"));
        assert_eq!(words.happened, "The tenant cannot be reached.");
        assert_eq!((words.changed, words.next.as_str(), words.reference.as_str()), ("", "", "request r7"));
    }

    #[test]
    fn how_long_to_wait_is_said_as_the_tenant_asked() {
        let failure = Failure::from_answer(429, "application/json", Some("7".to_owned()), "{}");
        assert!(explain(&failure, Doing::ListWorkflows).next.starts_with("Wait 7 seconds"));
    }
}
