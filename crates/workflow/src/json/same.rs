//! Whether two texts are the same.

/// Whether two texts are the same; at once where both are the same slice of one source.
pub(crate) fn same_text(a: &str, b: &str) -> bool {
    std::ptr::eq(a, b) || same_bytes(a.as_bytes(), b.as_bytes())
}

/// In wasm, where comparing memory goes byte by byte, 32 bytes at a time.
fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    if !cfg!(target_arch = "wasm32") {
        return a == b;
    }
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    if a.len() != b.len() || a_rest.len() != b_rest.len() {
        return false;
    }
    let differs = |(a, b): (&[u8; 8], &[u8; 8])| u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
    let ((a, a_words), (b, b_words)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    a.iter().zip(b).all(|(a, b)| a.iter().zip(b).map(differs).fold(0, |all, one| all | one) == 0)
        && a_words.iter().zip(b_words).map(differs).all(|difference| difference == 0)
        && a_rest.iter().zip(b_rest).all(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_byte_counts() {
        for length in 0..100 {
            let text = "x".repeat(length);
            assert!(same_text(&text, &text.clone()), "{length}");
            assert!(!same_text(&text, &"x".repeat(length + 1)), "{length}");
            for at in 0..length {
                let mut other = text.clone().into_bytes();
                other[at] = b'y';
                assert!(!same_text(&text, &String::from_utf8(other).unwrap()), "{at} of {length}");
            }
        }
    }
}
