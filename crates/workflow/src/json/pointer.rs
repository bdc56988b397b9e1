//! RFC 6901 pointers.

use std::fmt;

/// An RFC 6901 pointer, built token by token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Parses a pointer: empty, or `/`-led tokens in which `~` stands only before `0` and `1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_led = text.is_empty() || text.starts_with('/');
        let mut escapes = text.split('~').skip(1);
        (is_led && escapes.all(|rest| rest.starts_with(['0', '1']))).then(|| Self(text.to_owned()))
    }

    /// The pointer to a member or element of what this points to; escapes `~` and `/`.
    #[must_use]
    pub fn child(&self, token: impl fmt::Display) -> Self {
        let token = token.to_string().replace('~', "~0").replace('/', "~1");
        Self(format!("{}/{token}", self.0))
    }

    /// The tokens, unescaped.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// The pointer's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Pointer> for String {
    fn from(pointer: Pointer) -> Self {
        pointer.0
    }
}

/// The place in an array that a token names: digits without leading zeros (RFC 6901, section 4).
pub(crate) fn index(token: &str) -> Option<usize> {
    let is_plain = token.bytes().all(|byte| byte.is_ascii_digit()) && (token.len() == 1 || !token.starts_with('0'));
    if is_plain { token.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn tokens_are_escaped_and_read_back() {
        let tokens = ["", "a/b", "m~n", "~1", "~01", "é", "0"];
        let pointer = tokens.iter().fold(Pointer::root(), |pointer, token| pointer.child(token));
        assert_eq!(pointer.as_str(), "//a~1b/m~0n/~01/~001/é/0");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), tokens);
        assert_eq!(Pointer::parse(pointer.as_str()), Some(pointer));
    }

    #[test]
    fn what_is_no_pointer_is_refused() {
        for text in ["a", "/~", "/~2", "/a~", "/~~0", "#/a"] {
            assert_eq!(Pointer::parse(text), None, "{text}");
        }
    }

    #[test]
    fn places_have_one_spelling() {
        let read = ["0", "10", "00", "01", "+1", "-", "-0", "", "1.0", "99999999999999999999"].map(index);
        assert_eq!(read, [Some(0), Some(10), None, None, None, None, None, None, None, None]);
    }
}
