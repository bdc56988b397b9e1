//! What has to be set and removed in one value to make it say what another says.

use crate::json::{EditError, Kind, Member, Pointer, Value, compact, pretty_in, set};

/// A place at which two values differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where.
    pub pointer: Pointer,
    /// What the first has there, as it is written; `None` where it has nothing.
    pub before: Option<String>,
    /// What the second has there, without white space; `None` where it has nothing.
    pub after: Option<String>,
}

/// The places at which `to` says something else than `from`, as small as can be: members are compared one by
/// one where setting them one by one leaves them in `to`'s order. White space between values is no difference;
/// the spelling of a number or a text is one. Set in this order, they make `from` say what `to` says.
#[must_use]
pub fn differences(from: &Value<'_>, to: &Value<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(Pointer::root(), from, to, &mut found);
    found
}

/// `text` with every value set that differs from `to`'s, and all else as it stands. What is set is laid out as
/// the text is: over several lines where it has several.
///
/// # Errors
/// [`EditError`], where a key on the way stands twice or the text is no JSON.
pub fn adapt(text: &str, to: &Value<'_>) -> Result<String, EditError> {
    carry_over(&Value::parse(text)?, to, text)
}

/// `text` with what `to` says otherwise than `from` set in it, and all else as it stands; laid out as the text is.
///
/// # Errors
/// [`EditError`], where the text has no such places.
pub fn carry_over(from: &Value<'_>, to: &Value<'_>, text: &str) -> Result<String, EditError> {
    let spread = text.contains('\n');
    let found = differences(from, to);
    found.into_iter().try_fold(text.to_owned(), |text, difference| {
        let laid_out = match &difference.after {
            Some(after) if spread => {
                let margin = "  ".repeat(difference.pointer.tokens().count());
                Some(pretty_in(&Value::parse(after)?, "  ", &margin))
            }
            after => after.clone(),
        };
        set(&text, &difference.pointer, laid_out.as_deref())
    })
}

fn compare(pointer: Pointer, from: &Value<'_>, to: &Value<'_>, found: &mut Vec<Difference>) {
    if from.text() == to.text() || compact(from) == compact(to) {
        return;
    }
    let (Kind::Object(old), Kind::Object(new)) = (from.kind(), to.kind()) else {
        found.push(Difference { pointer, before: Some(from.text().to_owned()), after: Some(compact(to)) });
        return;
    };
    if !can_be_set_one_by_one(old, new) {
        found.push(Difference { pointer, before: Some(from.text().to_owned()), after: Some(compact(to)) });
        return;
    }
    for member in old {
        let here = pointer.child(&member.key);
        match to.get(&member.key) {
            Some(value) => compare(here, &member.value, value, found),
            None => found.push(Difference { pointer: here, before: Some(member.value.text().to_owned()), after: None }),
        }
    }
    for member in new.iter().filter(|member| from.get(&member.key).is_none()) {
        let after = Some(compact(&member.value));
        found.push(Difference { pointer: pointer.child(&member.key), before: None, after });
    }
}

/// Whether no key stands twice, and what is new stands behind what stays, which keeps its order.
fn can_be_set_one_by_one(old: &[Member<'_>], new: &[Member<'_>]) -> bool {
    let has = |members: &[Member<'_>], key: &str| members.iter().any(|member| member.key == key);
    let unique =
        |members: &[Member<'_>]| members.iter().enumerate().all(|(at, member)| !has(&members[..at], &member.key));
    let stays = old.iter().filter(|member| has(new, &member.key));
    let comes = new.iter().filter(|member| !has(old, &member.key));
    unique(old) && unique(new) && stays.chain(comes).map(|member| &member.key).eq(new.iter().map(|member| &member.key))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn pointers(from: &str, to: &str) -> Vec<String> {
        let (from, to) = (Value::parse(from).unwrap(), Value::parse(to).unwrap());
        differences(&from, &to).into_iter().map(|found| found.pointer.into()).collect()
    }

    #[test]
    fn only_the_members_that_differ_are_told() {
        for (from, to, expected) in [
            (r#"{"a":1,"b":{"c":2}}"#, "{ \"a\": 1,\n \"b\": { \"c\": 2 } }", &[][..]),
            (r#"{"a":1,"b":{"c":2,"d":3}}"#, r#"{"a":1,"b":{"c":3,"d":3}}"#, &["/b/c"]),
            (r#"{"a":1,"b":2}"#, r#"{"b":2,"c":3}"#, &["/a", "/c"]),
            (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#, &[""]),
            (r#"{"a":{"x":1,"y":2}}"#, r#"{"a":{"z":0,"x":1,"y":2}}"#, &["/a"]),
            (r#"{"a":[1,2]}"#, r#"{"a":[1,3]}"#, &["/a"]),
            (r#"{"a":1E5}"#, r#"{"a":100000}"#, &["/a"]),
            (r#"{"a":1,"a":2}"#, r#"{"a":1,"a":3}"#, &[""]),
            ("1", "2", &[""]),
        ] {
            assert_eq!(pointers(from, to), expected, "{from} → {to}");
        }
    }

    #[test]
    fn a_text_is_adapted_and_keeps_its_layout() {
        let text = "{\n  \"a\": 1E5,\n  \"b\": [1],\n  \"c\":   true\n}";
        let to = Value::parse(r#"{"a":1E5,"b":[1,{"x":2}],"d":{"y":[]}}"#).unwrap();
        assert_eq!(
            adapt(text, &to).unwrap(),
            "{\n  \"a\": 1E5,\n  \"b\": [\n    1,\n    {\n      \"x\": 2\n    }\n  ],\n  \"d\": {\n    \"y\": []\n  }\n}"
        );
        assert_eq!(adapt(r#"{ "a":1 }"#, &Value::parse(r#"{"a":{"b":2}}"#).unwrap()).unwrap(), r#"{ "a":{"b":2} }"#);
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use super::*;
        use proptest::prelude::*;

        fn json() -> impl Strategy<Value = String> {
            let leaf = prop_oneof![
                Just("1E5".to_owned()),
                Just("1.0".to_owned()),
                Just("\"x\"".to_owned()),
                Just("null".into())
            ];
            leaf.prop_recursive(3, 24, 4, |inner| {
                prop_oneof![
                    proptest::collection::vec(inner.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(", "))),
                    proptest::collection::vec(("[a-c]", inner), 0..4).prop_map(|members| {
                        let mut seen = std::collections::HashSet::new();
                        let members = members.into_iter().filter(|(key, _)| seen.insert(key.clone()));
                        let members: Vec<_> = members.map(|(key, value)| format!("\"{key}\": {value}")).collect();
                        format!("{{ {} }}", members.join(","))
                    }),
                ]
            })
        }

        proptest! {
            #[test]
            fn setting_the_differences_makes_the_same(from in json(), to in json()) {
                let target = Value::parse(&to).unwrap();
                let adapted = adapt(&from, &target).unwrap();
                prop_assert_eq!(compact(&Value::parse(&adapted).unwrap()), compact(&target));
            }
        }
    }
}
