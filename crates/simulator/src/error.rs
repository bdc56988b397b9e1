//! The vendor's refusals: what is wrong, and the status and body it is answered with.

use crate::reply::Reply;
use http::StatusCode;
use http::header::{ALLOW, HeaderValue, WWW_AUTHENTICATE};
use serde::Serialize;
use serde_json::{Value, json};

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("There is no {kind} {id} in this organisation.")]
    NotFound { kind: &'static str, id: String },
    #[error("The template {id} was deleted.")]
    TemplateDeleted { id: String },
    #[error("The file cannot be taken: {0}.")]
    FileUnusable(&'static str),
    #[error("The file {name} has {size} bytes; at most {limit} are allowed.")]
    FileTooLarge { name: String, size: u64, limit: u64 },
    #[error("There is nothing at this path.")]
    NoSuchPath,
    #[error("This path answers {allowed} only.")]
    MethodNotAllowed { allowed: String },
    #[error("The request carries no token.")]
    TokenMissing,
    #[error("The token is unknown or has expired.")]
    TokenInvalid,
    #[error("The token lacks the scope {scope}.")]
    ScopeMissing { scope: &'static str },
    #[error("{description}")]
    OAuth { status: StatusCode, code: &'static str, description: String },
    #[error("The body is larger than {limit} bytes.")]
    BodyTooLarge { limit: usize },
    #[error("The body is not JSON: {reason}.")]
    NotJson { reason: String, line: usize, column: usize },
    #[error("{}", schema_message(.0))]
    Schema(Vec<SchemaProblem>),
    #[error("The version sent is {sent}, but the workflow is at version {current}: somebody saved in between.")]
    VersionConflict { sent: u64, current: u64 },
    #[error("The node {node} uses the template {template}, which does not exist.")]
    TemplateNotFound { node: String, template: String },
    #[error("The template {template} of the node {node} does not compile: {reason}.")]
    TemplateCompile { node: String, template: String, reason: String, unresolved: Vec<Unresolved> },
    #[error("The node {node} uses the attachment {file}, which does not exist.")]
    AttachmentNotFound { node: String, file: String },
    #[error("The attachment {file} of the node {node} has {size} bytes; at most {limit} are allowed.")]
    AttachmentTooLarge { node: String, file: String, size: u64, limit: u64 },
    #[error("The attachments of the node {node} have {size} bytes together; at most {limit} are allowed.")]
    AttachmentsTooLarge { node: String, size: u64, limit: u64 },
    #[error("The tenant failed: {0}.")]
    Internal(String),
}

/// One place where a body does not have the right shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct SchemaProblem {
    /// RFC 6901.
    pub(crate) pointer: String,
    pub(crate) message: String,
}

/// A macro without a variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Unresolved {
    #[serde(rename = "macro")]
    pub(crate) name: String,
    /// `html`, `subject`, `preheader` or `text`: the part that `line` and `column` count in.
    pub(crate) part: &'static str,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl Refusal {
    /// An error of the token endpoint (RFC 6749, section 5.2).
    pub(crate) fn oauth(status: StatusCode, code: &'static str, description: String) -> Self {
        Self::OAuth { status, code, description }
    }

    /// A body that serde could not read. Wrong types are a problem of the schema, the rest is no JSON.
    pub(crate) fn from_json(error: &serde_json::Error) -> Self {
        if error.is_data() {
            return Self::Schema(vec![SchemaProblem { pointer: String::new(), message: error.to_string() }]);
        }
        Self::NotJson { reason: error.to_string(), line: error.line(), column: error.column() }
    }

    /// The answer.
    pub(crate) fn into_reply(self) -> Reply {
        let (status, code) = self.status_and_code();
        let reply = Reply::json(status, &self.body(&code));
        match self {
            Self::TokenMissing => reply.with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
            Self::TokenInvalid => {
                reply.with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer error=\"invalid_token\""))
            }
            Self::ScopeMissing { .. } => {
                reply.with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer error=\"insufficient_scope\""))
            }
            Self::OAuth { status: StatusCode::UNAUTHORIZED, .. } => {
                reply.with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"oauth2\""))
            }
            Self::MethodNotAllowed { allowed } => match HeaderValue::try_from(allowed) {
                Ok(allowed) => reply.with_header(ALLOW, allowed),
                Err(_) => reply,
            },
            _ => reply,
        }
    }

    fn status_and_code(&self) -> (StatusCode, String) {
        let (status, code) = match self {
            Self::NotFound { kind, .. } => {
                return (StatusCode::NOT_FOUND, format!("{}_NOT_FOUND", kind.to_uppercase()));
            }
            Self::TemplateDeleted { .. } => (StatusCode::NOT_FOUND, "TEMPLATE_DELETED"),
            Self::FileUnusable(_) => (StatusCode::BAD_REQUEST, "FILE_UNUSABLE"),
            Self::FileTooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "ATTACHMENT_TOO_LARGE"),
            Self::NoSuchPath => (StatusCode::NOT_FOUND, "NOT_FOUND"),
            Self::MethodNotAllowed { .. } => (StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED"),
            Self::TokenMissing | Self::TokenInvalid => (StatusCode::UNAUTHORIZED, "invalid_token"),
            Self::ScopeMissing { .. } => (StatusCode::FORBIDDEN, "INSUFFICIENT_SCOPE"),
            Self::OAuth { status, code, .. } => (*status, *code),
            Self::BodyTooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE"),
            Self::NotJson { .. } => (StatusCode::BAD_REQUEST, "MALFORMED_JSON"),
            Self::Schema(_) => (StatusCode::BAD_REQUEST, "SCHEMA_VALIDATION_ERROR"),
            Self::VersionConflict { .. } => (StatusCode::CONFLICT, "VERSION_CONFLICT"),
            Self::TemplateNotFound { .. } => (StatusCode::BAD_REQUEST, "TEMPLATE_NOT_FOUND"),
            Self::TemplateCompile { .. } => (StatusCode::BAD_REQUEST, "TEMPLATE_COMPILE_ERROR"),
            Self::AttachmentNotFound { .. } => (StatusCode::BAD_REQUEST, "ATTACHMENT_NOT_FOUND"),
            Self::AttachmentTooLarge { .. } => (StatusCode::BAD_REQUEST, "ATTACHMENT_TOO_LARGE"),
            Self::AttachmentsTooLarge { .. } => (StatusCode::BAD_REQUEST, "ATTACHMENTS_TOO_LARGE"),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_ERROR"),
        };
        (status, code.to_owned())
    }

    fn body(&self, code: &str) -> Value {
        let message = self.to_string();
        let mut body = match self {
            Self::OAuth { .. } => return json!({ "error": code, "error_description": message }),
            Self::ScopeMissing { scope } => json!({ "requiredScope": scope }),
            Self::NotJson { line, column, .. } => json!({ "line": line, "column": column }),
            Self::Schema(problems) => json!({ "errors": problems }),
            Self::VersionConflict { current, .. } => json!({ "currentVersion": current }),
            Self::TemplateNotFound { node, template } => json!({ "nodeId": node, "templateId": template }),
            Self::TemplateCompile { node, template, unresolved, .. } => {
                json!({ "nodeId": node, "templateId": template, "unresolvedMacros": unresolved })
            }
            Self::FileTooLarge { size, limit, .. } => json!({ "size": size, "limit": limit }),
            Self::AttachmentNotFound { node, file } => json!({ "nodeId": node, "fileId": file }),
            Self::AttachmentTooLarge { node, file, size, limit } => {
                json!({ "nodeId": node, "fileId": file, "size": size, "limit": limit })
            }
            Self::AttachmentsTooLarge { node, size, limit } => json!({ "nodeId": node, "size": size, "limit": limit }),
            _ => json!({}),
        };
        body["error"] = code.into();
        body["message"] = message.into();
        body
    }
}

/// The words for problems of the schema: the first in full, the rest as a number.
fn schema_message(problems: &[SchemaProblem]) -> String {
    let first = problems.first().map_or_else(String::new, |problem| format!("{} {}", place(problem), problem.message));
    match problems.len() {
        0 | 1 => format!("The body does not fit the schema: {first}."),
        count => format!("The body does not fit the schema in {count} places, the first: {first}."),
    }
}

fn place(problem: &SchemaProblem) -> &str {
    if problem.pointer.is_empty() { "the body" } else { &problem.pointer }
}
