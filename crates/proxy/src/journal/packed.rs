//! Bytes as the database keeps them: compressed (gzip), with their size and SHA-256.

use crate::events::Heading;
use bytes::Bytes;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{Read, Write};
use workflow::document::Dialect;

/// From here on, packing is work for a thread of its own.
pub(super) const LARGE: usize = 64 * 1024;

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
    /// Packs a workflow's text, and reads what it says at its top level.
    pub(super) async fn of(bytes: &Bytes, dialect: &Dialect) -> (Heading, Self) {
        let both = |bytes: &Bytes, dialect: &Dialect| (Heading::of(dialect, bytes), pack(bytes));
        if bytes.len() < LARGE {
            return both(bytes, dialect);
        }
        let (here, there) = (bytes.clone(), dialect.clone());
        match tokio::task::spawn_blocking(move || both(&here, &there)).await {
            Ok(done) => done,
            // No thread is to be had while the program ends.
            Err(_) => both(bytes, dialect),
        }
    }

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

fn pack(bytes: &[u8]) -> Packed {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing into a Vec does not fail.
    let gzip = encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default();
    Packed { bytes: bytes.len() as u64, digest: hex(&Sha256::digest(bytes)), gzip }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        // Writing into a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::{Damaged, Packed, pack};
    use bytes::Bytes;
    use workflow::document::Dialect;

    #[tokio::test]
    async fn whatever_is_packed_comes_back_byte_for_byte() {
        for size in [0, 1, 1_000, 100_000, 3_000_000] {
            let bytes: Vec<u8> = (0..size).map(|n: usize| n.wrapping_mul(2_654_435_761).to_le_bytes()[2]).collect();
            let (_, packed) = Packed::of(&Bytes::from(bytes.clone()), &Dialect::default()).await;
            assert_eq!((packed.bytes, packed.digest.len()), (size as u64, 64));
            assert!(packed.unpack().unwrap() == bytes);
        }
    }

    #[test]
    fn damage_is_noticed() {
        let whole = pack(&b"{\"version\":3}".repeat(100));
        let cut = Packed { gzip: whole.gzip[..whole.gzip.len() / 2].to_vec(), ..whole.clone() };
        let longer = Packed { bytes: whole.bytes - 1, ..whole.clone() };
        let other = Packed { digest: pack(b"x").digest, ..whole };
        for damaged in [cut, longer, other] {
            assert_eq!(damaged.unpack(), Err(Damaged));
        }
    }
}
