//! Something to choose, and finding it by a few letters.

/// Suggestions drawn at most. Typing narrows the rest down.
pub(super) const SHOWN: usize = 100;

/// Something to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// More about it, in a second line.
    pub detail: String,
    /// Still more about it, in a third line.
    pub more: String,
    /// Where it comes from, at the end of the first line.
    pub origin: String,
}

impl Choice {
    /// A choice without a second line.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// The choice with a second line.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The choice with a third line.
    #[must_use]
    pub fn with_more(mut self, more: impl Into<String>) -> Self {
        self.more = more.into();
        self
    }

    /// The choice with where it comes from.
    #[must_use]
    pub fn with_origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = origin.into();
        self
    }
}

/// A choice that was found, and which parts of its lines are why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) choice: Choice,
    pub(super) label: Vec<Mark>,
    pub(super) detail: Vec<Mark>,
    pub(super) more: Vec<Mark>,
}

/// A part of a text, in bytes.
pub(super) type Mark = (usize, usize);

/// The choices that have every word of `needle`, best first, the first [`SHOWN`] of them; and how many more
/// there are. Without a needle all of them, first those whose name is akin to `towards`.
pub(super) fn matching(options: &[Choice], needle: Option<&str>, towards: &str) -> (Vec<Found>, usize) {
    let needle = needle.unwrap_or_default().trim().to_lowercase();
    let words: Vec<Vec<char>> = needle.split_whitespace().map(|word| word.chars().collect()).collect();
    let aim = name_parts(towards);
    let mut scored: Vec<(i32, Found)> = Vec::new();
    for choice in options {
        let hit = if words.is_empty() { Some(plain(choice)) } else { find(choice, &words) };
        if let Some((score, found)) = hit {
            let akin = if aim.is_empty() { 0 } else { kinship(&choice.value, &aim) };
            scored.push((score + akin, found));
        }
    }
    // Stable: what is equally good stays in its order.
    scored.sort_by_key(|(score, _)| -score);
    let more = scored.len().saturating_sub(SHOWN);
    scored.truncate(SHOWN);
    (scored.into_iter().map(|(_, found)| found).collect(), more)
}

/// A choice that was not looked for.
fn plain(choice: &Choice) -> (i32, Found) {
    (0, Found { choice: choice.clone(), label: Vec::new(), detail: Vec::new(), more: Vec::new() })
}

fn find(choice: &Choice, words: &[Vec<char>]) -> Option<(i32, Found)> {
    let mut score = 0;
    let (mut label, mut detail, mut more) = (Vec::new(), Vec::new(), Vec::new());
    for word in words.iter().flat_map(|word| pieces(choice, word)) {
        if let Some((hit, marks)) = by_segments(&choice.label, &word) {
            score += hit + 40;
            label.extend(marks);
        } else if choice.value != choice.label
            && let Some((hit, _)) = by_segments(&choice.value, &word)
        {
            score += hit + 30;
            // The value may stand in the second line.
            detail.extend(contained(&choice.detail, &word));
        } else if let Some(mark) = contained(&choice.detail, &word) {
            score += 10;
            detail.push(mark);
        } else {
            more.push(contained(&choice.more, &word)?);
        }
    }
    for marks in [&mut label, &mut detail, &mut more] {
        join(marks);
    }
    Some((score, Found { choice: choice.clone(), label, detail, more }))
}

/// The word, or, where a path is typed of which only pieces are right (`con.first`), its pieces.
fn pieces(choice: &Choice, word: &[char]) -> Vec<Vec<char>> {
    if !word.contains(&'.') || contained(&choice.label, word).is_some() {
        return vec![word.to_vec()];
    }
    word.split(|letter| *letter == '.').filter(|piece| !piece.is_empty()).map(<[char]>::to_vec).collect()
}

/// Where a word stands in a text as a whole, whatever the case.
fn contained(text: &str, word: &[char]) -> Option<Mark> {
    if word.is_empty() {
        return None;
    }
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let at =
        letters.windows(word.len()).position(|window| window.iter().zip(word).all(|(one, two)| same(one.1, *two)))?;
    let end = letters.get(at + word.len()).map_or(text.len(), |(end, _)| *end);
    Some((letters[at].0, end))
}

fn same(letter: char, lower: char) -> bool {
    letter == lower || letter.to_lowercase().eq(std::iter::once(lower))
}

/// Finds a word in a name made of segments (`$contact.firstName`, `tmpl_inv_2024`): as a whole, or piece by
/// piece where each piece begins a segment, so that `cfn` finds `contact.firstName`.
fn by_segments(name: &str, word: &[char]) -> Option<(i32, Vec<Mark>)> {
    if word.is_empty() {
        return None;
    }
    let letters: Vec<(usize, char)> = name.char_indices().collect();
    let end_of = |at: usize| letters.get(at + 1).map_or(name.len(), |(end, _)| *end);
    let begins = |at: usize| at == 0 || is_begin(letters[at - 1].1, letters[at].1);
    let whole = letters
        .windows(word.len())
        .enumerate()
        .filter(|(_, window)| window.iter().zip(word).all(|(one, two)| same(one.1, *two)))
        .map(|(at, _)| at)
        .max_by_key(|at| (begins(*at), std::cmp::Reverse(*at)));
    if let Some(at) = whole {
        let score = 50 + if begins(at) { 30 } else { 0 } - (letters.len().min(60) as i32) / 4;
        return Some((score, vec![(letters[at].0, end_of(at + word.len() - 1))]));
    }
    // From the last letter of the word back: the fewest pieces in which the rest can be found from a place on.
    let mut rest: Vec<Option<(i32, usize)>> = vec![Some((0, letters.len())); letters.len() + 1];
    let mut chosen: Vec<Vec<Option<(i32, usize)>>> = Vec::with_capacity(word.len());
    for wanted in word.iter().rev() {
        // `here[at]`: pieces needed when this letter is taken at `at`, and where the next letter is taken then.
        let mut here = vec![None; letters.len() + 1];
        let mut later: Option<(i32, usize)> = None;
        let is_last = chosen.is_empty();
        for at in (0..letters.len()).rev() {
            if same(letters[at].1, *wanted) {
                let next = if is_last {
                    Some((0, at))
                } else {
                    let on = rest[at + 1].filter(|_| at + 1 < letters.len()).map(|(pieces, _)| (pieces, at + 1));
                    let jump = later.map(|(pieces, at)| (pieces + 1, at));
                    [on, jump].into_iter().flatten().min_by_key(|(pieces, _)| *pieces)
                };
                here[at] = next;
            }
            if begins(at)
                && let Some((pieces, _)) = rest[at]
                && !is_last
                && later.is_none_or(|(best, _)| pieces <= best)
            {
                later = Some((pieces, at));
            }
        }
        rest.clone_from(&here);
        chosen.push(here);
    }
    chosen.reverse();
    let first = chosen.first()?;
    let (pieces, mut at) = (0..letters.len())
        .filter(|at| begins(*at))
        .filter_map(|at| first[at].map(|(pieces, _)| (pieces, at)))
        .min_by_key(|(pieces, _)| *pieces)?;
    let mut marks = Vec::with_capacity(word.len());
    for taken in &chosen {
        marks.push((letters[at].0, end_of(at)));
        at = taken[at]?.1;
    }
    Some((40 - 6 * pieces - (letters.len().min(60) as i32) / 4, marks))
}

/// Whether a letter begins a segment: behind a sign, or a capital or digit behind another letter.
fn is_begin(before: char, letter: char) -> bool {
    letter.is_alphanumeric()
        && (!before.is_alphanumeric()
            || (letter.is_uppercase() && !before.is_uppercase())
            || (letter.is_ascii_digit() && !before.is_ascii_digit()))
}

/// Marks that touch become one.
fn join(marks: &mut Vec<Mark>) {
    marks.sort_unstable();
    let mut joined: Vec<Mark> = Vec::with_capacity(marks.len());
    for (start, end) in marks.drain(..) {
        match joined.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    *marks = joined;
}

/// The words of a name: `orderTotal` and `order_total` are `order`, `total`.
fn name_parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut before = '.';
    for letter in name.chars() {
        if letter.is_alphanumeric() {
            if is_begin(before, letter) || parts.is_empty() {
                parts.push(String::new());
            }
            if let Some(part) = parts.last_mut() {
                part.extend(letter.to_lowercase());
            }
        }
        before = letter;
    }
    parts
}

/// How much a path looks like what a name asks for: its last segment the same, or words in common.
fn kinship(value: &str, aim: &[String]) -> i32 {
    let last = name_parts(value.rsplit('.').next().unwrap_or_default());
    if last == aim {
        return 25;
    }
    let all = name_parts(value);
    let shared = aim.iter().filter(|word| all.contains(word)).count() as i32;
    shared * 4 + if last.last().is_some() && last.last() == aim.last() { 4 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths() -> Vec<Choice> {
        [
            "$contact.email",
            "$contact.firstName",
            "$interaction.contact.firstName",
            "$interaction.id",
            "$workflow.data.orderTotal",
            "$workflow.data.order_date",
        ]
        .map(|path| Choice::new(path, path))
        .to_vec()
    }

    fn found(needle: &str) -> Vec<String> {
        matching(&paths(), Some(needle), "").0.into_iter().map(|found| found.choice.value).collect()
    }

    /// The label with its marks in brackets.
    fn marked(needle: &str) -> String {
        let (found, _) = matching(&paths(), Some(needle), "");
        let Found { choice, label, .. } = &found[0];
        let mut out = choice.label.clone();
        for (start, end) in label.iter().rev() {
            out.insert(*end, ']');
            out.insert(*start, '[');
        }
        out
    }

    #[test]
    fn typing_filters_by_value_label_and_details_whatever_the_case() {
        let options = [
            Choice::new("tmpl_inv_2024", "Invoice").with_detail("Your invoice").with_more("orderTotal"),
            Choice::new("tmpl_ship", "Shipping").with_detail("On its way"),
        ];
        let values = |needle| {
            matching(&options, Some(needle), "").0.into_iter().map(|found| found.choice.value).collect::<Vec<_>>()
        };
        assert_eq!(values("INV"), ["tmpl_inv_2024"]);
        assert_eq!(values("way"), ["tmpl_ship"]);
        assert_eq!(values("total"), ["tmpl_inv_2024"]);
        assert_eq!(values("its ship"), ["tmpl_ship"]);
        assert_eq!(values(" "), ["tmpl_inv_2024", "tmpl_ship"]);
        assert!(values("refund").is_empty());
    }

    #[test]
    fn the_beginnings_of_segments_are_enough() {
        assert_eq!(found("cfn"), ["$contact.firstName", "$interaction.contact.firstName"]);
        assert_eq!(found("icfn"), ["$interaction.contact.firstName"]);
        assert_eq!(found("odt"), ["$workflow.data.order_date"; 0]);
        assert_eq!(found("wd.ordt"), ["$workflow.data.orderTotal"]);
        assert_eq!(found("con.first"), ["$contact.firstName", "$interaction.contact.firstName"]);
        assert_eq!(found("wdot"), ["$workflow.data.orderTotal"]);
        assert_eq!(found("data total"), ["$workflow.data.orderTotal"]);
        assert_eq!(found("order"), ["$workflow.data.orderTotal", "$workflow.data.order_date"]);
        assert!(found("ontact.f name x").is_empty());
    }

    #[test]
    fn what_matched_is_marked() {
        assert_eq!(marked("first"), "$contact.[first]Name");
        assert_eq!(marked("cfn"), "$[c]ontact.[f]irst[N]ame");
        assert_eq!(marked("confirst"), "$[con]tact.[first]Name");
        assert_eq!(marked("$con email"), "[$con]tact.[email]");
        assert_eq!(matching(&[Choice::new("é", "Éclair ß")], Some("écl"), "").0[0].label, [(0, 4)]);
    }

    #[test]
    fn what_is_akin_to_the_name_comes_first_until_something_is_typed() {
        let first = |towards: &str| matching(&paths(), None, towards).0[0].choice.value.clone();
        assert_eq!(first("orderTotal"), "$workflow.data.orderTotal");
        assert_eq!(first("order_date"), "$workflow.data.order_date");
        assert_eq!(first("customerEmail"), "$contact.email");
        assert_eq!(first("nothing"), "$contact.email");
    }

    #[test]
    fn a_long_list_is_cut_and_says_how_much_is_left() {
        let options: Vec<_> = (0..250).map(|n| Choice::new(format!("node_{n}"), "")).collect();
        let (shown, more) = matching(&options, None, "");
        assert_eq!((shown.len(), more), (SHOWN, 250 - SHOWN));
    }
}
