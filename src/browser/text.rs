//! Text that the browser knows more about than the app.

/// The text in lower case. What is not ASCII is left to the browser, which has the table of all letters
/// (5 kB compressed) in any case.
#[must_use]
pub fn lowercase(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { lowercase_of_any_script(text) }
}

#[cfg(target_arch = "wasm32")]
fn lowercase_of_any_script(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

#[cfg(not(target_arch = "wasm32"))]
fn lowercase_of_any_script(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::lowercase;

    #[test]
    fn letters_of_all_scripts_are_lowered() {
        assert_eq!(lowercase("Email_1 "), "email_1 ");
        assert_eq!(lowercase("GRÖSSE Ω"), "grösse ω");
    }
}
