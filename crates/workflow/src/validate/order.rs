//! Which element stands where in a list, while elements come and go.
//!
//! An element keeps its number for as long as it is in the list, so that what is known about it need not
//! move when its neighbours do.

/// The elements of a list in order, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    numbers: Vec<u32>,
    /// Where each number stood when it was last placed.
    hints: Vec<u32>,
    free: Vec<u32>,
}

impl Order {
    /// So many elements, numbered as they stand.
    pub(super) fn of(count: usize) -> Self {
        let numbers: Vec<u32> = (0..count as u32).collect();
        Self { hints: numbers.clone(), numbers, free: Vec::new() }
    }

    /// How many elements there are.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The element at an index.
    pub(super) fn at(&self, index: usize) -> Option<u32> {
        self.numbers.get(index).copied()
    }

    /// All elements in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        self.numbers.iter().copied().enumerate()
    }

    /// Makes room at `index` and answers the new element's number: a free one, or the next.
    pub(super) fn insert(&mut self, index: usize) -> u32 {
        let number = self.free.pop().unwrap_or_else(|| {
            self.hints.push(0);
            (self.hints.len() - 1) as u32
        });
        self.hints[number as usize] = index as u32;
        self.numbers.insert(index, number);
        number
    }

    /// Takes the element at `index` out. Its number is free for another.
    pub(super) fn remove(&mut self, index: usize) -> u32 {
        let number = self.numbers.remove(index);
        self.free.push(number);
        number
    }

    /// Where an element stands. It is looked for from where it was placed: others have moved it a little.
    pub(super) fn index_of(&self, number: u32) -> usize {
        let hint = (self.hints[number as usize] as usize).min(self.numbers.len());
        let behind = self.numbers[hint..].iter();
        let before = self.numbers[..hint].iter().rev();
        let (mut behind, mut before) = (behind.enumerate(), before.enumerate());
        loop {
            match (behind.next(), before.next()) {
                (Some((distance, found)), _) if *found == number => return hint + distance,
                (_, Some((distance, found))) if *found == number => return hint - distance - 1,
                (None, None) => return hint,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn numbers_stay_while_places_change() {
        let mut order = Order::default();
        let a = order.insert(0);
        let b = order.insert(1);
        let c = order.insert(0);
        assert_eq!(order.iter().map(|(_, number)| number).collect::<Vec<_>>(), [c, a, b]);
        assert_eq!([a, b, c].map(|number| order.index_of(number)), [1, 2, 0]);
        assert_eq!(order.remove(1), a);
        assert_eq!([b, c].map(|number| order.index_of(number)), [1, 0]);
        assert_eq!(order.insert(2), a, "a free number is used again");
        for _ in 0..100 {
            order.insert(0);
        }
        assert_eq!([c, b, a].map(|number| order.index_of(number)), [100, 101, 102]);
    }
}
