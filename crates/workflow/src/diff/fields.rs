//! The difference of two JSON values, field by field.

use crate::diff::FieldChange;
use crate::json::same_text;
use crate::json::scan::has_half_pair;
use crate::json::{Kind, Member, Pointer, Value};
use std::collections::HashMap;
use std::fmt::Display;
use std::ops::Range;

/// Deeper values are compared as a whole, so that no document exhausts the stack.
const MAX_DEPTH: usize = 100;

/// The keys by which elements of an array inside a node are recognised.
const IDENTITY_KEYS: [&str; 2] = ["fileId", "id"];

/// What differs between two JSON texts. White space, the order of keys and the escapes of strings say
/// nothing; a number's spelling does.
///
/// The list can be applied first to last: within an array come removals (last first, at the earlier
/// index), then additions (first first, at the later index), then what is still there (at the later
/// index). An object in which a key stands twice, and what is nested more than [`MAX_DEPTH`] levels
/// deep, is reported as a whole.
pub(crate) fn between(before: &str, after: &str) -> Vec<FieldChange> {
    let mut fields = Vec::new();
    if same_text(before, after) {
        return fields;
    }
    match (Value::parse(before), Value::parse(after)) {
        (Ok(before), Ok(after)) => compare(&before, &after, &Path::default(), &mut fields),
        _ => fields.push(FieldChange::new(&Path::default(), Some(before), Some(after))),
    }
    fields
}

/// Where a value stands, and how deep that is.
#[derive(Default)]
struct Path {
    pointer: Pointer,
    depth: usize,
}

impl Path {
    fn child(&self, token: impl Display) -> Self {
        Self { pointer: self.pointer.child(token), depth: self.depth + 1 }
    }
}

impl FieldChange {
    fn new(at: &Path, before: Option<&str>, after: Option<&str>) -> Self {
        Self {
            pointer: at.pointer.as_str().to_owned(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        }
    }
}

fn compare(before: &Value<'_>, after: &Value<'_>, at: &Path, fields: &mut Vec<FieldChange>) {
    if same_text(before.text(), after.text()) {
        return;
    }
    match (before.kind(), after.kind()) {
        _ if at.depth == MAX_DEPTH => compare_whole(before, after, at, fields),
        (Kind::Object(b), Kind::Object(a)) => match (by_key(b), by_key(a)) {
            (Some(before), Some(after)) => compare_members((b, before), (a, after), at, fields),
            _ => compare_whole(before, after, at, fields),
        },
        (Kind::Array(b), Kind::Array(a)) => compare_elements(b, a, at, fields),
        _ => compare_whole(before, after, at, fields),
    }
}

fn compare_whole(before: &Value<'_>, after: &Value<'_>, at: &Path, fields: &mut Vec<FieldChange>) {
    if !before.same_as(after) {
        fields.push(FieldChange::new(at, Some(before.text()), Some(after.text())));
    }
}

type Members<'v, 'a> = (&'v [Member<'a>], HashMap<&'v str, &'v Value<'a>>);

/// The values by key; `None` where a key stands twice, or says more than its characters do.
fn by_key<'v, 'a>(members: &'v [Member<'a>]) -> Option<HashMap<&'v str, &'v Value<'a>>> {
    let map: HashMap<_, _> = members.iter().map(|member| (member.key.as_ref(), &member.value)).collect();
    let is_told_by_keys = map.len() == members.len() && !members.iter().any(|member| has_half_pair(member.key_text));
    is_told_by_keys.then_some(map)
}

fn compare_members(
    (before, before_by_key): Members<'_, '_>,
    (after, after_by_key): Members<'_, '_>,
    at: &Path,
    fields: &mut Vec<FieldChange>,
) {
    for member in before.iter().filter(|member| !after_by_key.contains_key(member.key.as_ref())) {
        fields.push(FieldChange::new(&at.child(&member.key), Some(member.value.text()), None));
    }
    for Member { key, value, .. } in after {
        match before_by_key.get(key.as_ref()) {
            Some(before) if same_text(before.text(), value.text()) => {}
            Some(before) => compare(before, value, &at.child(key), fields),
            None => fields.push(FieldChange::new(&at.child(key), None, Some(value.text()))),
        }
    }
}

fn compare_elements(before: &[Value<'_>], after: &[Value<'_>], at: &Path, fields: &mut Vec<FieldChange>) {
    let head = before.iter().zip(after).take_while(|(b, a)| b.same_as(a)).count();
    let rest = before[head..].iter().rev().zip(after[head..].iter().rev());
    let tail = rest.take_while(|(b, a)| b.same_as(a)).count();
    let steps = walk(before, head..before.len() - tail, after, head..after.len() - tail);
    for &i in steps.removed.iter().rev() {
        fields.push(FieldChange::new(&at.child(i), Some(before[i].text()), None));
    }
    for &j in &steps.added {
        fields.push(FieldChange::new(&at.child(j), None, Some(after[j].text())));
    }
    for &(i, j) in &steps.kept {
        if identity(&before[i]) == identity(&after[j]) {
            compare(&before[i], &after[j], &at.child(j), fields);
        } else {
            fields.push(FieldChange::new(&at.child(j), Some(before[i].text()), Some(after[j].text())));
        }
    }
}

#[derive(Default)]
struct Steps {
    removed: Vec<usize>,
    added: Vec<usize>,
    /// Ascending on both sides.
    kept: Vec<(usize, usize)>,
}

/// Pairs the middle of two arrays: by identity where elements have one, else by index.
fn walk(before: &[Value<'_>], b: Range<usize>, after: &[Value<'_>], a: Range<usize>) -> Steps {
    let last_place = |values: &[Value<'_>], range: &Range<usize>| -> HashMap<String, usize> {
        range.clone().filter_map(|at| identity(&values[at]).map(|id| (id.to_owned(), at))).collect()
    };
    let (last_before, last_after) = (last_place(before, &b), last_place(after, &a));
    let mut steps = Steps::default();
    let (mut i, mut j) = (b.start, a.start);
    while i < b.end && j < a.end {
        let (id_before, id_after) = (identity(&before[i]), identity(&after[j]));
        let comes_later = |last: &HashMap<String, usize>, id: Option<&str>, now: usize| {
            id.and_then(|id| last.get(id)).is_some_and(|&at| at > now)
        };
        let before_is_ahead = comes_later(&last_after, id_before, j);
        let after_is_behind = comes_later(&last_before, id_after, i);
        if id_before == id_after || (!before_is_ahead && !after_is_behind) {
            steps.kept.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if after_is_behind {
            steps.removed.push(i);
            i += 1;
        } else {
            steps.added.push(j);
            j += 1;
        }
    }
    steps.removed.extend(i..b.end);
    steps.added.extend(j..a.end);
    steps
}

/// What an element of an array inside a node is recognised by.
pub(crate) fn identity<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    IDENTITY_KEYS.iter().find_map(|key| value.get(key).and_then(Value::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// One line per change: `pointer: before > after`.
    #[track_caller]
    fn check(before: &str, after: &str, expected: &[&str]) {
        let shown: Vec<String> = between(before, after)
            .iter()
            .map(|field| {
                let part = |text: &Option<String>| text.clone().unwrap_or_default();
                format!("{}: {} > {}", field.pointer, part(&field.before), part(&field.after))
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn layout_says_nothing() {
        check(r#"{"a":1,"b":[1,2]}"#, "{ \"b\": [1, 2],\n \"a\": 1 }", &[]);
        check(r#"{"a":"A"}"#, r#"{"a":"A"}"#, &[]);
    }

    #[test]
    fn the_spelling_of_numbers_does() {
        check(r#"{"a":1}"#, r#"{"a":1.0}"#, &["/a: 1 > 1.0"]);
        check("1E5", "1e5", &[": 1E5 > 1e5"]);
    }

    #[test]
    fn members_one_by_one() {
        check(
            r#"{"gone":1,"same":2,"deep":{"x":1,"y/z":{"~":true}}}"#,
            r#"{"deep":{"y/z":{"~":false},"x":1},"same":2,"new":{"k":null}}"#,
            &["/gone: 1 > ", "/deep/y~1z/~0: true > false", r#"/new:  > {"k":null}"#],
        );
    }

    #[test]
    fn another_kind_of_value_is_one_change() {
        check(r#"{"a":[1]}"#, r#"{"a":{"0":1}}"#, &[r#"/a: [1] > {"0":1}"#]);
    }

    #[test]
    fn an_object_with_a_key_twice_is_compared_as_a_whole() {
        check(r#"{"a":{"k":1,"k":2}}"#, r#"{"a":{"k":1,"k":3}}"#, &[r#"/a: {"k":1,"k":2} > {"k":1,"k":3}"#]);
        check(r#"{"a":{"k":1,"k":2}}"#, r#"{ "a": {"k":1, "k":2}}"#, &[]);
    }

    #[test]
    fn arrays_without_identities_by_index() {
        check("[1,2,3]", "[1,3]", &["/1: 2 > "]);
        check("[1,3]", "[1,2,3]", &["/1:  > 2"]);
        check("[1,2,3,4]", "[1,5,4]", &["/2: 3 > ", "/1: 2 > 5"]);
        check("[]", "[1,2]", &["/0:  > 1", "/1:  > 2"]);
        check("[1,2]", "[]", &["/1: 2 > ", "/0: 1 > "]);
    }

    #[test]
    fn array_elements_with_identities_by_identity() {
        let file = |id: &str, name: &str| format!(r#"{{"fileId":"{id}","fileName":"{name}"}}"#);
        let list = |files: &[(&str, &str)]| {
            let files: Vec<String> = files.iter().map(|(id, name)| file(id, name)).collect();
            format!("[{}]", files.join(","))
        };
        let removed = |at: usize, id: &str, name: &str| format!("/{at}: {} > ", file(id, name));
        check(
            &list(&[("att_1", "a"), ("att_2", "b"), ("att_3", "c")]),
            &list(&[("att_2", "x"), ("att_3", "c")]),
            &[&removed(0, "att_1", "a"), r#"/0/fileName: "b" > "x""#],
        );
        check(
            &list(&[("att_1", "a")]),
            &list(&[("att_2", "b")]),
            &[&format!("/0: {} > {}", file("att_1", "a"), file("att_2", "b"))],
        );
        check(
            &list(&[("att_1", "a"), ("att_2", "b")]),
            &list(&[("att_2", "b"), ("att_1", "a")]),
            &[&removed(0, "att_1", "a"), &format!("/1:  > {}", file("att_1", "a"))],
        );
    }
}
