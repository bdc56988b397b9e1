//! Node ids as numbers: each distinct text once.

/// Stands for no number.
pub(super) const NONE: u32 = u32::MAX;

/// Distinct texts, numbered in the order in which they first came.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    texts: Vec<u8>,
    spans: Vec<(u32, u32)>,
    /// Numbers at the places that their hashes name, or the next free ones; a power of two long.
    table: Vec<u32>,
}

impl Ids {
    /// A table with room for `count` ids.
    pub(super) fn with_capacity(count: usize) -> Self {
        let table = vec![NONE; (count * 2).next_power_of_two().max(16)];
        Self { texts: Vec::with_capacity(count * 16), spans: Vec::with_capacity(count), table }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// An id's text.
    pub(super) fn text(&self, number: u32) -> &str {
        // What was put in was text.
        std::str::from_utf8(self.bytes(number)).unwrap_or_default()
    }

    /// An id's text as bytes.
    pub(super) fn bytes(&self, number: u32) -> &[u8] {
        let (start, end) = self.spans[number as usize];
        &self.texts[start as usize..end as usize]
    }

    /// The number of an id that has been here.
    pub(super) fn find(&self, id: &[u8]) -> Option<u32> {
        if self.table.is_empty() {
            return None;
        }
        let number = self.table[self.place(id)];
        (number != NONE).then_some(number)
    }

    /// The number of an id, a new one where it has not been here.
    pub(super) fn number(&mut self, id: &[u8]) -> u32 {
        if self.spans.len() * 2 >= self.table.len() {
            self.grow();
        }
        let place = self.place(id);
        if self.table[place] == NONE {
            let start = self.texts.len() as u32;
            self.texts.extend_from_slice(id);
            self.table[place] = self.spans.len() as u32;
            self.spans.push((start, self.texts.len() as u32));
        }
        self.table[place]
    }

    /// Where the id stands in the table, or would.
    fn place(&self, id: &[u8]) -> usize {
        let mask = self.table.len() - 1;
        let mut place = hash(id) as usize & mask;
        while self.table[place] != NONE && self.bytes(self.table[place]) != id {
            place = (place + 1) & mask;
        }
        place
    }

    fn grow(&mut self) {
        self.table = vec![NONE; (self.table.len() * 2).max(16)];
        for number in 0..self.spans.len() as u32 {
            let place = self.place(self.bytes(number));
            self.table[place] = number;
        }
    }
}

/// A hash of a text: quick and well mixed. Ids come from the operator's own tenant, not from strangers.
pub(super) fn hash(text: &[u8]) -> u64 {
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, word: u64| (hash.rotate_left(23) ^ word).wrapping_mul(MULTIPLIER);
    let (words, rest) = text.as_chunks::<8>();
    let hash = words.iter().fold(text.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let last = rest.iter().fold(0, |last, byte| (last << 8) | u64::from(*byte));
    let hash = mix(hash, last);
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn each_text_has_one_number() {
        let mut ids = Ids::default();
        assert_eq!(ids.find(b"a"), None);
        for round in 0..2 {
            for n in 0..1_000_u32 {
                assert_eq!(ids.number(format!("node_{n}").as_bytes()), n, "{round}");
            }
        }
        assert_eq!((ids.len(), ids.find(b"node_7"), ids.find(b"node_1000")), (1_000, Some(7), None));
        assert_eq!(ids.text(999), "node_999");
        assert_eq!(ids.number(b""), 1_000);
    }

    #[test]
    fn similar_texts_have_different_places() {
        let mut places: Vec<u64> = (0..4_096).map(|n| hash(format!("node_{n:05}").as_bytes()) % 8_192).collect();
        places.sort_unstable();
        places.dedup();
        assert!(places.len() > 2_500, "{}", places.len());
    }
}
