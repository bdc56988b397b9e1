//! Near misses: "did you mean `orderTotal`?".

/// Longest name that is compared, in characters; longer ones are not typed by hand.
const LONGEST: usize = 64;

/// The candidate that `text` was probably meant to be: one that differs in case or separators only,
/// or by one edit (two from six characters on). The first of several that are equally near.
pub(super) fn nearest<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wanted = Folded::of(text)?;
    let allowed = if wanted.0.len() < 6 { 1 } else { 2 };
    // Below three characters everything is near everything.
    let allowed = if wanted.0.len() < 3 { 0 } else { allowed };
    let mut best = None;
    for candidate in candidates {
        if candidate == text {
            continue;
        }
        let Some(folded) = Folded::of(candidate) else { continue };
        let Some(distance) = wanted.distance(&folded, allowed) else { continue };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
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

/// A name without what people rarely mean: case and separators.
struct Folded(Vec<char>);

impl Folded {
    fn of(text: &str) -> Option<Self> {
        let folded: Vec<char> = text
            .chars()
            .take(LONGEST + 1)
            .filter(|character| !matches!(character, '_' | '-' | ' '))
            .map(|character| character.to_ascii_lowercase())
            .collect();
        (!folded.is_empty() && folded.len() <= LONGEST).then_some(Self(folded))
    }

    /// Insertions, deletions, replacements and swaps of neighbours, where at most `allowed`.
    fn distance(&self, other: &Self, allowed: usize) -> Option<usize> {
        let (a, b) = (&self.0, &other.0);
        if a.len().abs_diff(b.len()) > allowed {
            return None;
        }
        let mut before_last: Vec<usize> = Vec::new();
        let mut last: Vec<usize> = (0..=b.len()).collect();
        for i in 1..=a.len() {
            let mut row = vec![i];
            for j in 1..=b.len() {
                let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut least = replaced.min(last[j] + 1).min(row[j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(before_last[j - 2] + 1);
                }
                row.push(least);
            }
            before_last = std::mem::replace(&mut last, row);
        }
        last.last().copied().filter(|distance| *distance <= allowed)
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
            assert_eq!(nearest(slip, NAMES), Some("orderTotal"), "{slip}");
        }
    }

    #[test]
    fn other_names_are_no_slips() {
        for other in ["orderTotal", "total", "shippingDate", "", "ie", "orderTotalNet"] {
            assert_eq!(nearest(other, NAMES), None, "{other}");
        }
    }

    #[test]
    fn the_nearest_wins_and_then_the_first() {
        assert_eq!(nearest("abcdefg", ["abcdexx", "abcdefx", "abcdefy"]), Some("abcdefx"));
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
        assert_eq!(nearest(&long, [format!("{long}y").as_str()]), None);
    }
}
