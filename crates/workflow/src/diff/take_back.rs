//! Taking one difference back and leaving all others.

use crate::diff::FieldChange;
use crate::json::{Kind, Pointer, Value, set};

/// `now` without one of its differences from `before`: what is new is taken out, what is gone is put back where it was, what
/// is other is as it was. `None` where the place is no longer there, or a key on the way stands twice.
#[must_use]
pub fn taken_back(before: &str, now: &str, field: &FieldChange) -> Option<String> {
    let pointer = Pointer::parse(&field.pointer)?;
    let tokens: Vec<String> = pointer.tokens().collect();
    let (last, parents) = tokens.split_last()?;
    let parent = parents.iter().fold(Pointer::root(), |pointer, token| pointer.child(token));
    let (now_root, before_root) = (Value::parse(now).ok()?, Value::parse(before).ok()?);
    let container = find(&now_root, parents);
    if let (Some(array), Kind::Array(elements)) = (container, container.map_or(&Kind::Null, Value::kind)) {
        let at: usize = last.parse().ok()?;
        let mut texts: Vec<&str> = elements.iter().map(Value::text).collect();
        match (field.before.as_deref(), &field.after) {
            (None, _) if at < texts.len() => drop(texts.remove(at)),
            (Some(before), None) => texts.insert(at.min(texts.len()), before),
            (Some(before), Some(_)) => *texts.get_mut(at)? = before,
            (None, _) => return None,
        }
        return replace(now, array, &format!("[{}]", texts.join(",")));
    }
    match (&field.before, container.map(Value::kind)) {
        (Some(before), Some(Kind::Object(members))) if container.and_then(|object| object.get(last)).is_none() => {
            // Behind it stood in the earlier text what it is put before now.
            let earlier = find(&before_root, parents).map(members_of).unwrap_or_default();
            let behind = earlier.iter().skip_while(|(key, _)| key != last).skip(1);
            let place = behind
                .filter_map(|(key, _)| members.iter().position(|member| member.key == key.as_str()))
                .next()
                .unwrap_or(members.len());
            let mut texts: Vec<String> =
                members.iter().map(|member| format!("{}:{}", member.key_text, member.value.text())).collect();
            texts.insert(place, format!("{}:{before}", crate::json::quote(last)));
            replace(now, container?, &format!("{{{}}}", texts.join(",")))
        }
        (before, _) => set(now, &parent.child(last), before.as_deref()).ok(),
    }
}

fn find<'v, 'a>(root: &'v Value<'a>, tokens: &[String]) -> Option<&'v Value<'a>> {
    tokens.iter().try_fold(root, |value, token| match value.kind() {
        Kind::Array(elements) => elements.get(token.parse::<usize>().ok()?),
        _ => value.get(token),
    })
}

fn members_of(value: &Value<'_>) -> Vec<(String, String)> {
    let of = |value: &Value<'_>| value.text().to_owned();
    value.members().iter().map(|member| (member.key.to_string(), of(&member.value))).collect()
}

fn replace(text: &str, value: &Value<'_>, new: &str) -> Option<String> {
    Some([text.get(..value.offset())?, new, text.get(value.end()..)?].concat())
}

#[cfg(test)]
mod tests {
    use super::taken_back;
    use crate::diff::{DiffEntry, FieldChange, diff};
    use crate::document::Document;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn fields(before: &str, now: &str) -> Vec<FieldChange> {
        let document = |node: &str| Document::parse(&format!("{{\"nodes\":[{node}]}}")).unwrap();
        let entries = diff(&document(before), &document(now)).entries;
        entries
            .into_iter()
            .flat_map(|entry| match entry {
                DiffEntry::NodeChanged { fields, .. } => fields,
                _ => Vec::new(),
            })
            .collect()
    }

    /// Takes each difference back by itself, and then all of them one after another.
    #[track_caller]
    fn check(before: &str, now: &str, alone: &[&str]) {
        let node = |properties: &str| format!(r#"{{"id":"n","type":"email","properties":{properties}}}"#);
        let (before, now) = (node(before), node(now));
        let all = fields(&before, &now);
        let left: Vec<_> = all.iter().map(|field| taken_back(&before, &now, field).unwrap()).collect();
        assert_eq!(left, alone.iter().map(|text| node(text)).collect::<Vec<_>>());
        let mut text = now;
        for _ in 0..all.len() {
            let next = fields(&before, &text).swap_remove(0);
            text = taken_back(&before, &text, &next).unwrap();
        }
        assert_eq!(text, before);
    }

    #[test]
    fn values_are_as_they_were_and_the_others_stay() {
        check(
            r#"{"templateId":"a","trackOpens":true}"#,
            r#"{"templateId":"b","trackOpens":true,"x":1}"#,
            &[r#"{"templateId":"a","trackOpens":true,"x":1}"#, r#"{"templateId":"b","trackOpens":true}"#],
        );
    }

    #[test]
    fn what_is_gone_comes_back_to_its_place() {
        check(
            r#"{"variables":{"a":"1","b":"2","c":"3"}}"#,
            r#"{"variables":{"a":"1","c":"4"}}"#,
            &[r#"{"variables":{"a":"1","b":"2","c":"4"}}"#, r#"{"variables":{"a":"1","c":"3"}}"#],
        );
    }

    #[test]
    fn one_attachment_among_others() {
        let file = |id: &str| format!(r#"{{"fileId":"{id}"}}"#);
        let list = |ids: &[&str]| {
            format!(r#"{{"attachments":[{}]}}"#, ids.iter().map(|id| file(id)).collect::<Vec<_>>().join(","))
        };
        check(&list(&["a"]), &list(&["a", "b"]), &[&list(&["a"])]);
        check(&list(&["a", "b", "c"]), &list(&["a", "c"]), &[&list(&["a", "b", "c"])]);
    }

    #[test]
    fn a_place_that_is_no_longer_there_is_left_alone() {
        let gone = FieldChange { pointer: "/list/7".into(), before: None, after: Some("1".into()) };
        assert_eq!(taken_back(r#"{"list":[]}"#, r#"{"list":[1]}"#, &gone), None);
    }
}
