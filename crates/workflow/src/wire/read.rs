//! Reading the shapes with the core's own JSON reader.
//!
//! The browser has that reader in any case. serde's readers of the same shapes would add 15 kB (brotli)
//! to what it loads before anything is shown, so the app reads with these; everything else uses serde.
//! A test holds the two together.

use crate::deploy::RetryPolicy;
use crate::document::Dialect;
use crate::json::{Kind, SyntaxError, Value};
use crate::validate::Limits;
use crate::wire::{
    AccessAudit, Attachment, AttachmentList, AuditEvent, AuditList, CataloguePath, DeployAudit, Features, HistoryPage,
    KeptOrigin, KeptVersion, PreviewLink, Problem, RegisteredWebhook, Role, SchemaError, Session, SessionInfo,
    SessionList, SignInOptions, Template, TemplateList, TemplateSummary, UnresolvedMacro, VendorError, Way,
    WebhookAudit, WorkflowList, WorkflowSummary,
};

/// Why an answer is not what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misshapen {
    /// It is no JSON.
    #[error("{0}")]
    Syntax(#[from] SyntaxError),
    /// A member is missing, or is something else.
    #[error("`{key}` should be {expected}")]
    Member {
        /// The member's key.
        key: &'static str,
        /// What it should be: "text".
        expected: &'static str,
    },
}

/// A shape that the app reads from an answer.
pub trait FromJson: Sized {
    /// Reads it from a parsed value. Members that it does not know are passed over.
    ///
    /// # Errors
    /// [`Misshapen::Member`] for the first member that is not as expected.
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen>;

    /// Reads it from text.
    ///
    /// # Errors
    /// [`Misshapen`].
    fn from_text(text: &str) -> Result<Self, Misshapen> {
        Self::from_json(&Value::parse(text)?)
    }
}

/// The member, unless it is absent or null.
fn given<'v, 'a>(value: &'v Value<'a>, key: &str) -> Option<&'v Value<'a>> {
    value.get(key).filter(|member| !matches!(member.kind(), Kind::Null))
}

fn optional_text(value: &Value<'_>, key: &'static str) -> Result<Option<String>, Misshapen> {
    let read = |member: &Value<'_>| member.as_str().map(str::to_owned);
    given(value, key).map(|member| read(member).ok_or(Misshapen::Member { key, expected: "text" })).transpose()
}

fn text(value: &Value<'_>, key: &'static str) -> Result<String, Misshapen> {
    optional_text(value, key)?.ok_or(Misshapen::Member { key, expected: "text" })
}

fn text_or(value: &Value<'_>, key: &'static str, default: &str) -> Result<String, Misshapen> {
    Ok(optional_text(value, key)?.unwrap_or_else(|| default.to_owned()))
}

fn optional_number(value: &Value<'_>, key: &'static str) -> Result<Option<u64>, Misshapen> {
    let read = |member: &Value<'_>| match member.kind() {
        Kind::Number => member.text().parse().ok(),
        _ => None,
    };
    given(value, key)
        .map(|member| read(member).ok_or(Misshapen::Member { key, expected: "a whole number" }))
        .transpose()
}

fn number(value: &Value<'_>, key: &'static str) -> Result<u64, Misshapen> {
    optional_number(value, key)?.ok_or(Misshapen::Member { key, expected: "a whole number" })
}

fn small_number(value: &Value<'_>, key: &'static str) -> Result<Option<u32>, Misshapen> {
    let narrow =
        |number: u64| u32::try_from(number).map_err(|_| Misshapen::Member { key, expected: "a smaller number" });
    optional_number(value, key)?.map(narrow).transpose()
}

fn status(value: &Value<'_>, key: &'static str) -> Result<Option<u16>, Misshapen> {
    let narrow = |number: u64| u16::try_from(number).map_err(|_| Misshapen::Member { key, expected: "a status code" });
    optional_number(value, key)?.map(narrow).transpose()
}

fn statuses(value: &Value<'_>, key: &'static str) -> Result<Option<Vec<u16>>, Misshapen> {
    let Some(elements) = elements(value, key)? else { return Ok(None) };
    let read =
        |element: &Value<'_>| element.text().parse().map_err(|_| Misshapen::Member { key, expected: "status codes" });
    elements.iter().map(read).collect::<Result<_, _>>().map(Some)
}

fn flag_or(value: &Value<'_>, key: &'static str, default: bool) -> Result<bool, Misshapen> {
    let read = |member: &Value<'_>| member.as_bool().ok_or(Misshapen::Member { key, expected: "true or false" });
    given(value, key).map_or(Ok(default), read)
}

/// The elements of a list; `None` where the member is absent.
fn elements<'v, 'a>(value: &'v Value<'a>, key: &'static str) -> Result<Option<&'v [Value<'a>]>, Misshapen> {
    match given(value, key) {
        None => Ok(None),
        Some(member) if matches!(member.kind(), Kind::Array(_)) => Ok(Some(member.elements())),
        Some(_) => Err(Misshapen::Member { key, expected: "a list" }),
    }
}

fn texts(value: &Value<'_>, key: &'static str) -> Result<Option<Vec<String>>, Misshapen> {
    let Some(elements) = elements(value, key)? else { return Ok(None) };
    let mut texts = Vec::with_capacity(elements.len());
    for element in elements {
        texts.push(element.as_str().ok_or(Misshapen::Member { key, expected: "a list of texts" })?.to_owned());
    }
    Ok(Some(texts))
}

fn list<T: FromJson>(value: &Value<'_>, key: &'static str) -> Result<Option<Vec<T>>, Misshapen> {
    let Some(elements) = elements(value, key)? else { return Ok(None) };
    let mut list = Vec::with_capacity(elements.len());
    for element in elements {
        list.push(T::from_json(element)?);
    }
    Ok(Some(list))
}

fn whole_list<T: FromJson>(value: &Value<'_>, key: &'static str) -> Result<Vec<T>, Misshapen> {
    list(value, key)?.ok_or(Misshapen::Member { key, expected: "a list" })
}

fn part<T: FromJson>(value: &Value<'_>, key: &str) -> Result<Option<T>, Misshapen> {
    given(value, key).map(T::from_json).transpose()
}

impl FromJson for Session {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            demo: given(value, "demo")
                .and_then(Value::as_bool)
                .ok_or(Misshapen::Member { key: "demo", expected: "true or false" })?,
            org: text(value, "org")?,
            workflow_id: optional_text(value, "workflowId")?,
            webhook_url: optional_text(value, "webhookUrl")?,
            operator: text(value, "operator")?,
            role: role(value)?.unwrap_or(Role::Administrator),
            way: way(value)?.unwrap_or(Way::None),
            dialect: part(value, "dialect")?.unwrap_or_default(),
            limits: part(value, "limits")?.unwrap_or_default(),
            retry: part(value, "retry")?.unwrap_or_default(),
            scope_paths: texts(value, "scopePaths")?.unwrap_or_default(),
            scope_catalogue: list(value, "scopeCatalogue")?.unwrap_or_default(),
            features: part(value, "features")?.unwrap_or_default(),
        })
    }
}

impl FromJson for CataloguePath {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            path: text(value, "path")?,
            description: text_or(value, "description", "")?,
            sample: text_or(value, "sample", "")?,
        })
    }
}

impl FromJson for Dialect {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        let mut dialect = Self::default();
        let members = [
            ("nodes", &mut dialect.nodes),
            ("transitions", &mut dialect.transitions),
            ("version", &mut dialect.version),
            ("lastUpdated", &mut dialect.last_updated),
            ("lastUpdatedBy", &mut dialect.last_updated_by),
            ("created", &mut dialect.created),
            ("transitionId", &mut dialect.transition_id),
            ("transitionFrom", &mut dialect.transition_from),
            ("transitionTo", &mut dialect.transition_to),
            ("transitionCondition", &mut dialect.transition_condition),
            ("nodePosition", &mut dialect.node_position),
        ];
        for (key, member) in members {
            if let Some(name) = optional_text(value, key)? {
                *member = name;
            }
        }
        Ok(dialect)
    }
}

impl FromJson for Limits {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        let mut limits = Self::default();
        let members = [
            ("attachmentBytes", &mut limits.attachment_bytes),
            ("attachmentsTotalBytes", &mut limits.attachments_total_bytes),
            ("mailBytes", &mut limits.mail_bytes),
        ];
        for (key, member) in members {
            if let Some(bytes) = optional_number(value, key)? {
                *member = bytes;
            }
        }
        if let Some(modes) = texts(value, "deliveryModes")? {
            limits.delivery_modes = modes;
        }
        Ok(limits)
    }
}

fn role(value: &Value<'_>) -> Result<Option<Role>, Misshapen> {
    let known = |name: String| Role::named(&name).ok_or(Misshapen::Member { key: "role", expected: "a role" });
    optional_text(value, "role")?.map(known).transpose()
}

fn way(value: &Value<'_>) -> Result<Option<Way>, Misshapen> {
    let known = |name: String| Way::named(&name).ok_or(Misshapen::Member { key: "way", expected: "a way to sign in" });
    optional_text(value, "way")?.map(known).transpose()
}

impl FromJson for SignInOptions {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        let names = texts(value, "ways")?.ok_or(Misshapen::Member { key: "ways", expected: "a list of texts" })?;
        let known =
            |name: &String| Way::named(name).ok_or(Misshapen::Member { key: "ways", expected: "ways to sign in" });
        Ok(Self {
            ways: names.iter().map(known).collect::<Result<_, _>>()?,
            demo: flag_or(value, "demo", false)?,
            provider: optional_text(value, "provider")?,
        })
    }
}

impl FromJson for SessionList {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self { sessions: whole_list(value, "sessions")? })
    }
}

impl FromJson for SessionInfo {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            id: text(value, "id")?,
            operator: text(value, "operator")?,
            role: role(value)?.ok_or(Misshapen::Member { key: "role", expected: "a role" })?,
            way: way(value)?.ok_or(Misshapen::Member { key: "way", expected: "a way to sign in" })?,
            address: text(value, "address")?,
            agent: text(value, "agent")?,
            began_at: number(value, "beganAt")?,
            seen_at: number(value, "seenAt")?,
            ends_at: number(value, "endsAt")?,
            current: flag_or(value, "current", false)?,
        })
    }
}

impl FromJson for RetryPolicy {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        let Self { max_attempts, base_delay_ms, max_delay_ms, conflict_statuses, later_statuses } = Self::default();
        Ok(Self {
            max_attempts: small_number(value, "maxAttempts")?.unwrap_or(max_attempts),
            base_delay_ms: optional_number(value, "baseDelayMs")?.unwrap_or(base_delay_ms),
            max_delay_ms: optional_number(value, "maxDelayMs")?.unwrap_or(max_delay_ms),
            conflict_statuses: statuses(value, "conflictStatuses")?.unwrap_or(conflict_statuses),
            later_statuses: statuses(value, "laterStatuses")?.unwrap_or(later_statuses),
        })
    }
}

impl FromJson for Features {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            webhooks: flag_or(value, "webhooks", true)?,
            webhook_list: flag_or(value, "webhookList", true)?,
            workflow_list: flag_or(value, "workflowList", true)?,
            template_list: flag_or(value, "templateList", true)?,
            attachment_list: flag_or(value, "attachmentList", true)?,
            upload: flag_or(value, "upload", true)?,
            events: flag_or(value, "events", false)?,
        })
    }
}

impl FromJson for Problem {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            kind: text_or(value, "type", "")?,
            title: text_or(value, "title", "")?,
            status: status(value, "status")?.unwrap_or_default(),
            detail: text_or(value, "detail", "")?,
            request_id: text_or(value, "requestId", "")?,
            delivery: text_or(value, "delivery", "")?,
        })
    }
}

impl FromJson for VendorError {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            error: text_or(value, "error", "")?,
            message: text_or(value, "message", "")?,
            node_id: text_or(value, "nodeId", "")?,
            errors: list(value, "errors")?.unwrap_or_default(),
            unresolved_macros: list(value, "unresolvedMacros")?.unwrap_or_default(),
        })
    }
}

impl FromJson for SchemaError {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self { pointer: text_or(value, "pointer", "")?, message: text(value, "message")? })
    }
}

impl FromJson for UnresolvedMacro {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            name: text(value, "macro")?,
            line: small_number(value, "line")?,
            column: small_number(value, "column")?,
        })
    }
}

impl FromJson for WorkflowList {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self { workflows: whole_list(value, "workflows")? })
    }
}

impl FromJson for WorkflowSummary {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            id: text(value, "id")?,
            name: text(value, "name")?,
            version: optional_number(value, "version")?,
            last_updated_timestamp: optional_number(value, "lastUpdatedTimestamp")?,
            last_updated_by: optional_text(value, "lastUpdatedBy")?,
        })
    }
}

impl FromJson for TemplateList {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self { templates: whole_list(value, "templates")? })
    }
}

impl FromJson for TemplateSummary {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            id: text(value, "id")?,
            name: text_or(value, "name", "")?,
            subject: text_or(value, "subject", "")?,
            last_updated_timestamp: optional_number(value, "lastUpdatedTimestamp")?,
            placeholders: texts(value, "placeholders")?,
            compile_error: optional_text(value, "compileError")?,
        })
    }
}

impl FromJson for Template {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            id: text(value, "id")?,
            name: text_or(value, "name", "")?,
            subject: text_or(value, "subject", "")?,
            preheader: text_or(value, "preheader", "")?,
            html: text_or(value, "html", "")?,
            text: text_or(value, "text", "")?,
            last_updated_timestamp: optional_number(value, "lastUpdatedTimestamp")?,
            placeholders: texts(value, "placeholders")?,
            compile_error: optional_text(value, "compileError")?,
        })
    }
}

impl FromJson for AttachmentList {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self { attachments: whole_list(value, "attachments")? })
    }
}

impl FromJson for Attachment {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            file_id: text(value, "fileId")?,
            file_name: optional_text(value, "fileName")?,
            size: number(value, "size")?,
            content_type: optional_text(value, "contentType")?,
        })
    }
}

impl FromJson for RegisteredWebhook {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self { id: text(value, "id")? })
    }
}

impl FromJson for PreviewLink {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self { url: text(value, "url")? })
    }
}

impl FromJson for AuditList {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self { events: whole_list(value, "events")? })
    }
}

impl FromJson for AuditEvent {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            sequence: number(value, "sequence")?,
            event: text(value, "event")?,
            timestamp: number(value, "timestamp")?,
            operator: text(value, "operator")?,
            org: text(value, "org")?,
            deploy: part(value, "deploy")?,
            webhook: part(value, "webhook")?,
            access: part(value, "access")?,
            seal: text_or(value, "seal", "")?,
        })
    }
}

impl FromJson for AccessAudit {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            method: text_or(value, "method", "")?,
            route: text_or(value, "route", "")?,
            address: text_or(value, "address", "")?,
            reason: text_or(value, "reason", "")?,
            workflow_id: optional_text(value, "workflowId")?,
            status: status(value, "status")?,
            latency_ms: optional_number(value, "latencyMs")?,
            session: optional_text(value, "session")?,
            rollback_to: optional_text(value, "rollbackTo")?,
            times: small_number(value, "times")?.unwrap_or(1),
        })
    }
}

impl FromJson for DeployAudit {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            operation: text_or(value, "operation", "")?,
            workflow_id: text_or(value, "workflowId", "")?,
            node_ids: texts(value, "nodeIds")?.unwrap_or_default(),
            template_ids: texts(value, "templateIds")?.unwrap_or_default(),
            outcome: text_or(value, "outcome", "")?,
            status: status(value, "status")?,
            base_version: optional_text(value, "baseVersion")?,
            version: optional_text(value, "version")?,
            attempts: small_number(value, "attempts")?.unwrap_or_default(),
            latency_ms: optional_number(value, "latencyMs")?.unwrap_or_default(),
            summary: text_or(value, "summary", "")?,
            webhook_registered: flag_or(value, "webhookRegistered", false)?,
        })
    }
}

impl FromJson for HistoryPage {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self { versions: whole_list(value, "versions")?, next: optional_number(value, "next")? })
    }
}

impl FromJson for KeptVersion {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        let origin = KeptOrigin::named(&text(value, "origin")?);
        Ok(Self {
            sequence: number(value, "sequence")?,
            version: text(value, "version")?,
            origin: origin.ok_or(Misshapen::Member { key: "origin", expected: "deployed or found" })?,
            kept_at: number(value, "keptAt")?,
            by: optional_text(value, "by")?,
            operation: optional_text(value, "operation")?,
            note: optional_text(value, "note")?,
            base_version: optional_text(value, "baseVersion")?,
            changes: optional_text(value, "changes")?,
            rollback_to: optional_text(value, "rollbackTo")?,
            bytes: number(value, "bytes")?,
            digest: text(value, "digest")?,
        })
    }
}

impl FromJson for WebhookAudit {
    fn from_json(value: &Value<'_>) -> Result<Self, Misshapen> {
        Ok(Self {
            id: text(value, "id")?,
            url: text(value, "url")?,
            operation: optional_text(value, "operation")?,
            workflow_id: optional_text(value, "workflowId")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::DeserializeOwned;
    use std::fmt::Debug;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// Both readers take the text, and read the same.
    #[track_caller]
    fn same<T: FromJson + DeserializeOwned + Debug + PartialEq>(text: &str) -> T {
        let ours = T::from_text(text).expect("read");
        let serdes: T = serde_json::from_str(text).expect("read by serde");
        assert_eq!(ours, serdes, "{text}");
        ours
    }

    /// Both readers refuse the text.
    #[track_caller]
    fn refused<T: FromJson + DeserializeOwned + Debug + PartialEq>(text: &str, words: &str) {
        assert_eq!(T::from_text(text).expect_err("refused").to_string(), words, "{text}");
        assert!(serde_json::from_str::<T>(text).is_err(), "serde takes {text}");
    }

    #[test]
    fn a_session_is_read_whole_and_with_its_defaults() {
        same::<Session>(r#"{"demo":true,"org":"acme","operator":"you"}"#);
        let full = same::<Session>(
            r#"{"demo":false,"org":"ac\u006de","workflowId":"wf_1","webhookUrl":null,"operator":"you","dialect":{"nodes":"steps","transitionTo":"target"},
            "limits":{"attachmentBytes":5,"deliveryModes":["standard","slow"]},"retry":{"maxAttempts":2},"scopePaths":["$contact.a"],"scopeCatalogue":[{"path":"$contact.a"},{"path":"$contact.b","description":"d","sample":"s"}],"features":{"webhooks":false,"upload":false,"workflowList":true},"later":[1]}"#,
        );
        assert_eq!((full.org.as_str(), full.dialect.nodes.as_str()), ("acme", "steps"));
        assert_eq!(full.limits.attachments_total_bytes, Limits::default().attachments_total_bytes);
    }

    #[test]
    fn lists_and_their_elements_are_read() {
        same::<WorkflowList>(
            r#"{"workflows":[{"id":"a","name":"A","version":3,"lastUpdatedTimestamp":1672617600000},{"id":"b","name":"","lastUpdatedBy":"Grace"}]}"#,
        );
        same::<TemplateList>(
            r#"{"templates":[{"id":"t"},{"id":"u","name":"U","subject":"S","lastUpdatedTimestamp":1,"placeholders":["a","b.c"]},{"id":"v","compileError":"e"}]}"#,
        );
        same::<Template>(r#"{"id":"t","html":"<p>\"{{a}}\"</p>","text":"x","preheader":"p","subject":"s","name":"n"}"#);
        same::<AttachmentList>(
            r#"{"attachments":[{"fileId":"att_1","fileName":"a.pdf","size":3,"contentType":"a/b"}]}"#,
        );
        same::<Attachment>(r#"{"fileId":"att_1","size":0,"fileName":null}"#);
        same::<PreviewLink>(r#"{"url":"/api/preview/1"}"#);
        same::<AuditList>(
            r#"{"events":[{"sequence":1,"event":"e","timestamp":2,"operator":"o","org":"g","deploy":{"operation":"op","workflowId":"w","nodeIds":["n"],
            "templateIds":[],"outcome":"deployed","status":200,"baseVersion":"3","version":"4","attempts":2,"latencyMs":17,"summary":"s","webhookRegistered":true}},
            {"sequence":2,"event":"e","timestamp":2,"operator":"o","org":"g","webhook":{"id":"h","url":"u","operation":"op","workflowId":"w"}},
            {"sequence":3,"event":"e","timestamp":2,"operator":"o","org":"g","seal":"5ea1","access":{"method":"GET","route":"/r","address":"::1","reason":"/problems/role",
            "workflowId":"w","status":403,"latencyMs":1,"session":"s","rollbackTo":"3","times":2}},{"sequence":4,"event":"e","timestamp":2,"operator":"o","org":"g","access":{}}]}"#,
        );
    }

    #[test]
    fn sessions_are_read_with_role_and_way() {
        same::<Session>(r#"{"demo":true,"org":"acme","operator":"you","role":"viewer","way":"header"}"#);
        same::<SignInOptions>(r#"{"ways":["link","password"],"demo":true}"#);
        same::<SessionList>(
            r#"{"sessions":[{"id":"s","operator":"o","role":"editor","way":"link","address":"::1","agent":"","beganAt":1,"seenAt":2,"endsAt":3,"current":true}]}"#,
        );
    }

    #[test]
    fn kept_versions_are_read_with_their_origin() {
        same::<HistoryPage>(r#"{"versions":[]}"#);
        same::<HistoryPage>(
            r#"{"versions":[{"sequence":7,"version":"4","origin":"deployed","keptAt":1,"by":"o","operation":"op.1","note":"n","baseVersion":"3",
            "changes":"1 node added","rollbackTo":"2","bytes":17,"digest":"ab"},{"sequence":6,"version":"3","origin":"found","keptAt":1,"bytes":0,"digest":""}],"next":6}"#,
        );
        refused::<HistoryPage>(
            r#"{"versions":[{"sequence":7,"version":4,"origin":"found","keptAt":1,"bytes":0,"digest":""}]}"#,
            "`version` should be text",
        );
    }

    #[test]
    fn errors_are_read_as_far_as_they_are_known() {
        same::<VendorError>("{}");
        same::<VendorError>(
            r#"{"error":"E","message":"m","nodeId":"n","errors":[{"pointer":"/a","message":"m"}],"unresolvedMacros":[{"macro":"x","line":1,"column":2},{"macro":"y"}]}"#,
        );
        same::<Problem>(
            r#"{"type":"/problems/x","title":"t","status":502,"detail":"d","requestId":"r","delivery":"notSent"}"#,
        );
    }

    #[test]
    fn a_registered_webhook_is_read() {
        same::<RegisteredWebhook>(r#"{"id":"wh_1"}"#);
    }

    #[test]
    fn what_is_missing_or_something_else_is_named() {
        refused::<Session>(r#"{"demo":true,"operator":"you"}"#, "`org` should be text");
        refused::<Session>(r#"{"demo":1,"org":"a","operator":"you"}"#, "`demo` should be true or false");
        refused::<WorkflowList>(r#"{"workflows":{}}"#, "`workflows` should be a list");
        refused::<WorkflowList>("[]", "`workflows` should be a list");
        refused::<WorkflowList>(
            r#"{"workflows":[{"id":"a","name":"A","version":-1}]}"#,
            "`version` should be a whole number",
        );
        refused::<Attachment>(r#"{"fileId":"a","size":1.5}"#, "`size` should be a whole number");
        refused::<UnresolvedMacro>(r#"{"macro":"x","line":4294967296}"#, "`line` should be a smaller number");
        refused::<Problem>(r#"{"status":70000}"#, "`status` should be a status code");
        assert!(matches!(Session::from_text("{"), Err(Misshapen::Syntax(_))));
    }
}
