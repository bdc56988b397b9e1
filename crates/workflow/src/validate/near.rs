//! Near misses: "did you mean `orderTotal`?".

/// Longest name that is compared, in characters; longer ones are not typed by hand.
const LONGEST: usize = 64;

/// The candidate that `text` was probably meant to be: one that differs in case or separators only,
/// or by one edit (two from six characters on). The first of several that are equally near.
pub(super) fn nearest<'c>(text: &str, candidates: &mut dyn Iterator<Item = &'c str>) -> Option<&'c str> {
    let wanted = Folded::of(text)?;
    let allowed = allowed(wanted.length);
    let mut best = None;
    for candidate in candidates {
        if candidate == text || !may_be_near(text.as_bytes(), candidate.as_bytes()) {
            continue;
        }
        let Some(distance) = Folded::of(candidate).and_then(|folded| wanted.distance(&folded, allowed)) else {
            continue;
        };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether a candidate can be near to a text, by their lengths and the letters in them: a look that spares
/// comparing most that are not.
pub(super) fn may_be_near(text: &[u8], candidate: &[u8]) -> bool {
    let ((length, letters), (other_length, other_letters)) = (outline(text), outline(candidate));
    let allowed = allowed(length);
    let differing = |one: u64, other: u64| (one & !other).count_ones() as usize;
    length.abs_diff(other_length) <= allowed
        && differing(letters, other_letters) <= allowed
        && differing(other_letters, letters) <= allowed
}

/// How many edits make a name of so many characters another one.
fn allowed(length: usize) -> usize {
    match length {
        // Below three characters everything is near everything.
        0..3 => 0,
        3..6 => 1,
        _ => 2,
    }
}

/// The length of a folded name, and a bit for every letter in it, several to a bit. Of the bytes of a letter
/// that is no ASCII only the first counts, and letters that begin alike share their bit.
fn outline(text: &[u8]) -> (usize, u64) {
    let begins = text.iter().filter(|&&byte| byte & 0xC0 != 0x80 && is_meant(&char::from(byte)));
    begins.fold((0, 0), |(length, letters), byte| (length + 1, letters | 1 << (byte.to_ascii_lowercase() % 64)))
}

fn is_meant(character: &char) -> bool {
    !matches!(character, '_' | '-' | ' ')
}

/// Whether one text becomes the other by one insertion, deletion, replacement or swap of neighbours, or by
/// case alone. Digits do not count as slips: `item1` and `item2` are two things. Linear in the texts.
pub(super) fn one_letter_apart(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a == b || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    if a.eq_ignore_ascii_case(b) {
        return true;
    }
    let same_before = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same_before..], &b[same_before..]);
    let same_behind = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - same_behind], &b[..b.len() - same_behind]);
    let one_slip = match (a, b) {
        ([_], [_]) | ([_], []) | ([], [_]) => true,
        ([a0, a1], [b0, b1]) => a0 == b1 && a1 == b0,
        _ => false,
    };
    one_slip && !a.iter().chain(b).any(u8::is_ascii_digit)
}

/// A name without what people rarely mean: case and separators. Short enough to stand on the stack.
struct Folded {
    characters: [char; LONGEST],
    length: usize,
}

impl Folded {
    fn of(text: &str) -> Option<Self> {
        let mut folded = Self { characters: ['\0'; LONGEST], length: 0 };
        for character in text.chars().filter(is_meant) {
            *folded.characters.get_mut(folded.length)? = character.to_ascii_lowercase();
            folded.length += 1;
        }
        (folded.length > 0).then_some(folded)
    }

    /// Insertions, deletions, replacements and swaps of neighbours, where at most `allowed`.
    fn distance(&self, other: &Self, allowed: usize) -> Option<usize> {
        let (a, b) = (&self.characters[..self.length], &other.characters[..other.length]);
        if a.len().abs_diff(b.len()) > allowed {
            return None;
        }
        let mut before_last = [0; LONGEST + 1];
        let mut last: [usize; LONGEST + 1] = std::array::from_fn(|column| column);
        for i in 1..=a.len() {
            let mut row = [i; LONGEST + 1];
            for j in 1..=b.len() {
                let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
                row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    row[j] = row[j].min(before_last[j - 2] + 1);
                }
            }
            before_last = std::mem::replace(&mut last, row);
        }
        Some(last[b.len()]).filter(|distance| *distance <= allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const NAMES: [&str; 4] = ["customerName", "orderTotal", "orderNumber", "id"];

    #[test]
    fn slips_of_the_hand_are_seen_through() {
        for slip in ["orderTotl", "ordrTotal", "orderTotall", "odrerTotal", "OrderTotal", "order_total", "ordertota1"] {
            assert_eq!(nearest(slip, &mut NAMES.into_iter()), Some("orderTotal"), "{slip}");
        }
    }

    #[test]
    fn other_names_are_no_slips() {
        for other in ["orderTotal", "total", "shippingDate", "", "ie", "orderTotalNet"] {
            assert_eq!(nearest(other, &mut NAMES.into_iter()), None, "{other}");
        }
    }

    #[test]
    fn the_nearest_wins_and_then_the_first() {
        assert_eq!(nearest("abcdefg", &mut ["abcdexx", "abcdefx", "abcdefy"].into_iter()), Some("abcdefx"));
    }

    #[test]
    fn one_letter_is_inserted_left_out_replaced_or_swapped() {
        let known = "$workflow.data.total1";
        for near in ["$workflow.data.totall1", "$workflow.data.otal1", "$workflow.dato.total1", "$workflow.data.toatl1"]
        {
            assert!(one_letter_apart(near, known) && one_letter_apart(known, near), "{near}");
        }
        assert!(one_letter_apart("$WORKFLOW.data.TOTAL1", known));
        for far in [
            known,
            "$workflow.data.total2",
            "$workflow.data.total",
            "$workflow.data.ttoal",
            "",
            "$workflow.doto.total1",
        ] {
            assert!(!one_letter_apart(far, known), "{far}");
        }
    }

    #[test]
    fn very_long_names_are_not_compared() {
        let long = "x".repeat(100_000);
        assert_eq!(nearest(&long, &mut [format!("{long}y").as_str()].into_iter()), None);
    }
}
