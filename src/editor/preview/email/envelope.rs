//! What a mailbox lists of an email: sender, subject and the line behind it.

use super::mail::Mail;
use super::rendering::{Piece, Rendered, in_braces, read};
use crate::reactive::memo;
use crate::words::preview as words;
use leptos::prelude::*;
use std::sync::Arc;

/// Sender (where one is known), subject and preheader.
#[component]
pub(super) fn Envelope(
    email: Signal<Option<Arc<Rendered>>>,
    from: Memo<Option<String>>,
    mail: Memo<Arc<Mail>>,
) -> impl IntoView {
    let subject =
        memo(move |_| email.with(|email| email.as_ref().map(|email| email.subject.clone()).unwrap_or_default()));
    let preheader = memo(move |_| {
        let named = email.with(|email| email.as_ref().map(|email| email.preheader.clone()).unwrap_or_default());
        mail.with(|mail| preheader(named, mail))
    });
    view! {
        <dl class="envelope">
            {move || {
                from.get()
                    .map(|from| {
                        view! {
                            <dt>{words::FROM}</dt>
                            <dd>{from}</dd>
                        }
                    })
            }}
            <dt>{words::SUBJECT}</dt>
            <dd class="envelope-subject" dir="auto">{move || subject.with(|subject| pieces(subject))}</dd>
            <dt>{words::PREHEADER}</dt>
            <dd class="muted" dir="auto">
                {move || {
                    let (line, origin) = preheader.get();
                    match origin {
                        Some(origin) => {
                            view! {
                                {pieces(&line)}
                                <span class="envelope-origin">" · " {origin}</span>
                            }
                                .into_any()
                        }
                        None => words::PREHEADER_NONE.into_any(),
                    }
                }}
            </dd>
        </dl>
    }
}

/// The line behind the subject as mail programs take it, and where they take it from: the template's own, else the first
/// words of the body, which emails hide on purpose.
fn preheader(named: Vec<Piece>, mail: &Mail) -> (Vec<Piece>, Option<&'static str>) {
    if !read(&named).trim().is_empty() {
        return (named, Some(words::PREHEADER_OF_TEMPLATE));
    }
    if mail.lead.is_empty() {
        return (Vec::new(), None);
    }
    let origin = if mail.lead_is_hidden { words::PREHEADER_HIDDEN } else { words::PREHEADER_OF_BODY };
    (vec![Piece::Text(mail.lead.clone())], Some(origin))
}

/// A filled text, what is missing marked.
pub(super) fn pieces(pieces: &[Piece]) -> impl IntoView + use<> {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone().into_any(),
            Piece::Missing(name) => view! { <mark class="missing">{in_braces(name)}</mark> }.into_any(),
            Piece::Empty(name) => view! {
                <mark class="missing missing-empty">
                    <span class="visually-hidden">{words::empty_value(name)}</span>
                </mark>
            }
            .into_any(),
        })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preheader_is_the_templates_else_the_bodys_first_words() {
        let mail = |lead: &str, lead_is_hidden| Mail { lead: lead.into(), lead_is_hidden, ..Mail::default() };
        let text = |text: &str| vec![Piece::Text(text.into())];
        for (named, mail, line, origin) in [
            ("Named", mail("First", true), "Named", Some(words::PREHEADER_OF_TEMPLATE)),
            (" ", mail("First", true), "First", Some(words::PREHEADER_HIDDEN)),
            ("", mail("First", false), "First", Some(words::PREHEADER_OF_BODY)),
            ("", mail("", false), "", None),
        ] {
            let (found, told) = preheader(text(named), &mail);
            assert_eq!((read(&found).as_str(), told), (line, origin));
        }
    }
}
