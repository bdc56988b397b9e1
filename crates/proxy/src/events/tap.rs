//! Learning of a save from an answer that streams by on its way to the browser.

use super::News;
use super::heading::Heading;
use std::sync::Arc;
use workflow::document::Dialect;
use workflow::wire::WorkflowNews;

/// Reads along, and tells at the end.
#[derive(Debug)]
pub(crate) struct Tap {
    news: Arc<News>,
    workflow: String,
    by: Option<String>,
    heading: Heading,
}

impl Tap {
    /// For the answer to a read, or to a write of somebody.
    pub(crate) fn new(news: Arc<News>, workflow: &str, by: Option<String>, dialect: &Dialect) -> Self {
        Self { news, workflow: workflow.to_owned(), by, heading: Heading::new(dialect) }
    }

    /// A piece of the answer.
    pub(crate) fn feed(&mut self, piece: &[u8]) {
        self.heading.feed(piece);
    }

    /// The answer is whole.
    pub(crate) fn finish(self) {
        match (self.heading.news(&self.workflow), self.by) {
            (Some(news), Some(by)) => self.news.workflow(WorkflowNews { by: Some(by), ..news }),
            (Some(news), None) => self.news.workflow(news),
            // A write that was answered well is a save, even if the answer does not say which.
            (None, by @ Some(_)) => self.news.workflow(WorkflowNews {
                workflow: self.workflow,
                version: None,
                last_updated_timestamp: None,
                by,
            }),
            (None, None) => {}
        }
    }
}
