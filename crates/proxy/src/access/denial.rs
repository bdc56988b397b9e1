//! What is recorded of a request that was denied.

use workflow::wire::AccessAudit;

/// What the audit is told of a denial beyond the request itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Denied {
    operator: Option<String>,
}

impl Denied {
    /// Somebody who is known.
    pub(crate) fn by(operator: &str) -> Self {
        Self { operator: Some(operator.to_owned()) }
    }

    /// The operator's name; empty where nobody is known.
    pub(crate) fn operator(&self) -> &str {
        self.operator.as_deref().unwrap_or_default()
    }

    /// What is recorded. `reason` is the problem's type.
    pub(crate) fn entry(method: &str, route: &str, address: String, reason: String) -> AccessAudit {
        AccessAudit { method: method.to_owned(), route: route.to_owned(), address, reason, ..AccessAudit::default() }
    }
}
