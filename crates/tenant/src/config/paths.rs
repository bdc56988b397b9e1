//! Where a tenant keeps what, as path templates.

use crate::upstream::Segment;

/// The vendor's paths. Defaults: the tutorial's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// List of workflows.
    pub workflows: PathTemplate,
    /// One workflow.
    pub workflow: PathTemplate,
    /// List of templates.
    pub templates: PathTemplate,
    /// One template.
    pub template: PathTemplate,
    /// List of attachments.
    pub attachments: PathTemplate,
    /// One attachment.
    pub attachment: PathTemplate,
    /// Where new attachments are uploaded to.
    pub upload: PathTemplate,
    /// List of webhooks.
    pub webhooks: PathTemplate,
    /// One webhook.
    pub webhook: PathTemplate,
}

/// A path, maybe with `{id}` as one of its segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    before: String,
    after: Option<String>,
}

/// Why a path cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPath {
    /// It does not begin with a slash.
    #[error("must begin with /")]
    NotAbsolute,
    /// It holds something that is not a plain path.
    #[error("must be a plain path without spaces, query, fragment, .. or //")]
    NotPlain,
    /// `{id}` is missing.
    #[error("must hold {{id}} once, as a whole segment")]
    IdMissing,
    /// `{id}` is there, although it is a list.
    #[error("must not hold braces: it is a list")]
    IdUnexpected,
}

impl PathTemplate {
    /// A path without `{id}`.
    ///
    /// # Errors
    /// Where it is not a plain absolute path.
    pub fn list(path: &str) -> Result<Self, InvalidPath> {
        check(path)?;
        if path.contains(['{', '}']) {
            return Err(InvalidPath::IdUnexpected);
        }
        Ok(Self { before: path.to_owned(), after: None })
    }

    /// A path with `{id}` as one segment.
    ///
    /// # Errors
    /// Where it is not a plain absolute path, or has no such segment.
    pub fn item(path: &str) -> Result<Self, InvalidPath> {
        check(path)?;
        let (before, after) = path.split_once("{id}").ok_or(InvalidPath::IdMissing)?;
        let whole = before.ends_with('/') && (after.is_empty() || after.starts_with('/'));
        if !whole || before.contains(['{', '}']) || after.contains(['{', '}']) {
            return Err(InvalidPath::IdMissing);
        }
        Ok(Self { before: before.to_owned(), after: Some(after.to_owned()) })
    }

    /// The path of a list.
    #[must_use]
    pub fn path(&self) -> String {
        self.before.clone()
    }

    /// The path of one thing: the id becomes exactly one segment.
    #[must_use]
    pub fn path_of(&self, id: &Segment) -> String {
        format!("{}{}{}", self.before, id.encoded(), self.after.as_deref().unwrap_or_default())
    }
}

impl Default for Paths {
    fn default() -> Self {
        let list = |path: &str| PathTemplate { before: path.to_owned(), after: None };
        let item = |path: &str| PathTemplate { before: format!("{path}/"), after: Some(String::new()) };
        Self {
            workflows: list("/api/v2/workflows"),
            workflow: item("/api/v2/workflows"),
            templates: list("/api/v2/interactions/templates"),
            template: item("/api/v2/interactions/templates"),
            attachments: list("/api/v2/interactions/attachments"),
            attachment: item("/api/v2/interactions/attachments"),
            upload: list("/api/v2/interactions/attachments"),
            webhooks: list("/api/v2/webhooks"),
            webhook: item("/api/v2/webhooks"),
        }
    }
}

fn check(path: &str) -> Result<(), InvalidPath> {
    if !path.starts_with('/') {
        return Err(InvalidPath::NotAbsolute);
    }
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\\\"<>^`|".contains(&byte))
        && !path.contains("//")
        && !path.split('/').any(|segment| segment == "." || segment == "..");
    if plain { Ok(()) } else { Err(InvalidPath::NotPlain) }
}

#[cfg(test)]
mod tests {
    use super::{InvalidPath, PathTemplate, Paths};
    use crate::upstream::Segment;

    #[test]
    fn defaults_are_what_their_text_says() {
        let paths = Paths::default();
        assert_eq!(Ok(paths.workflow), PathTemplate::item("/api/v2/workflows/{id}"));
        assert_eq!(Ok(paths.templates), PathTemplate::list("/api/v2/interactions/templates"));
    }

    #[test]
    fn an_id_fills_one_segment() {
        let id = Segment::parse("a b&c").unwrap();
        assert_eq!(PathTemplate::item("/v3/flows/{id}/doc").unwrap().path_of(&id), "/v3/flows/a%20b%26c/doc");
    }

    #[test]
    fn what_is_not_a_plain_path_is_refused() {
        for (path, problem) in [
            ("api/{id}", InvalidPath::NotAbsolute),
            ("/api/../{id}", InvalidPath::NotPlain),
            ("/api//{id}", InvalidPath::NotPlain),
            ("/api/{id}?x=1", InvalidPath::NotPlain),
            ("/api/x{id}", InvalidPath::IdMissing),
            ("/api/{id}/{id}", InvalidPath::IdMissing),
            ("/api", InvalidPath::IdMissing),
        ] {
            assert_eq!(PathTemplate::item(path), Err(problem), "{path}");
        }
        assert_eq!(PathTemplate::list("/api/{id}"), Err(InvalidPath::IdUnexpected));
    }
}
