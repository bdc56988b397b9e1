//! How values and sizes are written in messages.

/// Longest excerpt of a value in a message, in characters.
const EXCERPT: usize = 80;
const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// A value of the document in backticks, cut off where it is long.
pub(crate) fn code(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

/// A size for people, rounded up, so that what is over a limit never reads as if it were at it: `10.1 MiB`.
pub(crate) fn size(bytes: u64) -> String {
    if bytes < KIB {
        return format!("{bytes} bytes");
    }
    let (unit, name) = if bytes < MIB { (KIB, "KiB") } else { (MIB, "MiB") };
    let tenths = (u128::from(bytes) * 10).div_ceil(u128::from(unit));
    match tenths % 10 {
        0 => format!("{} {name}", tenths / 10),
        tenth => format!("{}.{tenth} {name}", tenths / 10),
    }
}

/// Names in backticks, as a sentence lists them: `a`, `b` or `c`.
pub(crate) fn any_of(names: &[impl AsRef<str>]) -> String {
    let mut names: Vec<String> = names.iter().map(|name| code(name.as_ref())).collect();
    match names.pop() {
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} or {last}", names.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn sizes_are_rounded_up() {
        for (bytes, said) in [
            (0, "0 bytes"),
            (1023, "1023 bytes"),
            (1024, "1 KiB"),
            (10 * MIB, "10 MiB"),
            (10 * MIB + 1, "10.1 MiB"),
            (u64::MAX, "17592186044416 MiB"),
        ] {
            assert_eq!(size(bytes), said);
        }
    }

    #[test]
    fn long_values_are_cut_off() {
        assert_eq!(code("ü"), "`ü`");
        assert_eq!(code(&"ü".repeat(81)), format!("`{}…`", "ü".repeat(80)));
    }

    #[test]
    fn names_are_listed() {
        assert_eq!(any_of(&["a"]), "`a`");
        assert_eq!(any_of(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(any_of(&[""; 0]), "");
    }
}
