//! The contacts that an email is tried with.

use super::own::OwnContact;
use super::table::{right_to_left, sample};
use workflow::wire::CataloguePath;

/// Whose data fill the placeholders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Contact {
    /// An imagined customer of whom everything is known.
    #[default]
    Ordinary,
    /// One of whom nothing is known.
    Empty,
    /// One with far longer names than anybody planned for.
    Long,
    /// One whose language is written from right to left.
    RightToLeft,
    /// One who has put markup into every field.
    Hostile,
    /// One of the administrator's own.
    Own(OwnContact),
}

/// The contacts that are always there, in the order of the list.
pub const KINDS: [Contact; 5] =
    [Contact::Ordinary, Contact::Empty, Contact::Long, Contact::RightToLeft, Contact::Hostile];

/// Breaks out of an attribute, an element and a style sheet, runs scripts, fetches, navigates, and tries to be a
/// placeholder itself; wherever an email lets it.
const HOSTILE: &str = "\"'><img src=https://hostile.example/i.png onerror=\"alert(1)\"><script>top.location='https://hostile.example/'</script></style></title><svg onload=alert(2)> javascript:alert(3) {{name}} &amp;";

/// Longer than any line of an email, and nowhere to break it.
const UNBROKEN: usize = 90;

impl Contact {
    /// The value of a scope path that fills a placeholder. `catalogue` is sorted by path; what it says of a
    /// path is how it is with the ordinary contact.
    #[must_use]
    pub fn value(&self, placeholder: &str, path: &str, catalogue: &[CataloguePath]) -> String {
        let path = path.trim();
        let ordinary = || {
            let known =
                catalogue.binary_search_by(|known| known.path.as_str().cmp(path)).map(|at| &catalogue[at].sample);
            known.ok().filter(|told| !told.is_empty()).cloned().unwrap_or_else(|| sample(placeholder, path))
        };
        match self {
            Self::Ordinary => ordinary(),
            Self::Empty => String::new(),
            Self::Long => long(&ordinary()),
            Self::RightToLeft => right_to_left(placeholder, path),
            Self::Hostile => HOSTILE.to_owned(),
            Self::Own(own) => own.values.get(path).cloned().unwrap_or_else(ordinary),
        }
    }
}

/// An ordinary value grown: first in words, then in one that cannot be broken.
fn long(value: &str) -> String {
    let mut text = String::new();
    for _ in 0..6 {
        text.push_str(value);
        text.push(' ');
    }
    let letters: Vec<char> = value.chars().filter(|letter| !letter.is_whitespace()).collect();
    text.extend(letters.iter().cycle().take(UNBROKEN));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const PATH: &str = "$contact.firstName";

    #[test]
    fn each_contact_has_values_of_its_own() {
        assert_eq!(Contact::Ordinary.value("firstName", PATH, &[]), "Ada");
        assert_eq!(Contact::Empty.value("firstName", PATH, &[]), "");
        assert!(Contact::Hostile.value("firstName", PATH, &[]).contains("<script>"));
        assert_ne!(Contact::RightToLeft.value("firstName", PATH, &[]), "Ada");
    }

    #[test]
    fn the_catalogue_knows_better() {
        let known = |path: &str, sample: &str| CataloguePath {
            path: path.into(),
            description: String::new(),
            sample: sample.into(),
        };
        let catalogue = [known("$contact.firstName", "Zoë"), known("$contact.lastName", "")];
        assert_eq!(Contact::Ordinary.value("firstName", " $contact.firstName", &catalogue), "Zoë");
        assert_eq!(Contact::Ordinary.value("lastName", "$contact.lastName", &catalogue), "Lovelace");
        assert!(Contact::Long.value("firstName", PATH, &catalogue).starts_with("Zoë Zoë"));
    }

    #[test]
    fn a_long_value_has_a_word_that_fits_on_no_line() {
        let value = Contact::Long.value("firstName", PATH, &[]);
        assert!(value.starts_with("Ada Ada "));
        assert!(value.split(' ').any(|word| word.chars().count() == UNBROKEN));
    }

    #[test]
    fn what_an_own_contact_leaves_open_is_as_with_the_ordinary_one() {
        let values = BTreeMap::from([(PATH.to_owned(), String::new())]);
        let own = Contact::Own(OwnContact { id: 1, name: "Mine".into(), values });
        assert_eq!(own.value("firstName", PATH, &[]), "");
        assert_eq!(own.value("firstName", "$contact.other", &[]), "Ada");
    }
}
