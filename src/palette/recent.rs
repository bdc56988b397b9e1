//! What was done from the palette last, kept in the browser.

use crate::browser::storage;

const KEY: &str = "palette-recent";
/// How many are kept; of those only the ones that can be done on the page are shown.
const KEPT: usize = 30;

/// The keys of what was done, newest first.
pub(super) fn recent() -> Vec<String> {
    storage::read(KEY).map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default()
}

/// Puts a key at the head.
pub(super) fn remember(key: &str) {
    storage::write(KEY, &with_newest(&recent(), key).join("\n"));
}

fn with_newest(list: &[String], newest: &str) -> Vec<String> {
    // An id may hold a line break; such a one is done without.
    let newest = (!newest.contains('\n')).then(|| newest.to_owned());
    let older = list.iter().filter(|key| Some(*key) != newest.as_ref()).cloned();
    newest.clone().into_iter().chain(older).take(KEPT).collect()
}

#[cfg(test)]
mod tests {
    use super::{KEPT, with_newest};

    #[test]
    fn what_is_done_again_moves_to_the_head_and_the_oldest_is_forgotten() {
        let list: Vec<String> = (0..KEPT).map(|n| n.to_string()).collect();
        let again = with_newest(&list, "3");
        assert_eq!((again[0].as_str(), again.len()), ("3", KEPT));
        let more = with_newest(&list, "new");
        assert_eq!((more[0].as_str(), more.len(), more[KEPT - 1].as_str()), ("new", KEPT, "28"));
        assert_eq!(with_newest(&list, "two\nlines"), list);
    }
}
