//! Matching as people abbreviate: the letters in their order, with others between them. Letters at the
//! beginning of a word and letters in a row count more.

use crate::browser::text::lowercase;
use std::ops::Range;

/// Letters looked at; names are shorter, and what is longer is found by its beginning.
const LOOKED_AT: usize = 160;

const NEVER: i32 = i32::MIN / 4;
const IN_A_ROW: i32 = 200;
const WORD_BEGIN: i32 = 170;
const CAPITAL: i32 = 140;
const GAP_OUTSIDE: i32 = -1;
const GAP_INSIDE: i32 = -3;
const THE_SAME: i32 = 10_000;

/// A text that can be searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hay {
    letters: Box<[char]>,
    bonus: Box<[u8]>,
}

impl Hay {
    pub(super) fn new(text: &str) -> Self {
        let lower = lowercase(text);
        let letters: Box<[char]> = lower.chars().take(LOOKED_AT).collect();
        let mut bonus = vec![0; letters.len()].into_boxed_slice();
        let mut before = ' ';
        for (letter, bonus) in text.chars().zip(&mut bonus) {
            *bonus = if !letter.is_alphanumeric() {
                0
            } else if !before.is_alphanumeric() {
                WORD_BEGIN as u8
            } else if letter.is_ascii_uppercase() && !before.is_ascii_uppercase() {
                CAPITAL as u8
            } else {
                0
            };
            before = letter;
        }
        Self { letters, bonus }
    }
}

/// Matches, and keeps its tables from one text to the next.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    ending: Vec<i32>,
    best: Vec<i32>,
}

impl Matcher {
    /// How well a word in lower case fits; `None` where it does not.
    pub(super) fn score(&mut self, word: &[char], hay: &Hay) -> Option<i32> {
        if word.is_empty() {
            return Some(0);
        }
        let mut rest = hay.letters.iter();
        if !word.iter().all(|letter| rest.any(|other| other == letter)) {
            return None;
        }
        if word == &hay.letters[..] {
            return Some(THE_SAME);
        }
        self.fill(word, hay);
        self.best.last().copied()
    }

    /// The letters (their numbers) that the best match takes.
    pub(super) fn marks(&mut self, word: &[char], hay: &Hay) -> Vec<usize> {
        if word.is_empty() || self.score(word, hay).is_none() {
            return Vec::new();
        }
        self.fill(word, hay);
        let width = hay.letters.len();
        let mut taken = vec![0; word.len()];
        let mut must = false;
        let mut at = width;
        for row in (0..word.len()).rev() {
            while at > 0 {
                at -= 1;
                let here = row * width + at;
                if self.ending[here] > NEVER && (must || self.ending[here] == self.best[here]) {
                    // The letter before it is taken too where the score says that they are in a row.
                    must = row > 0 && at > 0 && self.best[here] == self.ending[here - width - 1] + IN_A_ROW;
                    taken[row] = at;
                    break;
                }
            }
        }
        taken
    }

    /// Fills the tables: per letter of the word (rows) and of the text (columns) the best score of a match
    /// that ends there, and of one that ends there or before.
    fn fill(&mut self, word: &[char], hay: &Hay) {
        let (width, rows) = (hay.letters.len(), word.len());
        self.ending.clear();
        self.ending.resize(width * rows, NEVER);
        self.best.clear();
        self.best.resize(width * rows, NEVER);
        for (row, letter) in word.iter().enumerate() {
            let gap = if row + 1 == rows { GAP_OUTSIDE } else { GAP_INSIDE };
            let mut before = NEVER;
            for at in 0..width {
                let here = row * width + at;
                if *letter == hay.letters[at] {
                    let bonus = i32::from(hay.bonus[at]);
                    let score = match (row, at) {
                        (0, _) => at as i32 * GAP_OUTSIDE + bonus,
                        (_, 0) => NEVER,
                        _ => {
                            let above = here - width - 1;
                            (self.best[above].saturating_add(bonus)).max(self.ending[above].saturating_add(IN_A_ROW))
                        }
                    };
                    self.ending[here] = score;
                    before = score.max(before.saturating_add(gap));
                } else {
                    before = before.saturating_add(gap);
                }
                self.best[here] = before;
            }
        }
    }
}

/// The parts of a text that these letters (numbers, in any order) make up, as ranges of bytes.
pub(super) fn ranges(text: &str, mut letters: Vec<usize>) -> Vec<Range<usize>> {
    letters.sort_unstable();
    letters.dedup();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut wanted = letters.into_iter().peekable();
    for (number, (at, letter)) in text.char_indices().enumerate() {
        if wanted.next_if_eq(&number).is_none() {
            continue;
        }
        let end = at + letter.len_utf8();
        match ranges.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => ranges.push(at..end),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::{Hay, Matcher, ranges};

    fn letters(word: &str) -> Vec<char> {
        word.chars().collect()
    }

    fn score(word: &str, text: &str) -> Option<i32> {
        Matcher::default().score(&letters(word), &Hay::new(text))
    }

    fn marked(word: &str, text: &str) -> Vec<String> {
        let marks = Matcher::default().marks(&letters(word), &Hay::new(text));
        ranges(text, marks).into_iter().map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn letters_must_come_in_their_order() {
        assert!(score("es1", "email_send_01").is_some());
        assert!(score("1se", "email_send_01").is_none());
        assert!(score("", "anything").is_some());
        assert!(score("x", "").is_none());
    }

    #[test]
    fn beginnings_of_words_and_letters_in_a_row_win() {
        for (word, better, worse) in [
            ("es", "email_send", "notes"),
            ("send", "email_send_01", "s_e_n_d"),
            ("rev", "Review and deploy", "Discard over"),
            ("end", "end", "end_node"),
            ("os", "OrderShipped", "orders hipped"),
            ("wf", "wf_1", "a_very_long_name_wf"),
        ] {
            assert!(score(word, better) > score(word, worse), "{word}: {better} before {worse}");
        }
    }

    #[test]
    fn what_matched_is_marked() {
        assert_eq!(marked("es", "email_send"), ["e", "s"]);
        assert_eq!(marked("send", "sxe_email_send"), ["send"]);
        assert_eq!(marked("grö", "Die GRÖSSE"), ["GRÖ"]);
        assert_eq!(marked("review", "Review"), ["Review"]);
        assert_eq!(marked("zz", "Review"), Vec::<String>::new());
    }

    #[test]
    fn the_best_match_is_marked_even_where_an_earlier_one_would_do() {
        assert_eq!(marked("ord", "o_r_d_order"), ["ord"]);
    }
}
