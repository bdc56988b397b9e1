//! Bytes as the database keeps them: compressed (gzip), with their size and SHA-256.

use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Read;

/// Packed bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Packed {
    /// Their size before.
    pub(crate) bytes: u64,
    /// SHA-256 over them, lower-case hex.
    pub(crate) digest: String,
    pub(crate) gzip: Vec<u8>,
}

/// Packed bytes in the database do not become what they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what is kept in the database was damaged")]
pub(crate) struct Damaged;

impl Packed {
    /// The bytes as they were.
    pub(crate) fn unpack(&self) -> Result<Vec<u8>, Damaged> {
        let size = usize::try_from(self.bytes).map_err(|_| Damaged)?;
        let mut bytes = Vec::with_capacity(size);
        // One more than there should be, so that too much is noticed and not read to its end.
        let mut reader = GzDecoder::new(self.gzip.as_slice()).take(self.bytes.saturating_add(1));
        reader.read_to_end(&mut bytes).map_err(|_| Damaged)?;
        if bytes.len() == size && hex(&Sha256::digest(&bytes)) == self.digest { Ok(bytes) } else { Err(Damaged) }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        // Writing into a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
