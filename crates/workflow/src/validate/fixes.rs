//! Edits of a node that a finding can offer, only where they can be applied safely.

use crate::change::{Edit, FieldEdit, RawJson};
use crate::document::NodeId;
use crate::json::{Kind, Pointer, Value};

/// Most members of an object, and elements of an array, that a fix reaches into. A fix is made for each
/// finding, so that without a bound a hostile node would cost its size squared.
const MOST_MEMBERS: usize = 500;
/// Longest array or object, in bytes, that a fix copies.
const LONGEST_CONTAINER: usize = 64 * 1024;

/// The edit that gives each place in the node its new text (`None` removes the value). `None` where
/// a place cannot be edited safely: a key on the way stands twice, something on the way is missing, or there is far too much of it.
pub(super) fn edit_node(id: &str, node: &Value<'_>, fields: &[(&[&str], Option<RawJson>)]) -> Option<Edit> {
    let fields = fields
        .iter()
        .map(|(at, after)| {
            let before = match find(node, at) {
                Found::Value(value) => Some(RawJson::parse(value.text()).ok()?),
                Found::Absent if after.is_some() => None,
                Found::Absent | Found::Unsafe => return None,
            };
            let pointer = at.iter().fold(Pointer::root(), |pointer, token| pointer.child(token)).into();
            Some(FieldEdit { pointer, before, after: after.clone() })
        })
        .collect::<Option<_>>()?;
    Some(Edit::EditNode { id: NodeId::from(id), fields })
}

/// An array's or object's text without one of its items and its comma; all else keeps its bytes.
pub(super) fn without_item(container: &Value<'_>, index: usize) -> Option<RawJson> {
    let (text, base) = (container.text(), container.offset());
    if container.members().len() + container.elements().len() > MOST_MEMBERS || text.len() > LONGEST_CONTAINER {
        return None;
    }
    let spans: Vec<(usize, usize)> = match container.kind() {
        Kind::Object(members) => {
            members.iter().map(|member| (member.key_offset - base, member.value.end() - base)).collect()
        }
        _ => container.elements().iter().map(|element| (element.offset() - base, element.end() - base)).collect(),
    };
    let removed = spans.get(index)?;
    let (start, end) = match (index.checked_sub(1).and_then(|before| spans.get(before)), spans.get(index + 1)) {
        (Some(before), _) => (before.1, removed.1),
        (None, Some(next)) => (removed.0, next.0),
        (None, None) => *removed,
    };
    RawJson::parse(format!("{}{}", text.get(..start)?, text.get(end..)?)).ok()
}

enum Found<'v, 'a> {
    Value(&'v Value<'a>),
    Absent,
    Unsafe,
}

fn find<'v, 'a>(node: &'v Value<'a>, at: &[&str]) -> Found<'v, 'a> {
    let Some((token, rest)) = at.split_first() else { return Found::Value(node) };
    let members = match node.kind() {
        Kind::Object(members) if members.len() <= MOST_MEMBERS => members,
        Kind::Array(elements) => {
            // Only what stands inside an element: taking one out moves the others (see `without_element`).
            let element = token.parse::<usize>().ok().and_then(|index| elements.get(index));
            return element.filter(|_| !rest.is_empty()).map_or(Found::Unsafe, |element| find(element, rest));
        }
        _ => return Found::Unsafe,
    };
    let mut named = members.iter().filter(|member| member.key == *token);
    match (named.next(), named.next()) {
        (Some(only), None) => find(&only.value, rest),
        (None, _) if rest.is_empty() => Found::Absent,
        _ => Found::Unsafe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn edit(node: &str, at: &[&str], after: Option<&str>) -> Option<Edit> {
        edit_node("n", &Value::parse(node).unwrap(), &[(at, after.map(|text| RawJson::parse(text).unwrap()))])
    }

    #[test]
    fn before_is_the_text_that_stands_there() {
        let Some(Edit::EditNode { fields, .. }) = edit(r#"{"a":{"b/c": 1.0}}"#, &["a", "b/c"], Some("2")) else {
            panic!("no edit")
        };
        assert_eq!(fields[0].pointer, "/a/b~1c");
        assert_eq!(fields[0].before.as_ref().map(RawJson::as_str), Some("1.0"));
    }

    #[test]
    fn unsafe_places_have_no_edit() {
        for (node, at, after) in [
            (r#"{"a":1,"a":2}"#, &["a"][..], Some("3")),
            (r#"{"a":{"b":1},"a":{"b":1}}"#, &["a", "b"], Some("3")),
            (r#"{"a":[1]}"#, &["a", "0"], Some("3")),
            (r#"{"a":[{}]}"#, &["a", "1", "b"], Some("3")),
            (r#"{"a":1}"#, &["a", "b"], Some("3")),
            (r#"{}"#, &["a", "b"], Some("3")),
            (r#"{}"#, &["a"], None),
        ] {
            assert_eq!(edit(node, at, after), None, "{node}");
        }
    }

    #[test]
    fn one_item_goes_and_the_rest_keeps_its_bytes() {
        for (container, index, left) in [
            ("[ 1.0 , 2 ,3 ]", 0, "[ 2 ,3 ]"),
            ("[ 1.0 , 2 ,3 ]", 1, "[ 1.0 ,3 ]"),
            ("[ 1.0 , 2 ,3 ]", 2, "[ 1.0 , 2 ]"),
            ("[1]", 0, "[]"),
            (r#"{ "a":1 , "b": 2}"#, 0, r#"{ "b": 2}"#),
            (r#"{ "a":1 , "a": 1 }"#, 1, r#"{ "a":1 }"#),
        ] {
            let text = format!("  {container}");
            let value = Value::parse(&text).unwrap();
            assert_eq!(without_item(&value, index).unwrap().as_str(), left);
        }
    }
}
