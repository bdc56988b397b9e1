//! Changing one value inside a JSON text, leaving every other byte as it is.

use crate::json::pointer::index;
use crate::json::{Kind, Pointer, SyntaxError, Value, quote};

/// Why a value cannot be changed safely.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// A key on the way stands several times, so which one counts is not known.
    #[error("the key `{0}` stands there more than once")]
    DuplicateKey(String),
    /// Something on the way is neither an object nor an array.
    #[error("`{pointer}` is {found}, not an object or array")]
    NotAContainer {
        /// Where.
        pointer: String,
        /// What stands there.
        found: &'static str,
    },
    /// An array has no such place.
    #[error("the array has no place `{0}`")]
    NoSuchIndex(String),
    /// The text around it cannot be read: it is nested too deeply.
    #[error("what it stands in cannot be read: {0}")]
    Unreadable(#[from] SyntaxError),
    /// The whole text cannot be removed.
    #[error("the value itself cannot be removed")]
    Root,
}

/// Sets (or with `None` removes) the value at `pointer`. Missing objects on the way are made;
/// an index equal to an array's length appends. New members take the layout of their neighbours.
///
/// `text` and `json` must be valid JSON.
///
/// # Errors
/// [`EditError`]; the text is never changed by half.
pub fn set(text: &str, pointer: &Pointer, json: Option<&str>) -> Result<String, EditError> {
    let root = Value::parse(text)?;
    let tokens: Vec<String> = pointer.tokens().collect();
    let mut value = &root;
    let mut here = Pointer::root();
    for (depth, token) in tokens.iter().enumerate() {
        let found = step(value, token)?;
        let rest = &tokens[depth + 1..];
        match (found, json) {
            (Step::Found(child), _) if !rest.is_empty() => {
                here = here.child(token);
                if !matches!(child.kind(), Kind::Object(_) | Kind::Array(_)) {
                    return Err(EditError::NotAContainer { pointer: here.into(), found: child.describe() });
                }
                value = child;
            }
            (Step::Found(child), Some(json)) => {
                return Ok(splice(text, child.offset(), child.end(), json));
            }
            (Step::Found(_), None) => return Ok(remove(text, value, token)),
            (Step::Missing, None) => return Ok(text.to_owned()),
            (Step::Missing, Some(json)) => return Ok(insert(text, value, token, &nested(rest, json))),
        }
    }
    json.map(|json| splice(text, root.offset(), root.end(), json)).ok_or(EditError::Root)
}

enum Step<'v, 'a> {
    Found(&'v Value<'a>),
    Missing,
}

fn step<'v, 'a>(value: &'v Value<'a>, token: &str) -> Result<Step<'v, 'a>, EditError> {
    match value.kind() {
        Kind::Object(members) => {
            let mut found = members.iter().filter(|member| member.key == token);
            match (found.next(), found.next()) {
                (Some(_), Some(_)) => Err(EditError::DuplicateKey(token.to_owned())),
                (Some(member), None) => Ok(Step::Found(&member.value)),
                _ => Ok(Step::Missing),
            }
        }
        Kind::Array(elements) => match index(token) {
            Some(index) if index < elements.len() => Ok(Step::Found(&elements[index])),
            Some(index) if index == elements.len() => Ok(Step::Missing),
            _ => Err(EditError::NoSuchIndex(token.to_owned())),
        },
        _ => Err(EditError::NotAContainer { pointer: String::new(), found: value.describe() }),
    }
}

/// `json` wrapped in objects with these keys, outermost first.
fn nested(keys: &[String], json: &str) -> String {
    keys.iter().rev().fold(json.to_owned(), |inner, key| format!("{{{}:{inner}}}", quote(key)))
}

fn splice(text: &str, start: usize, end: usize, with: &str) -> String {
    [&text[..start], with, &text[end..]].concat()
}

/// Where each item of a container begins (its key, for a member) and ends.
fn spans(container: &Value<'_>) -> Vec<(usize, usize)> {
    match container.kind() {
        Kind::Object(members) => members.iter().map(|member| (member.key_offset, member.value.end())).collect(),
        _ => container.elements().iter().map(|element| (element.offset(), element.end())).collect(),
    }
}

fn insert(text: &str, container: &Value<'_>, token: &str, json: &str) -> String {
    let spans = spans(container);
    let inside = container.offset() + 1;
    let item = match container.members().last() {
        Some(last) => {
            let colon = &text[last.key_offset + last.key_text.len()..last.value.offset()];
            format!("{}{colon}{json}", quote(token))
        }
        None if matches!(container.kind(), Kind::Object(_)) => format!("{}:{json}", quote(token)),
        None => json.to_owned(),
    };
    match spans.as_slice() {
        [] => splice(text, inside, inside, &item),
        [.., before, last] => splice(text, last.1, last.1, &format!("{}{item}", &text[before.1..last.0])),
        [only] => splice(text, only.1, only.1, &format!(",{}{item}", &text[inside..only.0])),
    }
}

fn remove(text: &str, container: &Value<'_>, token: &str) -> String {
    let spans = spans(container);
    let index = match container.kind() {
        Kind::Object(members) => members.iter().position(|member| member.key == token),
        _ => index(token),
    };
    let Some(index) = index else { return text.to_owned() };
    let (start, end) = match (index, spans.get(index + 1)) {
        (0, Some(next)) => (spans[0].0, next.0),
        (0, None) => spans[0],
        _ => (spans[index - 1].1, spans[index].1),
    };
    splice(text, start, end, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[track_caller]
    fn check(text: &str, pointer: &str, json: Option<&str>, expected: Result<&str, EditError>) {
        let pointer = Pointer::parse(pointer).unwrap();
        assert_eq!(set(text, &pointer, json), expected.map(str::to_owned));
    }

    #[test]
    fn replaces_only_the_value() {
        check(r#"{ "a" : 1E5,"b":[ 1 , 2 ] }"#, "/b/1", Some("3"), Ok(r#"{ "a" : 1E5,"b":[ 1 , 3 ] }"#));
        check(r#"{"a":{"b":1}}"#, "/a", Some("null"), Ok(r#"{"a":null}"#));
        check(" 1 ", "", Some("2"), Ok(" 2 "));
    }

    #[test]
    fn inserts_in_the_neighbours_layout() {
        check("{}", "/a", Some("1"), Ok(r#"{"a":1}"#));
        check(r#"{"a":1}"#, "/b", Some("2"), Ok(r#"{"a":1,"b":2}"#));
        check("{\n  \"a\": 1\n}", "/b", Some("2"), Ok("{\n  \"a\": 1,\n  \"b\": 2\n}"));
        check("{\"a\": 1, \"b\": 2 }", "/c", Some("3"), Ok("{\"a\": 1, \"b\": 2, \"c\": 3 }"));
        check("[1, 2]", "/2", Some("3"), Ok("[1, 2, 3]"));
        check("{}", "/a/b/c", Some("1"), Ok(r#"{"a":{"b":{"c":1}}}"#));
    }

    #[test]
    fn removes_with_its_comma() {
        check(r#"{"a":1,"b":2,"c":3}"#, "/a", None, Ok(r#"{"b":2,"c":3}"#));
        check(r#"{"a":1,"b":2,"c":3}"#, "/b", None, Ok(r#"{"a":1,"c":3}"#));
        check(r#"{"a":1,"b":2,"c":3}"#, "/c", None, Ok(r#"{"a":1,"b":2}"#));
        check("{ \"a\":1 }", "/a", None, Ok("{  }"));
        check("[1,2]", "/0", None, Ok("[2]"));
        check(r#"{"a":1}"#, "/x/y", None, Ok(r#"{"a":1}"#));
    }

    #[test]
    fn refuses_what_is_not_safe() {
        check(r#"{"a":1,"\u0061":2}"#, "/a", Some("3"), Err(EditError::DuplicateKey("a".into())));
        let not_a_container = EditError::NotAContainer { pointer: "/a".into(), found: "a number" };
        check(r#"{"a":1}"#, "/a/b", Some("3"), Err(not_a_container));
        check("[1]", "/2", Some("3"), Err(EditError::NoSuchIndex("2".into())));
        check("[1]", "/x", Some("3"), Err(EditError::NoSuchIndex("x".into())));
        check("[1]", "/00", Some("3"), Err(EditError::NoSuchIndex("00".into())));
        check("[1]", "/+0", None, Err(EditError::NoSuchIndex("+0".into())));
        check("1", "", None, Err(EditError::Root));
        assert!(matches!(set("[1", &Pointer::root(), Some("1")), Err(EditError::Unreadable(_))));
    }
}
