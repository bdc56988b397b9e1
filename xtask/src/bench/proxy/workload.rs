//! What is asked for: workflows of known sizes.

use std::fmt::Write;

/// The bodies that the tenant answers with: id and bytes.
pub const BODIES: [(&str, usize); 2] = [("small", 1024), ("large", 1024 * 1024)];

/// One kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Reading a workflow of 1 KiB.
    Small,
    /// Reading a workflow of 1 MiB.
    Large,
    /// Writing a workflow of 1 KiB.
    Write,
}

impl Work {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Small, Self::Large, Self::Write];

    /// The workflow's id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Small | Self::Write => BODIES[0].0,
            Self::Large => BODIES[1].0,
        }
    }

    /// Whether it changes nothing.
    pub fn is_read(self) -> bool {
        self != Self::Write
    }

    /// Its name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Small => "1 KiB",
            Self::Large => "1 MiB",
            Self::Write => "write of 1 KiB",
        }
    }
}

/// A workflow of exactly so many bytes, at least 512. It compresses to about a half: less than those of
/// tenants do, so that nothing looks cheaper than it is.
pub fn workflow(id: &str, bytes: usize) -> String {
    const END: &str = r#"{"id":"end","type":"end","properties":{}}],"transitions":[],"createdTimestamp":1672531200000,"lastUpdatedTimestamp":1672617600000}"#;
    const NODE: usize = 200;
    let mut text = format!(r#"{{"id":"{id}","name":"Order Confirmation Workflow","version":3,"nodes":["#);
    let mut number = 0;
    while text.len() + END.len() + 2 * NODE <= bytes {
        node(&mut text, number, NODE);
        number += 1;
    }
    // The last one takes what is left.
    let rest = bytes - text.len() - END.len();
    node(&mut text, number, rest);
    text.push_str(END);
    text
}

/// A node of exactly so many bytes, its comma included.
fn node(text: &mut String, number: usize, bytes: usize) {
    let begin = text.len();
    // Writing into a String cannot fail.
    let _ = write!(text, r#"{{"id":"email_{number}","type":"email","properties":{{"templateId":""#);
    const END: &str = r#""}},"#;
    let mut state = number as u64 + 1;
    while text.len() - begin + END.len() < bytes {
        // Xorshift (Marsaglia, 2003): every run has the same bodies.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        text.push(char::from(b"0123456789abcdef"[usize::from(state.to_le_bytes()[4] & 15)]));
    }
    text.push_str(END);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workflows_are_json_of_exactly_their_size() {
        for bytes in [512, 1024, 1025, 4000, 1024 * 1024] {
            let text = workflow("small", bytes);
            assert_eq!(text.len(), bytes);
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(value["id"], "small");
        }
    }
}
