//! `--dry-run`: what would change and the exact request. The machine is driven up to its first write,
//! which is printed and not sent.

use super::Order;
use super::driving::{Start, write};
use crate::commands::{Verdict, unified_text};
use crate::failure::Failure;
use crate::findings::Located;
use crate::screen::Screen;
use http::header::{AUTHORIZATION, HeaderValue};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use tenant::Tenant;
use workflow::deploy::{Action, Event, Journaled, Response};
use workflow::diff::{self, DiffEntry, Summary};
use workflow::document::Document;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    dry_run: bool,
    summary: Summary,
    sentences: Vec<String>,
    entries: &'a [DiffEntry],
    findings: &'a [Located],
    request: Request,
}

/// The exact request, but for the token.
#[derive(Serialize)]
struct Request {
    method: &'static str,
    url: String,
    headers: BTreeMap<String, String>,
    body: String,
}

/// What is shown.
pub(super) struct DryRun<'a> {
    pub(super) tenant: &'a Tenant,
    pub(super) order: &'a Order,
    pub(super) before: &'a Document,
    pub(super) after: &'a Document,
    pub(super) findings: &'a [Located],
}

impl DryRun<'_> {
    pub(super) fn print(&self, start: Start, read: &Response, screen: &mut Screen) -> Result<Verdict, Failure> {
        let Some(request) = self.request(start, read) else {
            return Err(Failure::NotDone("the machine asks for no write. Nothing was written".to_owned()));
        };
        let found = diff::diff(self.before, self.after);
        if screen.is_json() {
            screen.print_json(&Report {
                dry_run: true,
                summary: found.summary(),
                sentences: found.sentences(),
                entries: &found.entries,
                findings: self.findings,
                request,
            })?;
            return Ok(Verdict::Fine);
        }
        let id = self.order.workflow.plain();
        let mut text: String = found.sentences().iter().map(|sentence| format!("{sentence}\n")).collect();
        let names = (format!("{id} as it is"), format!("{id} with {}", self.order.node));
        let _ = write!(
            text,
            "\n{}\n{} {}\n",
            unified_text(self.before, self.after, 3, (&names.0, &names.1)),
            request.method,
            request.url
        );
        for (name, value) in &request.headers {
            let _ = writeln!(text, "{name}: {value}");
        }
        let _ = writeln!(text, "\n{}", request.body);
        screen.print(&text)?;
        screen.flush()?;
        screen.say("Dry run: nothing was written.");
        Ok(Verdict::Fine)
    }

    fn request(&self, start: Start, read: &Response) -> Option<Request> {
        let mut machine = start.machine;
        loop {
            match machine.poll_action()? {
                Action::Read => machine.handle_event(0, Event::Read(Ok(read.clone()))),
                // Nothing is sent, so there is nothing to find out later.
                Action::Journal(_) => machine.handle_event(0, Event::Journaled(Journaled::Kept)),
                Action::Write { body, idempotency_key } => {
                    let call = write(&self.order.workflow, body.clone(), &idempotency_key);
                    let mut headers = call.all_headers();
                    headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer ***"));
                    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
                    return Some(Request {
                        method: "PUT",
                        url: self.tenant.url(&call.route),
                        headers: headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
                        body,
                    });
                }
                Action::WaitUntil(_) | Action::RenewToken => return None,
            }
        }
    }
}
