//! Filling a template with a contact's data.

use super::markup::Place;
use crate::editor::samples::Contact;
use std::collections::BTreeMap;
use workflow::email::VariableRow;
use workflow::email::template::{Part, escape_html, parts};
use workflow::wire::{CataloguePath, Template};

/// The style of a value that is missing. It stands in the email's own document, which knows none of
/// the app's styles; its colours are legible on any background.
const MISSING_STYLE: &str =
    "background:#ffe08a;color:#3b2a00;outline:1px dashed #8a5300;border-radius:2px;padding:0 2px";

/// A piece of a text that was filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// As it will be read.
    Text(String),
    /// A placeholder that nothing fills.
    Missing(String),
    /// A placeholder whose value is empty with this contact.
    Empty(String),
}

/// An email with a contact's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rendered {
    /// The subject line.
    pub(super) subject: Vec<Piece>,
    /// The line behind the subject that the template itself names; empty where it names none.
    pub(super) preheader: Vec<Piece>,
    /// The HTML body; empty where the template has none.
    pub(super) html: String,
    /// The plain text body; empty where the template has none.
    pub(super) text: Vec<Piece>,
    /// Placeholders without a scope path, in order of appearance.
    pub(super) missing: Vec<String>,
    /// Placeholders whose value is empty with this contact, in order of appearance.
    pub(super) empty: Vec<String>,
}

/// Fills `template` as `variables` would: each placeholder with a scope path gets the contact's value.
#[must_use]
pub(super) fn render(
    template: &Template,
    variables: &[VariableRow],
    contact: &Contact,
    catalogue: &[CataloguePath],
) -> Rendered {
    let values: BTreeMap<&str, String> = variables
        .iter()
        .filter(|row| !row.path.trim().is_empty())
        .map(|row| (row.name.as_str(), contact.value(&row.name, &row.path, catalogue)))
        .collect();
    let of_template = crate::workspace::placeholders(template);
    let (with_value, missing): (Vec<_>, Vec<_>) =
        of_template.into_iter().partition(|name| values.contains_key(name.as_str()));
    let empty = with_value
        .into_iter()
        .filter(|name| values.get(name.as_str()).is_some_and(|value| value.trim().is_empty()))
        .collect();
    Rendered {
        subject: fill_text(&template.subject, &values),
        preheader: fill_text(&template.preheader, &values),
        html: fill_html(&template.html, &values),
        text: fill_text(&template.text, &values),
        missing,
        empty,
    }
}

/// What a reader reads, a placeholder that nothing fills as it stands in the template.
pub(super) fn read(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(words) => text.push_str(words),
            Piece::Missing(name) => text.push_str(&in_braces(name)),
            Piece::Empty(_) => {}
        }
    }
    text
}

pub(super) fn in_braces(name: &str) -> String {
    format!("{{{{{name}}}}}")
}

fn fill_text(text: &str, values: &BTreeMap<&str, String>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for part in parts(text) {
        match part {
            Part::Text(words) => pieces.push(Piece::Text(words.to_owned())),
            Part::Placeholder(name) => pieces.push(match values.get(name) {
                Some(value) if value.trim().is_empty() => Piece::Empty(name.to_owned()),
                Some(value) => Piece::Text(value.clone()),
                None => Piece::Missing(name.to_owned()),
            }),
        }
    }
    pieces
}

/// Fills HTML: values are escaped, missing ones are highlighted where an element can stand. Elsewhere
/// (`href="{{url}}"`, a style sheet) the placeholder is left as it is, because markup there would break
/// what is around it.
fn fill_html(html: &str, values: &BTreeMap<&str, String>) -> String {
    let mut filled = String::with_capacity(html.len() + 256);
    let mut place = Place::default();
    for part in parts(html) {
        match part {
            Part::Text(text) => {
                place.read(text);
                filled.push_str(text);
            }
            Part::Placeholder(name) => match values.get(name) {
                Some(value) if value.trim().is_empty() && place.is_content() => mark(&mut filled, "&#8203;"),
                Some(value) => filled.push_str(&escape_html(value)),
                None if place.is_content() => mark(&mut filled, &escape_html(&in_braces(name))),
                None => filled.push_str(&escape_html(&in_braces(name))),
            },
        }
    }
    filled
}

fn mark(html: &mut String, inside: &str) {
    html.push_str("<mark style=\"");
    html.push_str(MISSING_STYLE);
    html.push_str("\">");
    html.push_str(inside);
    html.push_str("</mark>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(html: &str) -> Template {
        Template {
            id: "tmpl".into(),
            subject: "Your order, {{firstName}}".into(),
            html: html.into(),
            text: "{{firstName}}: {{orderTotal}}".into(),
            ..Template::default()
        }
    }

    fn row(name: &str, path: &str) -> VariableRow {
        VariableRow { name: name.into(), path: path.into() }
    }

    #[test]
    fn values_are_filled_in_and_missing_ones_stand_out() {
        let rendered = render(
            &template("<style>{{css}}</style><p>{{firstName}}, {{orderTotal}}</p><a href=\"{{link}}\">x</a>"),
            &[row("firstName", "$contact.firstName"), row("orderTotal", " ")],
            &Contact::Ordinary,
            &[],
        );
        assert_eq!(read(&rendered.subject), "Your order, Ada");
        assert_eq!(rendered.missing, ["css", "orderTotal", "link"]);
        assert_eq!(rendered.text.last(), Some(&Piece::Missing("orderTotal".into())));
        assert!(rendered.html.contains("<p>Ada, <mark"));
        assert!(rendered.html.contains("href=\"{{link}}\""));
        assert!(rendered.html.contains("<style>{{css}}</style>"));
    }

    #[test]
    fn empty_values_are_told_apart_from_missing_ones() {
        let rendered =
            render(&template("<p>{{firstName}}</p>"), &[row("firstName", "$contact.firstName")], &Contact::Empty, &[]);
        assert_eq!((rendered.missing, rendered.empty), (vec!["orderTotal".to_owned()], vec!["firstName".to_owned()]));
        assert_eq!(read(&rendered.subject), "Your order, ");
        assert!(rendered.html.starts_with("<p><mark"));
    }

    #[test]
    fn a_value_cannot_bring_markup_along() {
        for html in ["<p>{{firstName}}</p>", "<a href=\"{{firstName}}\">x</a>", "<a title='{{firstName}}'>x</a>"] {
            let rendered = render(&template(html), &[row("firstName", "$contact.x")], &Contact::Hostile, &[]);
            assert!(!rendered.html.contains("<script"), "{}", rendered.html);
            assert!(!rendered.html.contains("<img"), "{}", rendered.html);
            assert_eq!(rendered.html.matches('<').count(), html.matches('<').count());
            assert_eq!(rendered.html.matches('"').count(), html.matches('"').count());
            assert_eq!(rendered.html.matches('\'').count(), html.matches('\'').count());
        }
    }

    #[test]
    fn a_value_is_not_filled_again() {
        let rendered = render(&template("{{firstName}}"), &[row("firstName", "$contact.x")], &Contact::Hostile, &[]);
        assert!(rendered.html.contains("{{name}}"));
        assert_eq!(rendered.missing, ["orderTotal"]);
    }
}
