//! The seals: each is a hash over the entry and the seal before it, so that an entry that was changed,
//! taken out or put in breaks every seal from there on.

use crate::store::{Store, StoreError};
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::fmt::Write as _;

/// Entries read at a time.
const PAGE: i64 = 1_000;

/// The part of an entry that is sealed, as it is stored.
#[derive(Debug)]
pub(super) struct Sealed<'a> {
    pub(super) sequence: i64,
    pub(super) event: &'a str,
    pub(super) timestamp: i64,
    pub(super) operator: &'a str,
    pub(super) org: &'a str,
    pub(super) operation: Option<&'a str>,
    pub(super) detail: &'a str,
}

/// The end of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) sequence: i64,
    /// Lower-case hex; empty before the first entry.
    pub(crate) seal: String,
}

/// What a look at the whole chain has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Every seal fits. Told to compare with one that was noted down: that the newest entries were cut
    /// off shows only there.
    Whole(Head),
    /// From this entry on, something was changed, taken out or put in.
    Broken { sequence: i64, found: i64 },
    /// The seal that was noted down is not in the chain.
    Missing(Head),
}

impl Sealed<'_> {
    /// SHA-256 in lower-case hex over a JSON array, which has one spelling for each content.
    pub(super) fn seal(&self, before: &str) -> String {
        let Self { sequence, event, timestamp, operator, org, operation, detail } = self;
        let text = serde_json::json!([before, sequence, event, timestamp, operator, org, operation, detail]);
        Sha256::digest(text.to_string()).iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing into a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

/// Looks at every entry. `noted` is a seal that must be among them.
pub(crate) async fn verify(store: &Store, noted: Option<&str>) -> Result<Verdict, StoreError> {
    let mut head = Head { sequence: 0, seal: String::new() };
    let mut seen = noted.is_none();
    loop {
        let rows = sqlx::query(
            "SELECT sequence, event, timestamp, operator, org, operation, detail, seal FROM audit_entries \
             WHERE sequence > $1 ORDER BY sequence LIMIT $2",
        )
        .bind(head.sequence)
        .bind(PAGE)
        .fetch_all(store.pool())
        .await?;
        for row in &rows {
            let (sequence, seal, stored) = sealed(row, &head.seal)?;
            if sequence != head.sequence + 1 || seal != stored {
                return Ok(Verdict::Broken { sequence: head.sequence + 1, found: sequence });
            }
            seen = seen || noted == Some(seal.as_str());
            head = Head { sequence, seal };
        }
        if rows.len() < usize::try_from(PAGE).unwrap_or(usize::MAX) {
            return Ok(if seen { Verdict::Whole(head) } else { Verdict::Missing(head) });
        }
    }
}

fn sealed(row: &AnyRow, before: &str) -> Result<(i64, String, String), sqlx::Error> {
    let text = |column: &str| row.try_get::<String, _>(column);
    let (event, operator, org, detail) = (text("event")?, text("operator")?, text("org")?, text("detail")?);
    let operation: Option<String> = row.try_get("operation")?;
    let entry = Sealed {
        sequence: row.try_get("sequence")?,
        event: &event,
        timestamp: row.try_get("timestamp")?,
        operator: &operator,
        org: &org,
        operation: operation.as_deref(),
        detail: &detail,
    };
    Ok((entry.sequence, entry.seal(before), text("seal")?))
}
