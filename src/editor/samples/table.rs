//! What a scope path holds for an imagined customer, so that a preview always reads like an email.
//!
//! The name of the placeholder decides, then the last part of its scope path; what neither tells is
//! shown as the words of the name.

use crate::words::samples::{Entry, RIGHT_TO_LEFT, SAMPLES};

/// What an ordinary customer has there.
#[must_use]
pub fn sample(placeholder: &str, path: &str) -> String {
    find(placeholder, path).map_or_else(|| spell_out(placeholder), |(_, value, _)| (*value).to_owned())
}

/// What a customer has there whose language is written from right to left. Numbers, addresses on the
/// net and the like stay as they are: emails mix both.
#[must_use]
pub(super) fn right_to_left(placeholder: &str, path: &str) -> String {
    match find(placeholder, path) {
        Some((_, value, "")) => (*value).to_owned(),
        Some((_, _, value)) => (*value).to_owned(),
        None => RIGHT_TO_LEFT.to_owned(),
    }
}

fn find(placeholder: &str, path: &str) -> Option<&'static Entry> {
    let last = path.rsplit('.').next().unwrap_or_default();
    known(placeholder).or_else(|| known(last))
}

fn known(name: &str) -> Option<&'static Entry> {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    SAMPLES.iter().filter(|(ending, ..)| name.ends_with(ending)).max_by_key(|(ending, ..)| ending.len())
}

/// `loyaltyTier` as "loyalty tier".
fn spell_out(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if matches!(letter, '_' | '-' | '.') {
            words.push(' ');
        } else if letter.is_uppercase() && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.extend(letter.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{right_to_left, sample};

    #[test]
    fn the_placeholder_decides_then_the_path() {
        for (placeholder, path, value) in [
            ("firstName", "$interaction.contact.firstName", "Ada"),
            ("customerName", "$contact.name", "Ada Lovelace"),
            ("orderTotal", "$workflow.data.total", "€148.20"),
            ("order_total", "$workflow.x", "€148.20"),
            ("greeting", "$contact.firstName", "Ada"),
            ("loyaltyTier", "$contact.tier", "loyalty tier"),
        ] {
            assert_eq!(sample(placeholder, path), value, "{placeholder} from {path}");
        }
    }

    #[test]
    fn names_are_written_from_right_to_left_and_order_numbers_are_not() {
        assert_eq!(right_to_left("firstName", "$contact.x"), "ليلى");
        assert_eq!(right_to_left("orderId", "$contact.x"), "ORD-20418");
        assert_eq!(right_to_left("loyaltyTier", "$contact.x"), "نصّ تجريبي");
    }
}
