//! Keys as they are pressed, and as they are printed on the keyboard that the reader has.

use leptos::ev::KeyboardEvent;
use leptos::prelude::window;

/// Keys that are pressed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    modifier: Modifier,
    shift: bool,
    key: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Modifier {
    None,
    Primary,
    Alt,
}

impl Keys {
    /// A key on its own, as it is typed: `?`, `n`.
    #[must_use]
    pub const fn plain(key: &'static str) -> Self {
        Self { modifier: Modifier::None, shift: false, key }
    }

    /// A key with Ctrl, on a Mac with Command.
    #[must_use]
    pub const fn primary(key: &'static str) -> Self {
        Self { modifier: Modifier::Primary, shift: false, key }
    }

    /// A key with Ctrl and Shift, on a Mac with Command and Shift.
    #[must_use]
    pub const fn primary_shift(key: &'static str) -> Self {
        Self { modifier: Modifier::Primary, shift: true, key }
    }

    /// A key with Alt, on a Mac with Option.
    #[must_use]
    pub const fn alt(key: &'static str) -> Self {
        Self { modifier: Modifier::Alt, shift: false, key }
    }

    /// Whether it is one character, which somebody who dictates or types may bring about by accident
    /// (WCAG 2.1.4 wants a way to switch these off).
    #[must_use]
    pub const fn is_character(self) -> bool {
        matches!(self.modifier, Modifier::None) && self.key.len() == 1
    }

    /// Whether these keys are what was pressed.
    #[must_use]
    pub fn are_pressed(self, event: &KeyboardEvent) -> bool {
        let (control, command) = (event.ctrl_key(), event.meta_key());
        let held = match self.modifier {
            Modifier::None => !control && !command && !event.alt_key(),
            Modifier::Primary if is_mac() => command && !control && !event.alt_key(),
            Modifier::Primary => control && !command && !event.alt_key(),
            Modifier::Alt => event.alt_key() && !control && !command,
        };
        if !held {
            return false;
        }
        if self.modifier == Modifier::None {
            // What Shift makes of a key differs between keyboards, and is in the character.
            return event.key() == self.key;
        }
        event.shift_key() == self.shift && (event.key().eq_ignore_ascii_case(self.key) || self.is_place_of(event))
    }

    /// Whether it is the key that carries the letter on a Latin keyboard: with other scripts, and with
    /// Option on a Mac, the character is another one.
    fn is_place_of(self, event: &KeyboardEvent) -> bool {
        let code = event.code();
        let letter = code.strip_prefix("Key").or_else(|| code.strip_prefix("Digit"));
        !event.key().is_ascii() && letter.is_some_and(|letter| letter.eq_ignore_ascii_case(self.key))
    }

    /// The keys as they are printed: `Ctrl`, `Shift`, `Z`; on a Mac `⌘`, `⇧`, `Z`.
    #[must_use]
    pub fn printed(self) -> Vec<String> {
        self.printed_on(is_mac())
    }

    fn printed_on(self, mac: bool) -> Vec<String> {
        let mut all = Vec::new();
        let modifier = match (self.modifier, mac) {
            (Modifier::None, _) => "",
            (Modifier::Primary, true) => "⌘",
            (Modifier::Primary, false) => "Ctrl",
            (Modifier::Alt, true) => "⌥",
            (Modifier::Alt, false) => "Alt",
        };
        let shift = match (self.shift, mac) {
            (false, _) => "",
            (true, true) => "⇧",
            (true, false) => "Shift",
        };
        let key = match self.key {
            "Enter" => "↵".to_owned(),
            "Escape" => "Esc".to_owned(),
            "ArrowUp" => "↑".to_owned(),
            "ArrowDown" => "↓".to_owned(),
            "ArrowLeft" => "←".to_owned(),
            "ArrowRight" => "→".to_owned(),
            key => key.to_ascii_uppercase(),
        };
        all.extend([modifier, shift].into_iter().filter(|text| !text.is_empty()).map(str::to_owned));
        all.push(key);
        all
    }

    /// The keys as `aria-keyshortcuts` names them: `Control+Shift+Z`.
    #[must_use]
    pub fn for_aria(self) -> String {
        let modifier = match self.modifier {
            Modifier::None => "",
            Modifier::Primary if is_mac() => "Meta+",
            Modifier::Primary => "Control+",
            Modifier::Alt => "Alt+",
        };
        let shift = if self.shift { "Shift+" } else { "" };
        let key = if self.key.len() == 1 { self.key.to_ascii_uppercase() } else { self.key.to_owned() };
        format!("{modifier}{shift}{key}")
    }
}

/// Whether the keyboard is Apple's.
#[must_use]
pub fn is_mac() -> bool {
    window().navigator().platform().is_ok_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}

#[cfg(test)]
mod tests {
    use super::Keys;

    #[test]
    fn keys_are_printed_as_on_the_keyboard() {
        assert_eq!(Keys::plain("?").printed_on(false), ["?"]);
        assert_eq!(Keys::primary("k").printed_on(false), ["Ctrl", "K"]);
        assert_eq!(Keys::primary("k").printed_on(true), ["⌘", "K"]);
        assert_eq!(Keys::primary_shift("z").printed_on(false), ["Ctrl", "Shift", "Z"]);
        assert_eq!(Keys::primary_shift("z").printed_on(true), ["⌘", "⇧", "Z"]);
        assert_eq!(Keys::alt("ArrowUp").printed_on(true), ["⌥", "↑"]);
        assert_eq!(Keys::primary("Enter").printed_on(false), ["Ctrl", "↵"]);
    }

    #[test]
    fn only_a_character_without_a_modifier_can_be_typed_by_accident() {
        assert!(Keys::plain("n").is_character());
        assert!(!Keys::plain("Escape").is_character());
        assert!(!Keys::primary("k").is_character());
    }
}
