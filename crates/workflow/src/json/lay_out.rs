//! Laying JSON out over lines without making a tree of it.

/// Writes a JSON text's pretty form, the same as [`pretty_in`](super::pretty_in)'s, behind `out`, and calls `end_line`
/// where a line ends. Goes over the text's bytes, because building a tree first would take most of the time.
pub(crate) fn lay_out(text: &str, margin: &str, out: &mut String, end_line: &mut dyn FnMut(&mut String)) {
    let bytes = text.as_bytes();
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    let mut depth = 0;
    let mut at = 0;
    let mut next_line = |out: &mut String, depth: usize| {
        end_line(out);
        out.push_str(margin);
        (0..depth).for_each(|_| out.push_str("  "));
    };
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                out.push_str(&text[start..at]);
            }
            b'{' | b'[' => {
                at += bytes[at..].iter().take_while(|byte| is_space(byte)).count();
                out.push(char::from(byte));
                if let Some(close @ (b'}' | b']')) = bytes.get(at) {
                    out.push(char::from(*close));
                    at += 1;
                } else {
                    depth += 1;
                    next_line(out, depth);
                }
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                next_line(out, depth);
                out.push(char::from(byte));
            }
            b',' => {
                out.push(',');
                next_line(out, depth);
            }
            b':' => out.push_str(": "),
            _ if is_space(&byte) => {}
            _ => {
                let is_end = |byte: &u8| is_space(byte) || matches!(byte, b',' | b'}' | b']');
                at += bytes[at..].iter().take_while(|byte| !is_end(byte)).count();
                out.push_str(&text[start..at]);
            }
        }
    }
}

/// Behind the closing quote of a string whose characters begin at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => break,
            b'\\' => at += 1,
            _ => {}
        }
    }
    at.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::lay_out;
    use crate::json::{Value, pretty_in};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn it_is_the_pretty_form() {
        for text in [
            "{}",
            " [ ] ",
            r#"{"a" : [1E5, {"\u0041":"\/"}, [], {}], "a":-0}"#,
            r#"["[,{\"","\\",",",[[[]]],{"é😀":{"x":null}}]"#,
        ] {
            for margin in ["", "    "] {
                let mut out = String::new();
                let mut lines = 1;
                lay_out(text, margin, &mut out, &mut |out| {
                    out.push('\n');
                    lines += 1;
                });
                assert_eq!(out, pretty_in(&Value::parse(text).unwrap(), "  ", margin));
                assert_eq!(lines, out.lines().count());
            }
        }
    }
}
