//! A document's pretty form as one text, and where its lines and nodes are.

use crate::diff::layout::Layout;
use crate::document::{Document, MemberValue};
use std::ops::Range;

/// A document laid out, in the very lines that [`unified`](super::unified) counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pretty {
    /// The text, without a line end at its end.
    pub text: String,
    /// Where each line begins, in bytes.
    pub starts: Vec<u32>,
    /// The first line of each node (first is 0), and the line behind the last one.
    nodes: Vec<u32>,
}

impl Pretty {
    /// Lays a document of less than 4 GiB out.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let mut pretty = Self {
            text: String::with_capacity(document.text_len() * 2),
            starts: Vec::with_capacity(document.text_len() / 16),
            nodes: Vec::new(),
        };
        let layout = Layout::of(document);
        let nodes = nodes(&layout, document);
        let line = |starts: &Vec<u32>| starts.len() as u32;
        for (at, piece) in layout.pieces.iter().enumerate() {
            if at > 0 {
                pretty.text.push('\n');
            }
            if at == nodes.end && !nodes.is_empty() {
                pretty.nodes.push(line(&pretty.starts));
            }
            if nodes.contains(&at) {
                pretty.nodes.push(line(&pretty.starts));
            }
            pretty.starts.push(pretty.text.len() as u32);
            let starts = &mut pretty.starts;
            piece.write(&mut pretty.text, &mut |text| {
                text.push('\n');
                starts.push(text.len() as u32);
            });
        }
        pretty
    }

    /// The lines of a node, by its place in the list.
    #[must_use]
    pub fn node_lines(&self, index: usize) -> Option<Range<usize>> {
        Some(*self.nodes.get(index)? as usize..*self.nodes.get(index + 1)? as usize)
    }
}

/// The pieces that are nodes.
fn nodes(layout: &Layout<'_>, document: &Document) -> Range<usize> {
    let member = document.members.iter().position(|member| *member.key == *document.dialect.nodes);
    let Some((member, first)) = member.and_then(|at| Some((document.members.get(at)?, layout.members.get(at)?))) else {
        return 0..0;
    };
    match &member.value {
        MemberValue::List(elements) if !elements.items.is_empty() => first + 1..first + 1 + elements.items.len(),
        _ => 0..0,
    }
}

#[cfg(test)]
mod tests {
    use super::Pretty;
    use crate::document::Document;
    use crate::json::{Value, pretty};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_document_is_laid_out_like_any_json() {
        for text in [
            "{}",
            r#"{"nodes":[]}"#,
            r#"{"nodes":{"a":1},"transitions":null}"#,
            r#"{"id":"wf","nodes":[{"id":"a","n":1E5},{"id":"b","list":[]}],"transitions":[],"more":{"x":[1]}}"#,
            "{ \"transitions\" : [ 1,\n {} ], \"nodes\":[7] }",
        ] {
            let laid_out = Pretty::of(&Document::parse(text).unwrap());
            assert_eq!(laid_out.text, pretty(&Value::parse(text).unwrap()));
            let lines: Vec<_> = laid_out.text.lines().map(|line| line.as_ptr() as usize).collect();
            let base = laid_out.text.as_ptr() as usize;
            assert_eq!(laid_out.starts, lines.iter().map(|line| (line - base) as u32).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_lines_of_each_node_are_known() {
        let document = Document::parse(r#"{"id":"wf","nodes":[{"id":"a"},7,{"id":"b","x":[]}],"z":1}"#).unwrap();
        let laid_out = Pretty::of(&document);
        let lines: Vec<&str> = laid_out.text.lines().collect();
        let of = |index| laid_out.node_lines(index).map(|range| lines[range].concat().replace(' ', ""));
        assert_eq!(
            [of(0), of(1), of(2), of(3)],
            [Some("{\"id\":\"a\"},".into()), Some("7,".into()), Some("{\"id\":\"b\",\"x\":[]}".into()), None]
        );
    }
}
