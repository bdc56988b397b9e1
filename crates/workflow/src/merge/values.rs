//! The merge of one JSON value: who changed it, and what becomes of it.

use crate::diff::align::Element;
use crate::diff::fields::identity;
use crate::json::scan::has_half_pair;
use crate::json::{Kind, Member, Pointer, Value};
use crate::merge::weave::{Triple, weave_lists};
use std::borrow::Cow;
use std::collections::HashSet;

/// Deeper values are merged as a whole, so that no document exhausts the stack.
const MAX_DEPTH: usize = 100;

/// What two sides made of one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Both say the same.
    Same,
    /// Only ours changed it.
    Ours,
    /// Only theirs changed it.
    Theirs,
    /// Both changed it, and not alike.
    Both,
}

/// Who changed a value. `None` is a value that is not there. Layout, the order of keys and the
/// escapes of strings say nothing; the spelling of a number does.
pub(crate) fn judge(base: Option<&Value<'_>>, ours: Option<&Value<'_>>, theirs: Option<&Value<'_>>) -> Verdict {
    if same(ours, theirs) {
        Verdict::Same
    } else if same(theirs, base) {
        Verdict::Ours
    } else if same(ours, base) {
        Verdict::Theirs
    } else {
        Verdict::Both
    }
}

/// Like [`judge`] for texts, of which one that is nested too deeply to be read is compared as text only.
pub(crate) fn judge_texts(texts: [Option<&str>; 3], values: [Option<&Value<'_>>; 3]) -> Verdict {
    let [base, ours, theirs] = texts;
    if is_read(texts, values) {
        judge(values[0], values[1], values[2])
    } else if ours == theirs {
        Verdict::Same
    } else if theirs == base {
        Verdict::Ours
    } else if ours == base {
        Verdict::Theirs
    } else {
        Verdict::Both
    }
}

/// Whether every text that is there could be read.
pub(crate) fn is_read(texts: [Option<&str>; 3], values: [Option<&Value<'_>>; 3]) -> bool {
    texts.iter().zip(values).all(|(text, value)| text.is_some() == value.is_some())
}

fn same(one: Option<&Value<'_>>, other: Option<&Value<'_>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.same_as(other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// A value inside the merged one that both sides changed. The merged text has the base's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValueConflict {
    /// From the merged value.
    pub(crate) pointer: Pointer,
    pub(crate) base: Option<String>,
    pub(crate) ours: Option<String>,
    pub(crate) theirs: Option<String>,
}

/// Merges values: objects key by key, arrays whose elements are known by `fileId` or `id` element by
/// element, all else as a whole. An object in which a key stands twice is merged as a whole too.
pub(crate) struct ValueMerge<'k> {
    /// A member of the value of which theirs is taken where both changed it.
    pub(crate) layout: Option<&'k str>,
    pub(crate) conflicts: Vec<ValueConflict>,
}

impl ValueMerge<'_> {
    /// The merged value's text; `None` where it is not there.
    pub(crate) fn merge<'a>(
        &mut self,
        base: Option<&Value<'a>>,
        ours: Option<&Value<'a>>,
        theirs: Option<&Value<'a>>,
    ) -> Option<Cow<'a, str>> {
        self.value(Three { base, ours, theirs }, &Pointer::root(), 0)
    }

    fn value<'a>(&mut self, three: Three<'_, 'a>, at: &Pointer, depth: usize) -> Option<Cow<'a, str>> {
        let Three { base, ours, theirs } = three;
        let text = |value: Option<&Value<'a>>| value.map(Value::text);
        let respelled = text(theirs) != text(base);
        match judge(base, ours, theirs) {
            Verdict::Same if respelled => text(theirs).map(Cow::Borrowed),
            Verdict::Same | Verdict::Ours => text(ours).map(Cow::Borrowed),
            Verdict::Theirs => text(theirs).map(Cow::Borrowed),
            Verdict::Both => match self.inside(three, at, depth) {
                Some(merged) => Some(Cow::Owned(merged)),
                None => {
                    let owned = |value: Option<&Value<'a>>| text(value).map(str::to_owned);
                    self.conflicts.push(ValueConflict {
                        pointer: at.clone(),
                        base: owned(base),
                        ours: owned(ours),
                        theirs: owned(theirs),
                    });
                    text(base).map(Cow::Borrowed)
                }
            },
        }
    }

    /// The merged container, where the value is one on all sides that can be merged piece by piece.
    fn inside(&mut self, three: Three<'_, '_>, at: &Pointer, depth: usize) -> Option<String> {
        let (ours, theirs) = (three.ours?, three.theirs?);
        if depth >= MAX_DEPTH {
            return None;
        }
        match (three.base.map(Value::kind), ours.kind(), theirs.kind()) {
            (None | Some(Kind::Object(_)), Kind::Object(_), Kind::Object(_)) => self.members(three, at, depth),
            (None | Some(Kind::Array(_)), Kind::Array(_), Kind::Array(_)) => self.elements(three, at, depth),
            _ => None,
        }
    }

    fn members(&mut self, three: Three<'_, '_>, at: &Pointer, depth: usize) -> Option<String> {
        let [base, ours, theirs] = three.all().map(|value| value.map_or(&[][..], Value::members));
        let keys = [unique_keys(base, key_of)?, unique_keys(ours, key_of)?, unique_keys(theirs, key_of)?];
        let mut pieces = Vec::new();
        for place in places(&keys) {
            let key =
                place.theirs.or(place.ours).map(|at| if place.theirs.is_some() { keys[2][at] } else { keys[1][at] });
            let inner = Three {
                base: place.base.map(|at| &base[at].value),
                ours: place.ours.map(|at| &ours[at].value),
                theirs: place.theirs.map(|at| &theirs[at].value),
            };
            let known = self.conflicts.len();
            let mut merged = self.value(inner, &at.child(key.unwrap_or_default()), depth + 1);
            if depth == 0 && key == self.layout && self.conflicts.len() > known {
                self.conflicts.truncate(known);
                merged = inner.theirs.map(|value| Cow::Borrowed(value.text()));
            }
            pieces.extend(merged.map(|text| three.piece(place, text)));
        }
        Some(three.joined(pieces))
    }

    /// Only where every element is known by a name of its own on all sides. A conflict about a whole
    /// element is one about the array: the places of its other elements depend on it.
    fn elements(&mut self, three: Three<'_, '_>, at: &Pointer, depth: usize) -> Option<String> {
        let [base, ours, theirs] = three.all().map(|value| value.map_or(&[][..], Value::elements));
        let keys = [unique_keys(base, identity)?, unique_keys(ours, identity)?, unique_keys(theirs, identity)?];
        let known = self.conflicts.len();
        let mut pieces = Vec::new();
        for place in places(&keys) {
            let inner = Three {
                base: place.base.map(|at| &base[at]),
                ours: place.ours.map(|at| &ours[at]),
                theirs: place.theirs.map(|at| &theirs[at]),
            };
            let here = at.child(pieces.len());
            let merged = self.value(inner, &here, depth + 1);
            if self.conflicts[known..].iter().any(|conflict| conflict.pointer == here) {
                self.conflicts.truncate(known);
                return None;
            }
            pieces.extend(merged.map(|text| three.piece(place, text)));
        }
        Some(three.joined(pieces))
    }
}

/// The three values of one place.
#[derive(Clone, Copy)]
struct Three<'v, 'a> {
    base: Option<&'v Value<'a>>,
    ours: Option<&'v Value<'a>>,
    theirs: Option<&'v Value<'a>>,
}

/// A piece of a merged container.
struct Piece<'v, 'a> {
    /// What stands before the value: white space, comma and key.
    lead: &'v str,
    /// Whether it was the first of its container, and so has no comma.
    was_first: bool,
    text: Cow<'a, str>,
}

impl<'v, 'a> Three<'v, 'a> {
    fn all(self) -> [Option<&'v Value<'a>>; 3] {
        [self.base, self.ours, self.theirs]
    }

    /// The piece with what stands before it in theirs, else in ours, else in the base.
    fn piece<'t>(self, place: Triple, text: Cow<'t, str>) -> Piece<'v, 't>
    where
        'a: 'v,
    {
        let sides = [(self.theirs, place.theirs), (self.ours, place.ours), (self.base, place.base)];
        let found = sides.into_iter().find_map(|(value, at)| value.zip(at));
        let lead = found.map_or("", |(container, at)| between(container, at.checked_sub(1), Some(at)));
        Piece { lead, was_first: found.is_none_or(|(_, at)| at == 0), text }
    }

    /// The pieces between the brackets of theirs.
    fn joined(self, pieces: Vec<Piece<'_, '_>>) -> String {
        let container = self.theirs.map_or("{}", Value::text);
        let last = self.theirs.and_then(|value| count(value).checked_sub(1));
        let mut out = container[..1].to_owned();
        for (index, piece) in pieces.iter().enumerate() {
            match (index == 0, piece.was_first) {
                (true, false) => out.push_str(piece.lead.split_once(',').map_or(piece.lead, |(_, lead)| lead)),
                (false, true) => {
                    out.push(',');
                    out.push_str(piece.lead);
                }
                _ => out.push_str(piece.lead),
            }
            out.push_str(&piece.text);
        }
        out.push_str(self.theirs.map_or("", |value| between(value, last, None)));
        out.push_str(&container[container.len() - 1..]);
        out
    }
}

fn count(container: &Value<'_>) -> usize {
    container.members().len() + container.elements().len()
}

/// The text of a container between the values at two places; from its opening, up to its closing bracket.
fn between<'a>(container: &Value<'a>, before: Option<usize>, after: Option<usize>) -> &'a str {
    let at = |index: usize| match container.kind() {
        Kind::Object(members) => &members[index].value,
        _ => &container.elements()[index],
    };
    let start = before.map_or(container.offset() + 1, |index| at(index).end());
    let end = after.map_or(container.end() - 1, |index| at(index).offset());
    &container.text()[start - container.offset()..end - container.offset()]
}

/// `None` where the key's text says more than its characters do.
fn key_of<'v>(member: &'v Member<'_>) -> Option<&'v str> {
    (!has_half_pair(member.key_text)).then_some(&*member.key)
}

/// The names of all items; `None` where one has none or two have the same.
fn unique_keys<'v, T>(items: &'v [T], name: impl Fn(&'v T) -> Option<&'v str>) -> Option<Vec<&'v str>> {
    let keys: Vec<&str> = items.iter().map(name).collect::<Option<_>>()?;
    let unique: HashSet<&str> = keys.iter().copied().collect();
    (unique.len() == keys.len()).then_some(keys)
}

fn places(keys: &[Vec<&str>; 3]) -> Vec<Triple> {
    let [base, ours, theirs] =
        keys.each_ref().map(|keys| keys.iter().map(|key| Element::of_key(key)).collect::<Vec<_>>());
    weave_lists(&base, &ours, &theirs)
}
