//! The kept versions of a workflow, and what a write says about itself.

use serde::{Deserialize, Serialize};

/// The header of a `PUT` of a workflow that says why: UTF-8, percent-encoded (RFC 3986), at most [`MAX_NOTE`] characters.
/// Optional. It stays at the proxy and is kept with the version.
pub const NOTE_HEADER: &str = "x-cxone-note";

/// The most characters of a note.
pub const MAX_NOTE: usize = 500;

/// The header of a `PUT` of a workflow that makes it a rollback: the version, kept here, whose content is deployed again.
/// Administrators only.
pub const ROLLBACK_HEADER: &str = "x-cxone-rollback-to";

/// The header of an answer that was given before: the same `Idempotency-Key` was sent again. Its value is `true`.
pub const REPLAYED_HEADER: &str = "idempotency-replayed";

/// Answer of `GET /api/workflows/{id}/history?limit=N&before=SEQUENCE`: the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// The versions that are kept.
    pub versions: Vec<KeptVersion>,
    /// The `before` that the next page is asked for with; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// A version that the proxy keeps byte for byte: `GET /api/workflows/{id}/history/{version}` answers its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptVersion {
    /// Counts up, over all workflows.
    pub sequence: u64,
    /// The tenant's version, as it writes it.
    pub version: String,
    /// How it came here.
    pub origin: KeptOrigin,
    /// When it was kept, ms since 1970.
    pub kept_at: u64,
    /// Who: the operator that deployed it; of one that was found, who saved it, where the document says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The `Idempotency-Key` of the write that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Why, as the operator wrote it ([`NOTE_HEADER`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The version that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_version: Option<String>,
    /// What it changes of that, in words ("1 node added"); absent where the base is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<String>,
    /// The version whose content it deployed again, of a rollback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollback_to: Option<String>,
    /// Its size, in bytes.
    pub bytes: u64,
    /// SHA-256 over its bytes, lower-case hex.
    pub digest: String,
}

/// How a version came to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeptOrigin {
    /// It was deployed through the proxy.
    Deployed,
    /// It was saved elsewhere, and a deploy was made on it.
    Found,
}

impl KeptOrigin {
    /// Its name: `deployed`, `found`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Deployed => "deployed",
            Self::Found => "found",
        }
    }

    /// The origin of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Deployed, Self::Found].into_iter().find(|origin| origin.name() == name)
    }
}
