//! Learning of a save from an answer that streams by on its way to the browser.

use super::News;
use super::heading::Heading;
use std::sync::Arc;
use workflow::document::Dialect;

/// Reads along, and tells at the end.
#[derive(Debug)]
pub(crate) struct Tap {
    news: Arc<News>,
    workflow: String,
    heading: Heading,
}

impl Tap {
    /// For the answer to a read.
    pub(crate) fn new(news: Arc<News>, workflow: &str, dialect: &Dialect) -> Self {
        Self { news, workflow: workflow.to_owned(), heading: Heading::new(dialect) }
    }

    /// A piece of the answer.
    pub(crate) fn feed(&mut self, piece: &[u8]) {
        self.heading.feed(piece);
    }

    /// The answer is whole.
    pub(crate) fn finish(self) {
        if let Some(news) = self.heading.news(&self.workflow) {
            self.news.workflow(news);
        }
    }
}
