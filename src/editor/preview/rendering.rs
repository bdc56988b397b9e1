//! Filling a template with sample data.

use crate::editor::samples::sample;
use std::collections::BTreeMap;
use workflow::email::VariableRow;
use workflow::email::template::{Part, escape_html, parts};
use workflow::wire::Template;

/// The style of a value that is missing. It stands in the email's own document, which knows none of
/// the app's styles; its colours are legible on any background.
const MISSING_STYLE: &str =
    "background:#ffe08a;color:#3b2a00;outline:1px dashed #8a5300;border-radius:2px;padding:0 2px";

/// An email with sample data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The subject line.
    pub subject: String,
    /// The line behind the subject.
    pub preheader: String,
    /// The HTML body; empty where the template has none.
    pub html: String,
    /// The plain text body; empty where the template has none.
    pub text: String,
    /// Placeholders without a scope path, in order of appearance.
    pub missing: Vec<String>,
}

/// Fills `template` as `variables` would: each placeholder with a scope path gets a sample value.
#[must_use]
pub fn render(template: &Template, variables: &[VariableRow]) -> Rendered {
    let values: BTreeMap<&str, String> = variables
        .iter()
        .filter(|row| !row.path.trim().is_empty())
        .map(|row| (row.name.as_str(), sample(&row.name, &row.path)))
        .collect();
    let missing = crate::workspace::placeholders(template)
        .into_iter()
        .filter(|name| !values.contains_key(name.as_str()))
        .collect();
    Rendered {
        subject: fill_text(&template.subject, &values),
        preheader: fill_text(&template.preheader, &values),
        html: fill_html(&template.html, &values),
        text: fill_text(&template.text, &values),
        missing,
    }
}

fn fill_text(text: &str, values: &BTreeMap<&str, String>) -> String {
    workflow::email::template::render(text, |name| values.get(name).cloned())
}

/// Fills HTML: values are escaped, missing ones are highlighted where an element can stand. Inside a
/// tag (`href="{{url}}"`) the placeholder is left as it is, because markup there would break the tag.
fn fill_html(html: &str, values: &BTreeMap<&str, String>) -> String {
    let mut filled = String::with_capacity(html.len() + 256);
    let mut in_tag = false;
    for part in parts(html) {
        match part {
            Part::Text(text) => {
                if let Some(at) = text.rfind(['<', '>']) {
                    in_tag = text[at..].starts_with('<');
                }
                filled.push_str(text);
            }
            Part::Placeholder(name) => match values.get(name) {
                Some(value) => filled.push_str(&escape_html(value)),
                None if in_tag => filled.push_str(&escape_html(&format!("{{{{{name}}}}}"))),
                None => {
                    filled.push_str("<mark style=\"");
                    filled.push_str(MISSING_STYLE);
                    filled.push_str("\">");
                    filled.push_str(&escape_html(&format!("{{{{{name}}}}}")));
                    filled.push_str("</mark>");
                }
            },
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(html: &str) -> Template {
        Template {
            id: "tmpl".into(),
            subject: "Your order, {{firstName}}".into(),
            html: html.into(),
            ..Template::default()
        }
    }

    fn row(name: &str, path: &str) -> VariableRow {
        VariableRow { name: name.into(), path: path.into() }
    }

    #[test]
    fn values_are_filled_in_and_missing_ones_stand_out() {
        let rendered = render(
            &template("<p>{{firstName}}, {{orderTotal}}</p><a href=\"{{link}}\">x</a>"),
            &[row("firstName", "$contact.firstName"), row("orderTotal", " ")],
        );
        assert_eq!(rendered.subject, "Your order, Ada");
        assert_eq!(rendered.missing, ["orderTotal", "link"]);
        assert!(rendered.html.contains("<p>Ada, <mark"));
        assert!(rendered.html.contains("href=\"{{link}}\""));
    }

    #[test]
    fn a_value_cannot_bring_markup_along() {
        let rendered = render(&template("<p>{{<b>}}{{a&b}}</p>"), &[row("a&b", "$contact.x")]);
        assert!(!rendered.html.contains("a&b<"));
    }
}
