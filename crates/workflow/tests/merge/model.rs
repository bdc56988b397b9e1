//! A workflow as a model of its own: what edits mean is computed here without the core.

use proptest::prelude::*;
use std::collections::BTreeMap;
use workflow::document::Document;
use workflow::json::{Kind, Value, quote};

/// A workflow. Values are JSON text.
#[derive(Clone, PartialEq)]
pub struct Model {
    pub members: BTreeMap<String, String>,
    pub nodes: Vec<Node>,
    pub ways: Vec<Way>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its place in the base, by which edits name it; `None` for an added one.
    pub origin: Option<usize>,
    pub id: String,
    pub properties: BTreeMap<String, String>,
    pub files: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    pub origin: Option<usize>,
    pub id: Option<String>,
    pub from: String,
    pub to: String,
    pub condition: Option<String>,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

impl Model {
    pub fn text(&self) -> String {
        let object = |members: &BTreeMap<String, String>| {
            let members: Vec<String> = members.iter().map(|(key, value)| format!("{}: {value}", quote(key))).collect();
            members.join(", ")
        };
        let nodes: Vec<String> = self
            .nodes
            .iter()
            .map(|node| {
                let files: Vec<String> = node
                    .files
                    .iter()
                    .map(|(id, name)| format!(r#"{{"fileId":"{id}","fileName":{name}}}"#))
                    .collect();
                format!(
                    "\n  {{\"id\":\"{}\",\"type\":\"email\",\"properties\":{{\"attachments\":[{}],\"variables\":{{{}}}}}}}",
                    node.id,
                    files.join(","),
                    object(&node.properties)
                )
            })
            .collect();
        let ways: Vec<String> = self
            .ways
            .iter()
            .map(|way| {
                let id = way.id.as_ref().map(|id| format!(r#""id":"{id}","#)).unwrap_or_default();
                let when = way.condition.as_ref().map(|text| format!(r#","condition":{text}"#)).unwrap_or_default();
                format!("\n  {{{id}\"from\":\"{}\",\"to\":\"{}\"{when}}}", way.from, way.to)
            })
            .collect();
        let members = object(&self.members);
        let comma = if members.is_empty() { "" } else { "," };
        format!("{{{members}{comma}\n \"nodes\":[{}],\n \"transitions\":[{}]}}\n", nodes.join(","), ways.join(","))
    }

    pub fn document(&self) -> Document {
        Document::parse(&self.text()).unwrap()
    }
}

/// A value that says what it is and nothing of layout: key order is by name, and of lists whose order is
/// a matter of taste (nodes, transitions, attachments) the elements are sorted.
pub fn meaning(text: &str) -> String {
    fn write(value: &Value<'_>, out: &mut String) {
        match value.kind() {
            Kind::Object(members) => {
                let mut parts: Vec<String> = members
                    .iter()
                    .map(|member| {
                        let mut part = quote(&member.key) + ":";
                        write(&member.value, &mut part);
                        part
                    })
                    .collect();
                parts.sort();
                *out += &format!("{{{}}}", parts.join(","));
            }
            Kind::Array(elements) => {
                let mut parts: Vec<String> = elements
                    .iter()
                    .map(|element| {
                        let mut part = String::new();
                        write(element, &mut part);
                        part
                    })
                    .collect();
                parts.sort();
                *out += &format!("[{}]", parts.join(","));
            }
            Kind::String(text) => *out += &quote(text),
            _ => *out += value.text(),
        }
    }
    let mut out = String::new();
    write(&Value::parse(text).unwrap(), &mut out);
    out
}

/// One edit of a workflow; what it is about is named by its place in the base.
#[derive(Clone, Debug)]
pub enum Op {
    Member(u8, Option<u8>),
    Property(u8, u8, Option<u8>),
    File(u8, u8, Option<u8>),
    AddNode(u8, u8),
    RemoveNode(u8),
    MoveNode(u8, u8),
    RenameNode(u8, u8),
    AddWay(u8, u8, Option<u8>, bool),
    RemoveWay(u8),
    Rewire(u8, u8, bool),
    Condition(u8, Option<u8>),
}

pub fn op() -> impl Strategy<Value = Op> {
    let n = || 0..7_u8;
    let some = || prop::option::weighted(0.8, 0..4_u8);
    prop_oneof![
        2 => (n(), some()).prop_map(|(key, value)| Op::Member(key, value)),
        4 => (n(), 0..3_u8, some()).prop_map(|(node, key, value)| Op::Property(node, key, value)),
        3 => (n(), 0..3_u8, some()).prop_map(|(node, key, value)| Op::File(node, key, value)),
        2 => (n(), n()).prop_map(|(place, id)| Op::AddNode(place, id)),
        1 => n().prop_map(Op::RemoveNode),
        1 => (n(), n()).prop_map(|(from, to)| Op::MoveNode(from, to)),
        1 => (n(), n()).prop_map(|(node, id)| Op::RenameNode(node, id)),
        2 => (n(), n(), prop::option::of(0..3_u8), any::<bool>()).prop_map(|(a, b, when, id)| Op::AddWay(a, b, when, id)),
        1 => n().prop_map(Op::RemoveWay),
        2 => (n(), n(), any::<bool>()).prop_map(|(way, node, to)| Op::Rewire(way, node, to)),
        1 => (n(), some()).prop_map(|(way, value)| Op::Condition(way, value)),
    ]
}

/// A value of every kind that can be told from its neighbours.
fn value(number: u8) -> String {
    ["1.0", "1E5", r#""\u0041""#, r#"{"x":36893488147419103232,"x~/":[-0]}"#][usize::from(number % 4)].to_owned()
}

fn set(map: &mut BTreeMap<String, String>, key: String, number: Option<u8>) {
    match number {
        Some(number) => map.insert(key, value(number)),
        None => map.remove(&key),
    };
}

impl Model {
    fn node(&self, origin: u8) -> Option<usize> {
        self.nodes.iter().position(|node| node.origin == Some(usize::from(origin)))
    }

    fn way(&self, origin: u8) -> Option<usize> {
        self.ways.iter().position(|way| way.origin == Some(usize::from(origin)))
    }

    /// Makes the edit, where what it is about is there.
    pub fn apply(&mut self, op: &Op) -> Option<()> {
        match *op {
            Op::Member(key, number) => set(&mut self.members, format!("k{key}"), number),
            Op::Property(node, key, number) => {
                let node = self.node(node)?;
                set(&mut self.nodes[node].properties, format!("p/{key}"), number);
            }
            Op::File(node, key, number) => {
                let node = self.node(node)?;
                set(&mut self.nodes[node].files, format!("att_{key}"), number);
            }
            Op::AddNode(place, id) => {
                let id = format!("new{id}");
                if self.nodes.iter().all(|node| node.id != id) {
                    let place = usize::from(place).min(self.nodes.len());
                    let files = BTreeMap::from([("att_9".to_owned(), value(2))]);
                    self.nodes.insert(place, Node { origin: None, id, properties: BTreeMap::new(), files });
                }
            }
            Op::RemoveNode(node) => {
                let node = self.node(node)?;
                let id = self.nodes.remove(node).id;
                self.ways.retain(|way| way.from != id && way.to != id);
            }
            Op::MoveNode(from, to) => {
                let (from, to) = self.node(from).zip(self.node(to))?;
                let node = self.nodes.remove(from);
                self.nodes.insert(to, node);
            }
            Op::RenameNode(node, id) => {
                let node = self.node(node)?;
                self.rename(node, format!("other{id}"));
            }
            Op::AddWay(from, to, when, with_id) => {
                let id = with_id.then(|| format!("t_{from}_{to}"));
                let (from, to) = self.node(from).zip(self.node(to))?;
                let (from, to) = (self.nodes[from].id.clone(), self.nodes[to].id.clone());
                let taken = |way: &Way| if with_id { way.id == id } else { (&way.from, &way.to) == (&from, &to) };
                if !self.ways.iter().any(taken) {
                    self.ways.push(Way { origin: None, id, from, to, condition: when.map(value) });
                }
            }
            Op::RemoveWay(way) => {
                let way = self.way(way)?;
                self.ways.remove(way);
            }
            Op::Rewire(way, node, to) => {
                let (way, node) = self.way(way).zip(self.node(node))?;
                let id = self.nodes[node].id.clone();
                let way = &mut self.ways[way];
                if to { way.to = id } else { way.from = id }
            }
            Op::Condition(way, number) => {
                let way = self.way(way)?;
                self.ways[way].condition = number.map(value);
            }
        }
        Some(())
    }

    pub fn rename(&mut self, node: usize, id: String) {
        if self.nodes.iter().all(|node| node.id != id) {
            let was = std::mem::replace(&mut self.nodes[node].id, id.clone());
            for way in &mut self.ways {
                for end in [&mut way.from, &mut way.to] {
                    if *end == was {
                        end.clone_from(&id);
                    }
                }
            }
        }
    }

    pub fn after(&self, ops: &[Op]) -> Self {
        let mut next = self.clone();
        for op in ops {
            next.apply(op);
        }
        next
    }
}

/// A workflow of a few nodes in a row, with odd values.
pub fn model() -> impl Strategy<Value = Model> {
    let node = (0..4_u8, prop::option::of(0..4_u8));
    (prop::collection::vec(node, 0..6), any::<bool>()).prop_map(|(nodes, with_ids)| {
        let count = nodes.len();
        let mut model = Model {
            members: BTreeMap::from([("version".to_owned(), "7".to_owned()), ("k0".to_owned(), value(3))]),
            nodes: Vec::new(),
            ways: Vec::new(),
        };
        for (number, (property, file)) in nodes.into_iter().enumerate() {
            model.nodes.push(Node {
                origin: Some(number),
                id: format!("n{number}"),
                properties: BTreeMap::from([("p/0".to_owned(), value(property))]),
                files: file.map(|file| ("att_0".to_owned(), value(file))).into_iter().collect(),
            });
            if number + 1 < count {
                let (from, to) = (format!("n{number}"), format!("n{}", number + 1));
                model.ways.push(Way {
                    origin: Some(number),
                    id: with_ids.then(|| format!("t{number}")),
                    from,
                    to,
                    condition: None,
                });
            }
        }
        model
    })
}

pub fn ops() -> impl Strategy<Value = Vec<Op>> {
    prop::collection::vec(op(), 0..5)
}
