//! Moving a change onto a newer head, with the administrator's decisions where both sides changed the same.
//!
//! [`replay`](crate::change::replay) answers whether a change fits; this makes it fit. What comes out is a change
//! of the head: its own words for what was there are the head's, so it can be kept, reviewed and deployed as if it
//! had been made there. What no decision speaks for stays as the head has it.

use crate::change::renamed::Names;
use crate::change::replay::{
    due_addition, due_move, first_trespass, merged_field, node_gone, not_applicable, not_contained,
};
use crate::change::{Change, Conflict, ConflictKind, Edit, FieldEdit, Placement, RawJson, renamed};
use crate::document::{Document, Editor, NodeId};
use crate::json::{Pointer, Value, set};
use crate::words::change::gone;
use std::collections::VecDeque;

/// What becomes of something that both sides changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// What the change asks for, in place of what the head says.
    Ours,
    /// What the head says; the change no longer asks for it.
    Theirs,
    /// Both nodes: the one to be added gets this id.
    Both(NodeId),
    /// A value of one's own; `None` removes it.
    Value(Option<RawJson>),
}

/// Which decisions there are about a conflict. [`Decision::Theirs`] always is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offers {
    /// [`Decision::Ours`].
    pub ours: bool,
    /// [`Decision::Both`].
    pub both: bool,
    /// [`Decision::Value`].
    pub value: bool,
}

impl Conflict {
    /// Which decisions there are.
    #[must_use]
    pub fn offers(&self) -> Offers {
        Offers {
            ours: !matches!(self.kind, ConflictKind::NotApplicable | ConflictKind::NotContained),
            both: self.kind == ConflictKind::IdTaken,
            value: self.kind == ConflictKind::FieldChanged,
        }
    }
}

/// A change, moved onto a head.
#[derive(Clone, Debug)]
pub struct Rebased {
    /// What is asked of the head.
    pub change: Change,
    /// The head with it.
    pub document: Document,
    /// Every conflict on the way, decided or not, in the order of the edits.
    pub met: Vec<Conflict>,
    /// How many of them nobody has decided.
    pub open: usize,
    /// Nodes that the head, or a decision, knows under another id: the id in the change, and that one.
    pub names: Vec<(NodeId, NodeId)>,
}

impl Rebased {
    /// The id that a node of the change has now.
    #[must_use]
    pub fn now<'n>(&'n self, id: &'n NodeId) -> &'n NodeId {
        self.names.iter().rev().find(|(known, _)| known == id).map_or(id, |(_, now)| now)
    }
}

/// Moves `change`, made on `base`, onto `head`. `decide` is asked about each conflict, and may be asked about
/// several that follow from one another; where it answers `None`, or what cannot be done, the head's value stays.
#[must_use]
pub fn rebase(
    change: &Change,
    base: &Document,
    head: &Document,
    decide: &dyn Fn(&Conflict) -> Option<Decision>,
) -> Rebased {
    let (resolved, known) = renamed::resolve_named(change, base, head);
    let mut moving = Moving {
        base,
        head,
        editor: Editor::new(head),
        edits: Vec::new(),
        met: Vec::new(),
        open: 0,
        names: Names::default(),
        decide,
    };
    for edit in &resolved.edits {
        let edit = moving.names.edit(edit);
        moving.edit(&edit);
    }
    let Moving { editor, edits, mut met, mut open, names, .. } = moving;
    let names: Vec<(NodeId, NodeId)> = known.0.into_iter().chain(names.0).collect();
    let (document, _) = editor.finish();
    let change = Change { edits };
    match first_trespass(&change, head, &document) {
        None => Rebased { change, document, met, open, names },
        Some(what) => {
            met.push(not_contained(&change, &what));
            open += 1;
            Rebased { change: Change::default(), document: head.clone(), met, open, names }
        }
    }
}

/// A change on its way.
struct Moving<'a> {
    base: &'a Document,
    head: &'a Document,
    editor: Editor,
    edits: Vec<Edit>,
    met: Vec<Conflict>,
    open: usize,
    names: Names,
    decide: &'a dyn Fn(&Conflict) -> Option<Decision>,
}

impl Moving<'_> {
    fn edit(&mut self, edit: &Edit) {
        match edit {
            Edit::AddNode { id, json, placement } => self.addition(id.clone(), json.clone(), placement.clone()),
            Edit::EditNode { id, fields } if self.is_there(id) => self.fields(id, fields),
            Edit::EditNode { id, fields } => drop(self.edit_of_gone(id, fields)),
            Edit::MoveNode { id, placement } => self.shift(id, placement.clone()),
            Edit::RenameNode { id, .. } if self.is_there(id) => self.apply(edit.clone()),
            Edit::RenameNode { id, .. } => {
                if self.edit_of_gone(id, &[]) {
                    self.apply(edit.clone());
                }
            }
            Edit::RemoveNode { id, was } => self.removal(id, was),
        }
    }

    fn is_there(&self, id: &NodeId) -> bool {
        self.editor.document.node(id).is_some()
    }

    /// Asks about a conflict, and counts it.
    fn ask(&mut self, conflict: Conflict) -> Option<Decision> {
        let offers = conflict.offers();
        let decision = (self.decide)(&conflict).filter(|decision| match decision {
            Decision::Theirs => true,
            Decision::Ours => offers.ours,
            Decision::Both(id) => offers.both && !id.as_str().is_empty() && !self.is_there(id),
            Decision::Value(_) => offers.value,
        });
        self.open += usize::from(decision.is_none());
        self.met.push(conflict);
        decision
    }

    /// Does an edit; where that cannot be done, that is a conflict too.
    fn apply(&mut self, edit: Edit) {
        match edit.apply(&mut self.editor) {
            Ok(()) => self.edits.push(edit),
            Err(error) => drop(self.ask(not_applicable(edit.node(), &error))),
        }
    }

    fn addition(&mut self, mut id: NodeId, mut json: RawJson, mut placement: Placement) {
        let mut placed_anew = false;
        loop {
            let conflict = match due_addition(&self.editor.document, &id, &json, &placement) {
                Ok(false) => return,
                Ok(true) => return self.apply(Edit::AddNode { id, json, placement }),
                Err(conflict) => *conflict,
            };
            let (kind, theirs) = (conflict.kind, conflict.theirs.clone());
            match (self.ask(conflict), kind) {
                (Some(Decision::Both(other)), _) => {
                    json = renamed::with_id(&json, &id, &other);
                    self.names.set(&id, &other);
                    id = other;
                }
                (Some(Decision::Ours), ConflictKind::IdTaken) => {
                    let fields = theirs.map(|theirs| in_place_of(&theirs, &json)).unwrap_or_default();
                    return self.apply(Edit::EditNode { id, fields });
                }
                (Some(Decision::Ours), _) if !placed_anew => {
                    placed_anew = true;
                    match self.nearest(placement.predecessor()) {
                        Some(node) => placement = Placement::After { node },
                        None => return,
                    }
                }
                _ => return,
            }
        }
    }

    fn shift(&mut self, id: &NodeId, mut placement: Placement) {
        if !self.is_there(id) && !self.edit_of_gone(id, &[]) {
            return;
        }
        let mut placed_anew = false;
        loop {
            let conflict = match due_move(self.base, self.head, &self.editor.document, id, &placement) {
                Ok(false) => return,
                Ok(true) => break,
                Err(conflict) => *conflict,
            };
            let kind = conflict.kind;
            match (self.ask(conflict), kind) {
                (Some(Decision::Ours), ConflictKind::NodeMoved) => break,
                (Some(Decision::Ours), _) if !placed_anew => {
                    placed_anew = true;
                    match self.nearest(placement.predecessor()) {
                        Some(node) => placement = Placement::After { node },
                        None => return,
                    }
                }
                _ => return,
            }
        }
        self.apply(Edit::MoveNode { id: id.clone(), placement });
    }

    fn fields(&mut self, id: &NodeId, fields: &[FieldEdit]) {
        let text = self.editor.document.node(id).map(|node| node.text.to_owned()).unwrap_or_default();
        let node = Value::parse(&text).ok();
        let mut due = Vec::new();
        for field in fields {
            let (merged, conflicts) = merged_field(node.as_ref(), id, field);
            let theirs = Pointer::parse(&field.pointer).and_then(|pointer| node.as_ref()?.at(&pointer));
            let mut after = merged.map(RawJson::into_text);
            for conflict in conflicts {
                let inside = conflict.pointer.as_deref().and_then(|pointer| pointer.strip_prefix(&field.pointer));
                let inside = inside.and_then(Pointer::parse).unwrap_or_else(Pointer::root);
                let (ours, kept) = (conflict.ours.clone(), conflict.theirs.clone());
                let value = match self.ask(conflict) {
                    Some(Decision::Ours) => ours,
                    Some(Decision::Value(value)) => value,
                    _ => kept,
                };
                let value = value.as_ref().map(RawJson::as_str);
                if inside.as_str().is_empty() {
                    after = value.map(str::to_owned);
                } else if let Some(whole) = &after
                    && let Ok(settled) = set(whole, &inside, value)
                {
                    after = Some(settled);
                }
            }
            let says =
                |after: &str| theirs.is_some_and(|theirs| Value::parse(after).is_ok_and(|after| after.same_as(theirs)));
            if after.as_deref().map_or(theirs.is_some(), |after| !says(after)) {
                let before = theirs.map(|theirs| RawJson::scanned(theirs.text()));
                let after = after.as_deref().map(RawJson::scanned);
                due.push(FieldEdit { pointer: field.pointer.clone(), before, after });
            }
        }
        if !due.is_empty() {
            self.apply(Edit::EditNode { id: id.clone(), fields: due });
        }
    }

    /// An edit of a node that is gone. Answers whether the node is there again, edited.
    fn edit_of_gone(&mut self, id: &NodeId, fields: &[FieldEdit]) -> bool {
        let was = self.base.node(id).map(|node| RawJson::scanned(node.text));
        let ours = was.as_ref().map(|was| {
            let edited = fields.iter().fold(was.as_str().to_owned(), |text, field| {
                let pointer = Pointer::parse(&field.pointer).unwrap_or_else(Pointer::root);
                set(&text, &pointer, field.after.as_ref().map(RawJson::as_str)).unwrap_or(text)
            });
            RawJson::scanned(&edited)
        });
        let gone = node_gone(id, if fields.is_empty() { gone::TO_BE_MOVED } else { gone::TO_BE_EDITED });
        let asked = self.ask(Conflict { base: was, ours: ours.clone(), ..gone });
        let (Some(Decision::Ours), Some(json), Some(node)) = (asked, ours, self.nearest(id)) else { return false };
        self.apply(Edit::AddNode { id: id.clone(), json, placement: Placement::After { node } });
        self.is_there(id)
    }

    fn removal(&mut self, id: &NodeId, was: &RawJson) {
        let Some(node) = self.editor.document.node(id) else { return };
        let now = RawJson::scanned(node.text);
        let due = Edit::RemoveNode { id: id.clone(), was: now.clone() };
        match super::replay::removal_conflict(id, was, &now) {
            None => self.apply(due),
            Some(conflict) => {
                if self.ask(conflict) == Some(Decision::Ours) {
                    self.apply(due);
                }
            }
        }
    }

    /// The node of the head that stands in for `gone`: the next one before it on the base's ways, else in the
    /// base's list, else the head's first.
    fn nearest(&self, gone: &NodeId) -> Option<NodeId> {
        let mut seen = vec![gone.clone()];
        let mut queue = VecDeque::from([gone.clone()]);
        while let Some(node) = queue.pop_front() {
            for way in self.base.transitions().filter(|way| way.to == Some(node.as_str())) {
                let Some(from) = way.from.map(NodeId::from) else { continue };
                if self.is_there(&from) {
                    return Some(from);
                }
                if !seen.contains(&from) {
                    seen.push(from.clone());
                    queue.push_back(from);
                }
            }
        }
        let before = self.base.nodes().take_while(|node| node.id != Some(gone.as_str()));
        let before = before.filter_map(|node| node.id.map(NodeId::from)).filter(|id| self.is_there(id)).last();
        before.or_else(|| self.editor.document.nodes().find_map(|node| node.id.map(NodeId::from)))
    }
}

/// What makes a node say what another one of the same id says.
fn in_place_of(theirs: &RawJson, ours: &RawJson) -> Vec<FieldEdit> {
    let (Ok(theirs), Ok(ours)) = (Value::parse(theirs.as_str()), Value::parse(ours.as_str())) else {
        return Vec::new();
    };
    let mut keys: Vec<&str> = ours.members().iter().map(|member| &*member.key).collect();
    let only_theirs = theirs.members().iter().map(|member| &*member.key).filter(|key| ours.get(key).is_none());
    keys.extend(only_theirs.collect::<Vec<_>>());
    let raw = |value: Option<&Value<'_>>| value.map(|value| RawJson::scanned(value.text()));
    keys.into_iter()
        .filter(|key| match (theirs.get(key), ours.get(key)) {
            (Some(theirs), Some(ours)) => !theirs.same_as(ours),
            _ => true,
        })
        .map(|key| FieldEdit {
            pointer: Pointer::root().child(key).into(),
            before: raw(theirs.get(key)),
            after: raw(ours.get(key)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{Replayed, replay};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const BASE: &str = r#"{"version":1,"nodes":[{"id":"a"},{"id":"m","type":"email","properties":{"t":"x","o":true}},{"id":"z"}],"transitions":[{"from":"a","to":"m"},{"from":"m","to":"z"}]}"#;

    fn document(text: &str) -> Document {
        Document::parse(text).unwrap()
    }

    fn raw(text: &str) -> RawJson {
        RawJson::parse(text).unwrap()
    }

    fn field(key: &str, before: &str, after: &str) -> FieldEdit {
        FieldEdit { pointer: format!("/properties/{key}"), before: Some(raw(before)), after: Some(raw(after)) }
    }

    fn edit_m() -> Change {
        let fields = vec![field("t", "\"x\"", "\"ours\""), field("o", "true", "false")];
        Change::of(Edit::EditNode { id: "m".into(), fields })
    }

    fn add(id: &str, after: &str) -> Change {
        let json = raw(&format!(r#"{{"id":"{id}","type":"email","properties":{{"t":"ours"}}}}"#));
        Change::of(Edit::AddNode { id: id.into(), json, placement: Placement::After { node: after.into() } })
    }

    /// Moves a change and holds what comes out against what it means: a change of the head that gives the document.
    #[track_caller]
    fn moved(change: &Change, head: &Document, decision: Option<Decision>) -> Rebased {
        let rebased = rebase(change, &document(BASE), head, &|_| decision.clone());
        assert_eq!(rebased.change.apply(head).unwrap().document, rebased.document);
        if rebased.met.is_empty() {
            match replay(change, &document(BASE), head) {
                Replayed::Clean(replayed) => assert_eq!(rebased.document, replayed),
                Replayed::AlreadyThere => assert_eq!(rebased.document, *head),
                Replayed::Conflicts(found) => panic!("replay finds {found:?}"),
            }
        }
        rebased
    }

    fn says(document: &Document, what: &str) -> bool {
        document.to_text().contains(what)
    }

    #[test]
    fn what_fits_is_moved_without_a_question() {
        let head = document(
            &BASE.replace("\"version\":1", "\"version\":2").replace("{\"id\":\"z\"}", "{\"id\":\"z\",\"n\":1}"),
        );
        let rebased = moved(&edit_m(), &head, None);
        assert_eq!((rebased.met.len(), rebased.open), (0, 0));
        assert!(says(&rebased.document, "\"n\":1") && says(&rebased.document, "\"t\":\"ours\",\"o\":false"));
    }

    #[test]
    fn a_field_that_both_changed_is_decided_and_the_others_move_anyway() {
        let head = document(&BASE.replace("\"x\"", "\"theirs\""));
        let own = Decision::Value(Some(raw("\"own\"")));
        for (decision, value) in
            [(Some(Decision::Ours), "ours"), (Some(Decision::Theirs), "theirs"), (Some(own), "own"), (None, "theirs")]
        {
            let undecided = usize::from(decision.is_none());
            let rebased = moved(&edit_m(), &head, decision);
            assert_eq!((rebased.met.len(), rebased.open), (1, undecided));
            assert_eq!(rebased.met[0].pointer.as_deref(), Some("/properties/t"));
            assert!(says(&rebased.document, &format!("\"t\":\"{value}\",\"o\":false")), "{value}");
        }
        let removed = moved(&edit_m(), &head, Some(Decision::Value(None)));
        assert!(says(&removed.document, "\"properties\":{\"o\":false}"));
    }

    #[test]
    fn the_change_of_the_head_knows_what_the_head_says() {
        let head = document(&BASE.replace("\"x\"", "\"theirs\""));
        let rebased = moved(&edit_m(), &head, Some(Decision::Ours));
        let Edit::EditNode { fields, .. } = &rebased.change.edits[0] else { panic!("{:?}", rebased.change) };
        assert_eq!(fields[0].before, Some(raw("\"theirs\"")));
        assert!(matches!(replay(&rebased.change, &head, &head), Replayed::Clean(_)));
    }

    #[test]
    fn an_edited_node_that_is_gone_comes_back_where_it_was_or_stays_away() {
        let head = document(r#"{"version":2,"nodes":[{"id":"a"},{"id":"z"}],"transitions":[{"from":"a","to":"z"}]}"#);
        let ours = moved(&edit_m(), &head, Some(Decision::Ours));
        assert_eq!(ours.met[0].kind, ConflictKind::NodeGone);
        assert!(says(&ours.document, "\"t\":\"ours\",\"o\":false"));
        assert!(ours.document.transitions().any(|way| (way.from, way.to) == (Some("a"), Some("m"))));
        assert_eq!(moved(&edit_m(), &head, Some(Decision::Theirs)).document, head);
    }

    #[test]
    fn a_removed_node_that_others_edited_goes_or_stays() {
        let was = raw(r#"{"id":"m","type":"email","properties":{"t":"x","o":true}}"#);
        let change = Change::of(Edit::RemoveNode { id: "m".into(), was });
        let head = document(&BASE.replace("\"x\"", "\"theirs\""));
        let ours = moved(&change, &head, Some(Decision::Ours));
        assert_eq!(ours.met[0].kind, ConflictKind::RemovedNodeChanged);
        assert!(ours.document.node(&"m".into()).is_none());
        assert_eq!(moved(&change, &head, Some(Decision::Theirs)).document, head);
        assert_eq!(moved(&change, &head, None).open, 1);
    }

    #[test]
    fn two_nodes_of_one_id_are_one_or_the_other_or_both() {
        let theirs = r#"{"id":"n","type":"sms","p":1}"#;
        let head = document(&BASE.replace("{\"id\":\"z\"}", &format!("{{\"id\":\"z\"}},{theirs}")));
        let ours = moved(&add("n", "a"), &head, Some(Decision::Ours));
        assert_eq!(ours.met[0].kind, ConflictKind::IdTaken);
        assert!(
            says(&ours.document, r#"{"id":"n","type":"email","properties":{"t":"ours"}}"#),
            "{}",
            ours.document.to_text()
        );
        assert_eq!(moved(&add("n", "a"), &head, Some(Decision::Theirs)).document, head);
        let both = moved(&add("n", "a"), &head, Some(Decision::Both("n2".into())));
        assert!(says(&both.document, theirs) && says(&both.document, r#"{"id":"n2","type":"email""#));
        assert_eq!(moved(&add("n", "a"), &head, Some(Decision::Both("z".into()))).open, 1, "this id is taken too");
    }

    #[test]
    fn what_followed_a_node_under_its_old_id_follows_it_under_the_new_one() {
        let head = document(&BASE.replace("{\"id\":\"z\"}", r#"{"id":"z"},{"id":"n","type":"sms"}"#));
        let change = Change { edits: [add("n", "a").edits, add("k", "n").edits].concat() };
        let both = moved(&change, &head, Some(Decision::Both("n2".into())));
        assert!(both.document.transitions().any(|way| (way.from, way.to) == (Some("n2"), Some("k"))));
    }

    #[test]
    fn a_moved_node_goes_where_it_was_to_go_or_stays_where_others_led_it() {
        let change = Change::of(Edit::MoveNode { id: "m".into(), placement: Placement::After { node: "z".into() } });
        let head = document(
            r#"{"version":2,"nodes":[{"id":"a"},{"id":"m","type":"email","properties":{"t":"x","o":true}},{"id":"z"},{"id":"k"},{"id":"l"}],"transitions":[{"from":"a","to":"z"},{"from":"k","to":"m"},{"from":"m","to":"l"}]}"#,
        );
        let ours = moved(&change, &head, Some(Decision::Ours));
        assert_eq!(ours.met[0].kind, ConflictKind::NodeMoved);
        assert!(ours.document.transitions().any(|way| (way.from, way.to) == (Some("z"), Some("m"))));
        assert_eq!(moved(&change, &head, Some(Decision::Theirs)).document, head);
    }

    #[test]
    fn a_new_node_whose_place_is_gone_stands_behind_what_was_before_it() {
        let head = document(r#"{"version":2,"nodes":[{"id":"a"},{"id":"z"}],"transitions":[{"from":"a","to":"z"}]}"#);
        let ours = moved(&add("n", "m"), &head, Some(Decision::Ours));
        assert_eq!(ours.met[0].kind, ConflictKind::NodeGone);
        assert!(ours.document.transitions().any(|way| (way.from, way.to) == (Some("a"), Some("n"))));
        assert_eq!(moved(&add("n", "m"), &head, Some(Decision::Theirs)).document, head);
        let json = raw(r#"{"id":"n"}"#);
        let placement = Placement::On { from: "a".into(), to: "m".into(), transition: None };
        let on = Change::of(Edit::AddNode { id: "n".into(), json, placement });
        let ours = moved(&on, &head, Some(Decision::Ours));
        assert_eq!(ours.met[0].kind, ConflictKind::TransitionGone);
        assert!(ours.document.node(&"n".into()).is_some());
    }
}
