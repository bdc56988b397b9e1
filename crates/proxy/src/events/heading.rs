//! What a workflow's JSON says about its last save, read while it streams by: nothing of the document
//! is kept but these few values.

use workflow::document::Dialect;
use workflow::wire::WorkflowNews;

/// Longest key or value that is kept, in bytes.
const MAX_KEPT: usize = 512;

/// A scanner of one document's top level. It takes the text in pieces, cut anywhere; of what is no
/// JSON object it reads nothing.
#[derive(Debug)]
pub(crate) struct Heading {
    keys: [String; 3],
    values: [Option<String>; 3],
    depth: u32,
    in_string: bool,
    escaped: bool,
    /// Which value is being kept, `None` for one that nobody asked for.
    wanted: Option<usize>,
    at_key: bool,
    kept: Vec<u8>,
    lost: bool,
}

impl Heading {
    /// A scanner for documents in this dialect.
    pub(crate) fn new(dialect: &Dialect) -> Self {
        Self {
            keys: [dialect.version.clone(), dialect.last_updated.clone(), dialect.last_updated_by.clone()],
            values: [None, None, None],
            depth: 0,
            in_string: false,
            escaped: false,
            wanted: None,
            at_key: false,
            kept: Vec::new(),
            lost: false,
        }
    }

    /// What a whole text says.
    pub(crate) fn of(dialect: &Dialect, text: &[u8]) -> Self {
        let mut heading = Self::new(dialect);
        heading.feed(text);
        heading
    }

    /// Reads on.
    pub(crate) fn feed(&mut self, piece: &[u8]) {
        if !self.lost {
            piece.iter().for_each(|byte| self.step(*byte));
        }
    }

    /// The version, as the document writes it; nothing where the document did not end, or where it is no
    /// number.
    pub(crate) fn version(&self) -> Option<&str> {
        let text = self.values[0].as_deref().filter(|_| !self.lost && self.depth == 0)?;
        serde_json::from_str::<serde_json::Number>(text).is_ok().then_some(text)
    }

    /// Who saved it, where the document says so.
    pub(crate) fn saved_by(&self) -> Option<String> {
        let by = self.values[2].as_deref().and_then(|text| serde_json::from_str::<String>(text).ok());
        by.filter(|name| !name.is_empty())
    }

    /// What was found; nothing where the document did not end.
    pub(crate) fn news(&self, workflow: &str) -> Option<WorkflowNews> {
        if self.lost || self.depth > 0 {
            return None;
        }
        let number = |at: usize| self.values[at].as_deref().and_then(|text| text.parse().ok());
        Some(WorkflowNews {
            workflow: workflow.to_owned(),
            version: Some(number(0)?),
            last_updated_timestamp: number(1),
            by: self.saved_by(),
        })
    }

    fn step(&mut self, byte: u8) {
        if self.in_string {
            self.keep(byte);
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return;
        }
        match byte {
            b'"' => {
                self.in_string = true;
                self.keep(byte);
            }
            b'{' | b'[' => {
                self.depth += 1;
                match (self.depth, byte) {
                    (1, b'{') => self.begin_key(),
                    (1, _) => self.lost = true,
                    // A value that is no plain one is not what was asked for.
                    _ => self.wanted = None,
                }
            }
            b'}' | b']' => {
                self.end_value();
                self.depth = self.depth.saturating_sub(1);
            }
            b':' if self.depth == 1 && self.at_key => self.end_key(),
            b',' if self.depth == 1 => {
                self.end_value();
                self.begin_key();
            }
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => self.keep(byte),
        }
    }

    fn keep(&mut self, byte: u8) {
        if self.depth == 1 && (self.at_key || self.wanted.is_some()) && self.kept.len() < MAX_KEPT {
            self.kept.push(byte);
        }
    }

    fn begin_key(&mut self) {
        self.at_key = true;
        self.wanted = None;
        self.kept.clear();
    }

    fn end_key(&mut self) {
        let key: Option<String> = serde_json::from_slice(&self.kept).ok();
        self.wanted = key.and_then(|key| self.keys.iter().position(|wanted| *wanted == key));
        self.at_key = false;
        self.kept.clear();
    }

    fn end_value(&mut self) {
        if self.depth == 1
            && let Some(wanted) = self.wanted.take()
            && self.kept.len() < MAX_KEPT
        {
            self.values[wanted] = String::from_utf8(std::mem::take(&mut self.kept)).ok();
        }
        self.kept.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::Heading;
    use workflow::document::Dialect;
    use workflow::wire::WorkflowNews;

    fn read(text: &str, pieces: usize) -> Option<WorkflowNews> {
        let mut heading = Heading::new(&Dialect::default());
        text.as_bytes().chunks(pieces).for_each(|piece| heading.feed(piece));
        heading.news("wf")
    }

    fn news(version: u64, at: Option<u64>, by: Option<&str>) -> Option<WorkflowNews> {
        let by = by.map(str::to_owned);
        Some(WorkflowNews { workflow: "wf".into(), version: Some(version), last_updated_timestamp: at, by })
    }

    #[test]
    fn the_top_level_is_read_however_the_text_is_cut() {
        let cases = [
            (r#"{"id":"wf","version":3,"nodes":[],"lastUpdatedTimestamp":17}"#, news(3, Some(17), None)),
            (
                "{ \"version\" : 3 ,\n\"lastUpdatedBy\":\"Gr\\u0061ce \\\"G\\\"\" , \"lastUpdatedTimestamp\" : 5 }",
                news(3, Some(5), Some("Grace \"G\"")),
            ),
            (r#"{"nodes":[{"version":9,"x":"}],\"version\":8"}],"version":4}"#, news(4, None, None)),
            (r#"{"a":"\"version\":1,","vers\u0069on":2}"#, news(2, None, None)),
            (r#"{"version":1,"version":2}"#, news(2, None, None)),
            (r#"{"version":{"n":1},"lastUpdatedTimestamp":2}"#, None),
            (r#"{"version":"3"}"#, None),
            (r#"{"version":3.5}"#, None),
            (r#"{"version":3,"nodes":["#, None),
            (r#"[{"version":3}]"#, None),
            ("<html>", None),
            ("", None),
        ];
        for (text, expected) in cases {
            for pieces in 1..=text.len().max(1) {
                assert_eq!(read(text, pieces), expected, "{text} in pieces of {pieces}");
            }
        }
    }

    #[test]
    fn a_version_is_told_as_the_document_writes_it() {
        for (text, version) in [
            (r#"{"version":3}"#, Some("3")),
            (r#"{"version":18446744073709551616,"nodes":[]}"#, Some("18446744073709551616")),
            (r#"{"version":1E5}"#, Some("1E5")),
            (r#"{"version":"3"}"#, None),
            (r#"{"version":3"#, None),
            (r#"{"nodes":[{"version":3}]}"#, None),
        ] {
            assert_eq!(Heading::of(&Dialect::default(), text.as_bytes()).version(), version, "{text}");
        }
    }

    #[test]
    fn a_value_that_is_too_long_is_left_out() {
        let text = format!(r#"{{"version":3,"lastUpdatedBy":"{}"}}"#, "x".repeat(2000));
        assert_eq!(read(&text, 7), news(3, None, None));
    }
}
