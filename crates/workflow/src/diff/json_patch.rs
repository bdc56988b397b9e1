//! The difference as an RFC 6902 patch.

use crate::diff::align::Alignment;
use crate::diff::{FieldChange, fields};
use crate::document::{Document, Elements, MemberValue};
use crate::json::{Pointer, Value, compact, quote};
use std::collections::BTreeMap;

/// One operation of an RFC 6902 patch. Paths are RFC 6901 pointers, values are JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatchOp {
    /// Adds a member or inserts an element.
    Add {
        /// Where.
        path: String,
        /// The value.
        value: String,
    },
    /// Removes what is there.
    Remove {
        /// Where.
        path: String,
    },
    /// Replaces what is there.
    Replace {
        /// Where.
        path: String,
        /// The value.
        value: String,
    },
    /// Takes an element out and inserts it elsewhere.
    Move {
        /// From where.
        from: String,
        /// To where, counted without the element.
        path: String,
    },
}

/// The operations that lead from one document to the other, first to last, saving noise included.
/// The order of keys is not part of it, and of a top-level key that stands several times the last
/// value counts, as most readers take it.
#[must_use]
pub fn json_patch(before: &Document, after: &Document) -> Vec<PatchOp> {
    let (olds, news) = (members(before), members(after));
    let mut ops = Vec::new();
    for key in olds.keys().filter(|key| !news.contains_key(*key)) {
        ops.push(PatchOp::Remove { path: Pointer::root().child(key).into() });
    }
    for (key, new) in news {
        let path = Pointer::root().child(key);
        match (olds.get(key), new) {
            (None, new) => ops.push(PatchOp::Add { path: path.into(), value: text_of(new) }),
            (Some(MemberValue::List(old)), MemberValue::List(new)) => list_ops(&path, old, new, &mut ops),
            (Some(old), new) => {
                ops.extend(
                    fields::between(&text_of(old), &text_of(new)).into_iter().map(|field| field_op(&path, field)),
                );
            }
        }
    }
    ops
}

/// The patch as a JSON array, an operation a line.
#[must_use]
pub fn to_json_patch_text(ops: &[PatchOp]) -> String {
    let lines: Vec<String> = ops
        .iter()
        .map(|op| {
            let (name, path, rest) = match op {
                PatchOp::Add { path, value } => ("add", path, format!(r#","value":{value}"#)),
                PatchOp::Remove { path } => ("remove", path, String::new()),
                PatchOp::Replace { path, value } => ("replace", path, format!(r#","value":{value}"#)),
                PatchOp::Move { from, path } => ("move", path, format!(r#","from":{}"#, quote(from))),
            };
            format!("  {{\"op\":\"{name}\",\"path\":{}{rest}}}", quote(path))
        })
        .collect();
    if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", lines.join(",\n")) }
}

fn members(document: &Document) -> BTreeMap<&str, &MemberValue> {
    document.members.iter().map(|member| (&*member.key, &member.value)).collect()
}

fn text_of(value: &MemberValue) -> String {
    match value {
        MemberValue::Opaque(text) => on_one_line(text.as_str()),
        MemberValue::List(elements) => {
            let texts: Vec<String> = elements.items.iter().map(|element| on_one_line(element.value.as_str())).collect();
            format!("[{}]", texts.join(","))
        }
    }
}

fn on_one_line(json: &str) -> String {
    Value::parse(json).map_or_else(|_| json.to_owned(), |value| compact(&value))
}

fn field_op(base: &Pointer, field: FieldChange) -> PatchOp {
    let path = format!("{base}{}", field.pointer);
    match (field.before, field.after) {
        (_, None) => PatchOp::Remove { path },
        (None, Some(value)) => PatchOp::Add { path, value: on_one_line(&value) },
        (Some(_), Some(value)) => PatchOp::Replace { path, value: on_one_line(&value) },
    }
}

/// Removals last first, then moves, then additions first first: after that every element stands
/// where it does in the later list, and the values inside follow.
fn list_ops(path: &Pointer, old: &Elements, new: &Elements, ops: &mut Vec<PatchOp>) {
    let alignment = Alignment::of_lists(old, new);
    for (i, _) in alignment.before.iter().enumerate().rev().filter(|(_, j)| j.is_none()) {
        ops.push(PatchOp::Remove { path: path.child(i).into() });
    }
    for (from, to) in moves(&alignment) {
        ops.push(PatchOp::Move { from: path.child(from).into(), path: path.child(to).into() });
    }
    for (j, _) in alignment.after.iter().enumerate().filter(|(_, i)| i.is_none()) {
        let value = on_one_line(new.items[j].value.as_str());
        ops.push(PatchOp::Add { path: path.child(j).into(), value });
    }
    let pairs = alignment.after.iter().enumerate().filter_map(|(j, i)| i.map(|i| (j, i)));
    for (j, i) in pairs.filter(|(_, i)| !alignment.same[*i]) {
        let fields = fields::between(old.items[i].value.as_str(), new.items[j].value.as_str());
        ops.extend(fields.into_iter().map(|field| field_op(&path.child(j), field)));
    }
}

/// The moves among the elements that stay: each from where it stands to behind its later
/// predecessor, in later order.
fn moves(alignment: &Alignment) -> Vec<(usize, usize)> {
    let mut standing: Vec<usize> = alignment.before.iter().filter_map(|j| *j).collect();
    let mut moves = Vec::new();
    let mut predecessor = None;
    for (j, i) in alignment.after.iter().enumerate().filter_map(|(j, i)| i.map(|i| (j, i))) {
        if alignment.moved[i] {
            let place = |standing: &[usize], wanted: usize| standing.iter().position(|&at| at == wanted);
            if let Some(from) = place(&standing, j) {
                standing.remove(from);
                let to = predecessor.and_then(|before| place(&standing, before)).map_or(0, |at| at + 1);
                standing.insert(to, j);
                moves.push((from, to));
            }
        }
        predecessor = Some(j);
    }
    moves
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[track_caller]
    fn check(before: &str, after: &str, expected: &[&str]) {
        let ops = json_patch(&Document::parse(before).unwrap(), &Document::parse(after).unwrap());
        let text = to_json_patch_text(&ops);
        Value::parse(&text).unwrap();
        let lines: Vec<&str> = text.lines().map(|line| line.trim_matches([' ', ','])).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn nothing_to_do() {
        check("{}", "{ }", &["[]"]);
    }

    #[test]
    fn members_and_values() {
        check(
            r#"{"gone":1,"version":1,"deep":{"a/b":[1,2]}}"#,
            r#"{"version":2,"deep":{"a/b":[1]},"new":{"x": [1, 2]}}"#,
            &[
                "[",
                r#"{"op":"remove","path":"/gone"}"#,
                r#"{"op":"remove","path":"/deep/a~1b/1"}"#,
                r#"{"op":"add","path":"/new","value":{"x":[1,2]}}"#,
                r#"{"op":"replace","path":"/version","value":2}"#,
                "]",
            ],
        );
    }

    #[test]
    fn elements_are_removed_moved_added_and_edited() {
        check(
            r#"{"nodes":[{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"}]}"#,
            r#"{"nodes":[{"id":"d"},{"id":"a","k":1},{"id":"x"},{"id":"c"}]}"#,
            &[
                "[",
                r#"{"op":"remove","path":"/nodes/1"}"#,
                r#"{"op":"move","path":"/nodes/0","from":"/nodes/2"}"#,
                r#"{"op":"add","path":"/nodes/2","value":{"id":"x"}}"#,
                r#"{"op":"add","path":"/nodes/1/k","value":1}"#,
                "]",
            ],
        );
    }

    #[test]
    fn a_list_may_come_go_and_become_something_else() {
        check("{}", r#"{"nodes":[ 1, {} ]}"#, &["[", r#"{"op":"add","path":"/nodes","value":[1,{}]}"#, "]"]);
        check(r#"{"nodes":[1]}"#, "{}", &["[", r#"{"op":"remove","path":"/nodes"}"#, "]"]);
        check(r#"{"nodes":[1]}"#, r#"{"nodes":null}"#, &["[", r#"{"op":"replace","path":"/nodes","value":null}"#, "]"]);
    }
}
