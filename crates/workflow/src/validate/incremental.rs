//! A checker's findings are those of a full validation, whatever is done to the document and in which order.

use super::generated::{IDS, WIRED, document, email_node, facts, json, wired_document, wired_node, wired_transition};
use super::{Checker, Facts, Limits, SetNodeError, validate, validate_node};
use crate::change::{Change, Edit, FieldEdit, Placement, RawJson};
use crate::document::{Document, Editor, List, NodeId, Patch};
use crate::json::{Pointer, set};
use proptest::prelude::*;
use proptest::sample::Index;

/// Something that happens while a workflow is edited.
#[derive(Clone, Debug)]
enum Event {
    /// An element gets another text, comes or goes.
    Replace(List, Index, String),
    Insert(List, Index, String),
    Remove(List, Index),
    /// A field of a node is typed in.
    Type {
        node: Index,
        pointer: &'static str,
        value: String,
    },
    /// A node gets another id or type.
    Rename {
        node: Index,
        key: &'static str,
        to: String,
    },
    /// An administrator's edits, as the app makes them.
    Add {
        after: Index,
        id: &'static str,
    },
    Drop {
        node: Index,
    },
    Call {
        node: Index,
        to: &'static str,
    },
    /// The last edits are taken back.
    Undo,
    /// The tenant answers, or is asked anew.
    Know(Facts),
    Limit(Limits),
}

fn events(
    node: BoxedStrategy<String>,
    transition: BoxedStrategy<String>,
    ids: &'static [&'static str],
) -> impl Strategy<Value = Event> {
    let list = |nodes: BoxedStrategy<String>, transitions: BoxedStrategy<String>| {
        prop_oneof![nodes.prop_map(|text| (List::Nodes, text)), transitions.prop_map(|text| (List::Transitions, text))]
    };
    let at = any::<Index>;
    let pointer = prop::sample::select(
        &[
            "/properties/templateId",
            "/properties/variables/orderTotal",
            "/properties/deliveryMode",
            "/properties/attachments/0/fileId",
            "/properties/trackOpens",
        ][..],
    );
    let value = prop_oneof![
        4 => prop::sample::select(&["t_one", "t_two", "t_tow", " t_one", "$workflow.totals", "$workflow.totl", "att_one", "att_huge", "att_tow", "standard", ""][..])
            .prop_map(|text| format!("\"{text}\"")),
        1 => json(),
    ];
    let named = prop_oneof![
        3 => prop::sample::select(ids).prop_map(|id| ("id", format!("\"{id}\""))),
        1 => prop::sample::select(&["start", "end", "email", "Email", ""][..]).prop_map(|kind| ("type", format!("\"{kind}\""))),
        1 => Just(("id", "7".to_owned())),
    ];
    prop_oneof![
        3 => (list(node.clone(), transition.clone()), at()).prop_map(|((list, text), index)| Event::Replace(list, index, text)),
        3 => (list(node, transition), at()).prop_map(|((list, text), index)| Event::Insert(list, index, text)),
        3 => (prop::sample::select(&[List::Nodes, List::Transitions][..]), at()).prop_map(|(list, index)| Event::Remove(list, index)),
        4 => (at(), pointer, value).prop_map(|(node, pointer, value)| Event::Type { node, pointer, value }),
        3 => (at(), named).prop_map(|(node, (key, to))| Event::Rename { node, key, to }),
        2 => (at(), prop::sample::select(ids)).prop_map(|(after, id)| Event::Add { after, id }),
        2 => at().prop_map(|node| Event::Drop { node }),
        2 => (at(), prop::sample::select(ids)).prop_map(|(node, to)| Event::Call { node, to }),
        2 => Just(Event::Undo),
        2 => some_facts().prop_map(Event::Know),
        1 => (0..3_u64).prop_map(|mib| Event::Limit(Limits { attachment_bytes: mib << 20, ..Limits::default() })),
    ]
}

/// The facts that have arrived so far.
fn some_facts() -> impl Strategy<Value = Facts> {
    (any::<u8>(), any::<u8>(), any::<bool>()).prop_map(|(templates, attachments, paths)| {
        let mut facts = facts();
        let mut bit = 0..;
        facts.templates.retain(|_, _| bit.next().is_some_and(|bit| templates >> bit & 1 == 1));
        let mut bit = 0..;
        facts.attachments.retain(|_, _| bit.next().is_some_and(|bit| attachments >> bit & 1 == 1));
        if !paths {
            facts.scope_paths.clear();
        }
        facts
    })
}

/// A workflow that is edited, told to a checker, and validated from the start each time.
struct World {
    document: Document,
    facts: Facts,
    limits: Limits,
    checker: Checker,
    patches: Vec<Patch>,
}

impl World {
    fn new(document: Document) -> Self {
        let (facts, limits) = (facts(), Limits::default());
        let checker = Checker::new(&document, &facts, &limits);
        Self { document, facts, limits, checker, patches: Vec::new() }
    }

    fn count(&self, list: List) -> usize {
        match list {
            List::Nodes => self.document.nodes().len(),
            List::Transitions => self.document.transitions().len(),
        }
    }

    fn edit(&mut self, edit: impl FnOnce(&mut Editor)) {
        let mut editor = Editor::new(&self.document);
        edit(&mut editor);
        let (document, patch) = editor.finish();
        self.take(document, patch);
    }

    fn take(&mut self, document: Document, patch: Patch) {
        self.checker.apply(std::slice::from_ref(&patch)).unwrap();
        self.document = document;
        self.patches.push(patch);
    }

    fn change(&mut self, edit: Edit) {
        if let Ok(applied) = Change::of(edit).apply(&self.document) {
            self.take(applied.document, applied.patch);
        }
    }

    fn set(&mut self, index: usize, pointer: &Pointer, value: &str) {
        let Some(node) = self.document.node_at(index) else { return };
        let Ok(text) = set(node.text, pointer, Some(value)) else { return };
        let id = node.id.map(NodeId::from);
        let same = |other: &NodeId| self.document.nodes().filter(|node| node.id == Some(other.as_str())).count();
        match &id {
            Some(id) if same(id) == 1 => self.checker.set_node(id, &text).unwrap(),
            Some(id) => {
                assert_eq!(self.checker.set_node(id, &text), Err(SetNodeError::AmbiguousNode(id.clone())));
                return;
            }
            None => return,
        }
        let mut editor = Editor::new(&self.document);
        editor.replace(List::Nodes, index, &text).unwrap();
        let (document, patch) = editor.finish();
        self.document = document;
        self.patches.push(patch);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Replace(list, index, text) if self.count(list) > 0 => {
                let index = index.index(self.count(list));
                self.edit(|editor| editor.replace(list, index, &text).unwrap());
            }
            Event::Insert(list, index, text) => {
                let is_there = match list {
                    List::Nodes => self.document.has_nodes(),
                    List::Transitions => self.document.has_transitions(),
                };
                let index = index.index(self.count(list) + 1);
                if is_there {
                    self.edit(|editor| editor.insert(list, index, &text).unwrap());
                } else if self.document.member(self.document.list_key(list)).is_none() {
                    self.edit(|editor| {
                        editor.ensure(list);
                        editor.insert(list, 0, &text).unwrap();
                    });
                }
            }
            Event::Remove(list, index) if self.count(list) > 0 => {
                let index = index.index(self.count(list));
                self.edit(|editor| editor.remove(list, index));
            }
            Event::Replace(..) | Event::Remove(..) => {}
            Event::Type { node, pointer, value } if self.count(List::Nodes) > 0 => {
                self.set(node.index(self.count(List::Nodes)), &Pointer::parse(pointer).unwrap(), &value);
            }
            Event::Rename { node, key, to } if self.count(List::Nodes) > 0 => {
                self.set(node.index(self.count(List::Nodes)), &Pointer::root().child(key), &to);
            }
            Event::Add { after, id } if self.count(List::Nodes) > 0 => {
                let before = self.document.node_at(after.index(self.count(List::Nodes))).unwrap();
                let Some(before) = before.id.map(NodeId::from) else { return };
                let json = format!(r#"{{"id":"{id}","type":"email","properties":{{"templateId":"t_one"}}}}"#);
                let json = RawJson::parse(json).unwrap();
                self.change(Edit::AddNode { id: id.into(), json, placement: Placement::After { node: before } });
            }
            Event::Drop { node } if self.count(List::Nodes) > 0 => {
                let node = self.document.node_at(node.index(self.count(List::Nodes))).unwrap();
                let Some(id) = node.id.map(NodeId::from) else { return };
                let was = RawJson::parse(node.text).unwrap();
                self.change(Edit::RemoveNode { id, was });
            }
            Event::Call { node, to } if self.count(List::Nodes) > 0 => {
                let node = self.document.node_at(node.index(self.count(List::Nodes))).unwrap();
                let Some(id) = node.id.map(NodeId::from) else { return };
                self.change(Edit::RenameNode { id, to: to.into() });
            }
            Event::Type { .. } | Event::Rename { .. } | Event::Call { .. } | Event::Add { .. } | Event::Drop { .. } => {
            }
            Event::Undo => {
                let back: Vec<Patch> = self.patches.drain(..).rev().map(|patch| patch.inverse()).collect();
                let document = back.iter().try_fold(self.document.clone(), |document, patch| patch.apply(&document));
                self.checker.apply(&back).unwrap();
                self.document = document.unwrap();
            }
            Event::Know(facts) => {
                self.checker.set_facts(&facts);
                self.facts = facts;
            }
            Event::Limit(limits) => {
                self.checker.set_limits(&limits);
                self.limits = limits;
            }
        }
    }

    fn check(&self, ids: &[&str]) -> Result<(), TestCaseError> {
        let whole = validate(&self.document, &self.facts, &self.limits);
        prop_assert_eq!(self.checker.findings(), whole.clone());
        prop_assert_eq!(self.checker.document().to_text(), self.document.to_text());
        let counts = self.checker.counts();
        let severe = |severity| whole.iter().filter(|finding| finding.severity == severity).count();
        use super::Severity::{Error, Hint, Warning};
        prop_assert_eq!([counts.errors, counts.warnings, counts.hints], [Error, Warning, Hint].map(severe));
        for id in ids.iter().copied().map(NodeId::from) {
            let about = validate_node(&self.document, &id, &self.facts, &self.limits);
            prop_assert_eq!(self.checker.about(&id), about, "{}", id);
        }
        Ok(())
    }
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 384, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn findings_follow_every_edit_of_any_document(
        document in document(),
        events in proptest::collection::vec(events(prop_oneof![email_node(), json()].boxed(), json().boxed(), &IDS), 1..12),
    ) {
        let mut world = World::new(document);
        for event in events {
            world.happen(event);
            world.check(&IDS)?;
        }
    }

    #[test]
    fn findings_follow_what_leads_where(
        document in wired_document(),
        events in proptest::collection::vec(events(wired_node().boxed(), wired_transition().boxed(), &WIRED), 1..16),
    ) {
        let mut world = World::new(document);
        for event in events {
            world.happen(event);
            world.check(&WIRED)?;
        }
    }

    /// The change of one and the same document is edited, as in the app.
    #[test]
    fn findings_follow_a_change_that_is_edited(
        document in prop_oneof![document().boxed(), wired_document().boxed()],
        changes in proptest::collection::vec(proptest::collection::vec((any::<Index>(), 0..4_usize, prop::sample::select(&WIRED[..])), 0..4), 1..8),
    ) {
        let mut checker = Checker::new(&document, &facts(), &Limits::default());
        for edits in changes {
            let mut changed = document.clone();
            let mut change = Change::default();
            for (node, what, text) in edits {
                let nodes: Vec<(NodeId, RawJson)> = document
                    .nodes()
                    .filter_map(|node| Some((node.id?.into(), RawJson::parse(node.text).ok()?)))
                    .collect();
                if nodes.is_empty() {
                    continue;
                }
                let (id, was) = nodes[node.index(nodes.len())].clone();
                change.edits.push(match what {
                    0 => Edit::AddNode {
                        id: text.into(),
                        json: RawJson::parse(format!(r#"{{"id":"{text}","type":"email"}}"#)).unwrap(),
                        placement: Placement::After { node: id },
                    },
                    3 => Edit::MoveNode { id, placement: Placement::After { node: text.into() } },
                    1 => Edit::RemoveNode { id, was },
                    _ => Edit::EditNode {
                        id,
                        fields: vec![FieldEdit { pointer: "/properties/templateId".into(), before: None, after: Some(RawJson::string(text)) }],
                    },
                });
                match change.apply(&document) {
                    Ok(applied) => {
                        checker.go_to(&applied.patch).unwrap();
                        changed = applied.document;
                    }
                    Err(_) => drop(change.edits.pop()),
                }
            }
            checker.go_to(&change.apply(&document).map(|applied| applied.patch).unwrap_or_default()).unwrap();
            prop_assert_eq!(checker.document().to_text(), changed.to_text());
            prop_assert_eq!(checker.findings(), validate(&changed, &facts(), &Limits::default()));
        }
    }

    /// Several patches at once are judged where they lead, not on the way.
    #[test]
    fn many_edits_at_once_are_one(
        document in wired_document(),
        events in proptest::collection::vec(events(wired_node().boxed(), wired_transition().boxed(), &WIRED), 1..16),
    ) {
        let mut world = World::new(document.clone());
        let mut checker = Checker::new(&document, &facts(), &Limits::default());
        for event in events {
            if !matches!(event, Event::Undo | Event::Know(_) | Event::Limit(_)) {
                world.happen(event);
            }
        }
        checker.apply(&world.patches).unwrap();
        prop_assert_eq!(checker.findings(), world.checker.findings());
        let back: Vec<Patch> = world.patches.iter().rev().map(Patch::inverse).collect();
        checker.apply(&back).unwrap();
        prop_assert_eq!(checker.findings(), validate(&document, &facts(), &Limits::default()));
    }
}

#[test]
fn a_patch_of_another_document_changes_nothing() {
    let parse =
        |nodes: &str| Document::parse(&format!(r#"{{"version":1,"nodes":[{nodes}],"transitions":[]}}"#)).unwrap();
    let document = parse(r#"{"id":"a","type":"email"},{"id":"b","type":"email"}"#);
    let mut checker = Checker::new(&document, &facts(), &Limits::default());
    let fields = |id: &str| {
        let after = RawJson::parse(format!("{{\"templateId\":\"{id}\"}}")).ok();
        vec![FieldEdit { pointer: "/properties".into(), before: None, after }]
    };
    let fits = Change::of(Edit::EditNode { id: "a".into(), fields: fields("t_one") }).apply(&document).unwrap();
    let other = parse(r#"{"id":"a","type":"start"}"#);
    let strange = Change::of(Edit::EditNode { id: "a".into(), fields: fields("t_two") }).apply(&other).unwrap();
    let before = checker.findings();
    assert!(checker.apply(&[fits.patch.clone(), strange.patch]).is_err());
    assert_eq!((checker.findings(), checker.document()), (before, &document));
    checker.apply(&[fits.patch]).unwrap();
    assert_eq!(checker.findings(), validate(&fits.document, &facts(), &Limits::default()));
}

#[test]
fn a_node_that_cannot_be_set_stays_as_it_is() {
    let document = Document::parse(r#"{"nodes":[{"id":"a"},{"id":"b"},{"id":"b"}]}"#).unwrap();
    let mut checker = Checker::new(&document, &facts(), &Limits::default());
    let gone = checker.set_node(&"gone".into(), "{}");
    assert_eq!(gone, Err(SetNodeError::NoSuchNode("gone".into())));
    assert_eq!(checker.set_node(&"b".into(), "{}"), Err(SetNodeError::AmbiguousNode("b".into())));
    for text in ["", "{", "{} {}", "{\"a\":tru}"] {
        assert!(matches!(checker.set_node(&"a".into(), text), Err(SetNodeError::Syntax(_))), "{text}");
    }
    assert_eq!(checker.document(), &document);
    assert_eq!(checker.set_node(&"a".into(), " {\"id\":\"c\"} "), Ok(()));
    assert_eq!(checker.findings(), validate(checker.document(), &facts(), &Limits::default()));
}

/// An id that is typed letter by letter leaves ids behind that nobody uses.
#[test]
fn ids_that_nobody_uses_are_forgotten() {
    let document = Document::parse(r#"{"version":1,"nodes":[{"id":"a0","type":"email"}],"transitions":[]}"#).unwrap();
    let mut checker = Checker::new(&document, &facts(), &Limits::default());
    for n in 0..5_000 {
        let (before, after) = (format!("a{n}"), format!("a{}", n + 1));
        checker.set_node(&before.as_str().into(), &format!(r#"{{"id":"{after}","type":"email"}}"#)).unwrap();
        assert_eq!(checker.about(&before.as_str().into()), []);
        assert!(!checker.about(&after.as_str().into()).is_empty());
    }
    assert!(checker.remembered_ids() < 2_000, "{}", checker.remembered_ids());
    assert_eq!(checker.findings(), validate(checker.document(), &facts(), &Limits::default()));
}
