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

/// A workflow of exactly so many bytes, at least 1,000: email nodes as tenants have them.
pub fn workflow(id: &str, bytes: usize) -> String {
    const END: &str = r#"{"id":"end","type":"end","properties":{}}],"transitions":[],"createdTimestamp":1672531200000,"lastUpdatedTimestamp":1672617600000}"#;
    /// More than two nodes: so much the last one has to itself.
    const LAST: usize = 700;
    let mut text = format!(r#"{{"id":"{id}","name":"Order Confirmation Workflow","version":3,"nodes":["#);
    let mut number = 0;
    while text.len() + END.len() + LAST <= bytes {
        node(&mut text, number, 0);
        number += 1;
    }
    let rest = bytes - text.len() - END.len();
    node(&mut text, number, rest);
    text.push_str(END);
    text
}

/// A node with a comma behind it, filled up to so many bytes.
fn node(text: &mut String, number: u64, bytes: usize) {
    const END: &str = r#""}},"#;
    let begin = text.len();
    // Fibonacci hashing: every run has the same ids, and none looks like the one before.
    let random = (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    // Writing into a String cannot fail.
    let _ = write!(
        text,
        r#"{{"id":"email_{number}","type":"email","properties":{{"templateId":"tmpl_{random:016x}","variables":{{"customerName":"$interaction.contact.firstName","orderTotal":"$workflow.data.total_{number}"}},"attachments":[{{"fileId":"att_{:012x}","fileName":"invoice_{number}.pdf"}}],"trackOpens":true,"note":""#,
        random.rotate_left(29) >> 16,
    );
    while text.len() - begin + END.len() < bytes {
        text.push('x');
    }
    text.push_str(END);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workflows_are_json_of_exactly_their_size() {
        for bytes in [1000, 1024, 1025, 4000, 1024 * 1024] {
            let text = workflow("small", bytes);
            assert_eq!(text.len(), bytes);
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(value["id"], "small");
        }
    }
}
