//! A reader of JSON text that shares nothing with the core: it cuts containers into their items and the
//! bytes between them, so that tests can say which bytes may differ.

/// An item of an object or array, and what stands around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item<'a> {
    /// White space and comma before it.
    pub lead: &'a str,
    /// A member's key with its quotes; empty in an array.
    pub key: &'a str,
    /// Between key and value.
    pub colon: &'a str,
    pub value: &'a str,
}

impl Item<'_> {
    /// The key as its reader takes it; `None` where it holds half a surrogate pair.
    pub fn name(&self) -> Option<String> {
        serde_json::from_str(self.key).ok()
    }
}

/// A container's items; `close` is what stands before the closing bracket.
#[derive(Clone, Debug, PartialEq)]
pub struct Items<'a> {
    pub items: Vec<Item<'a>>,
    pub close: &'a str,
}

const SPACE: [char; 4] = [' ', '\n', '\r', '\t'];

/// Where the value that begins at `at` ends.
fn end_of_value(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let string_end = |start: usize| {
        let mut here = start + 1;
        while bytes[here] != b'"' {
            here += if bytes[here] == b'\\' { 2 } else { 1 };
        }
        here + 1
    };
    match bytes[at] {
        b'"' => string_end(at),
        b'{' | b'[' => {
            let mut depth = 0;
            let mut here = at;
            loop {
                match bytes[here] {
                    b'"' => here = string_end(here) - 1,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
                here += 1;
                if depth == 0 {
                    return here;
                }
            }
        }
        _ => text[at..].find([',', ']', '}', ' ', '\n', '\r', '\t']).map_or(text.len(), |length| at + length),
    }
}

/// Cuts an object or array, brackets included, into its items.
pub fn items(container: &str) -> Items<'_> {
    let inner = &container[1..container.len() - 1];
    let is_object = container.starts_with('{');
    let mut items = Vec::new();
    let mut at = 0;
    loop {
        let start = inner[at..].find(|found| !SPACE.contains(&found) && found != ',').map(|length| at + length);
        let Some(start) = start else { return Items { items, close: &inner[at..] } };
        let (key_end, value_start) = if is_object {
            let key_end = end_of_value(inner, start);
            let colon = inner[key_end..].find(|found| !SPACE.contains(&found) && found != ':').unwrap();
            (key_end, key_end + colon)
        } else {
            (start, start)
        };
        let end = end_of_value(inner, value_start);
        items.push(Item {
            lead: &inner[at..start],
            key: &inner[start..key_end],
            colon: &inner[key_end..value_start],
            value: &inner[value_start..end],
        });
        at = end;
    }
}

/// A document's text in front of its object, the object, and what follows.
pub fn document(text: &str) -> (&str, &str, &str) {
    let (start, end) = (text.find('{').unwrap(), text.rfind('}').unwrap() + 1);
    (&text[..start], &text[start..end], &text[end..])
}

/// What an RFC 6901 pointer finds in a text.
#[derive(Clone, Copy, Debug)]
pub enum Found<'a> {
    Value(&'a str),
    /// The last of the containers on the way, which has no such item; whether the pointer ends here.
    Missing(&'a str, bool),
    /// A key on the way stands twice.
    Twice,
    /// Something on the way has no items, or no such place.
    Nothing,
}

pub fn find<'a>(text: &'a str, pointer: &str) -> Found<'a> {
    let mut here = text;
    let tokens: Vec<String> =
        pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect();
    for (depth, token) in tokens.iter().enumerate() {
        let last = depth + 1 == tokens.len();
        match here.as_bytes()[0] {
            b'{' => {
                let members = items(here).items;
                let named: Vec<&Item<'_>> = members.iter().filter(|item| item.name().as_ref() == Some(token)).collect();
                match named.as_slice() {
                    [] => return Found::Missing(here, last),
                    [one] => here = one.value,
                    _ => return Found::Twice,
                }
            }
            b'[' => {
                let elements = items(here).items;
                match token.parse::<usize>() {
                    Ok(index) if index < elements.len() => here = elements[index].value,
                    Ok(index) if index == elements.len() => return Found::Missing(here, last),
                    _ => return Found::Nothing,
                }
            }
            _ => return Found::Nothing,
        }
    }
    Found::Value(here)
}

/// Where `part`, a slice of `text`, begins in it.
pub fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}
