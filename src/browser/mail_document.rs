//! An email's HTML as the browser understands it, made harmless: read by the browser's own parser into a
//! document that is never shown, runs nothing and fetches nothing.
//!
//! This is the first of three walls. The frame in which the email is shown is the second (`sandbox`), the
//! content security policy under which the proxy serves it the third.

use wasm_bindgen::JsCast;
use web_sys::{Document, DomParser, Element, Node, SupportedType};

/// What a mail program takes out of an email before it shows it: what runs, what loads a document or a style sheet,
/// what leads elsewhere by itself.
const FORBIDDEN: &str =
    "script, base, link, iframe, frame, frameset, object, embed, applet, portal, fencedframe, meta[http-equiv]";

/// Attributes in which an email names a picture.
const PICTURES: [&str; 4] = ["src", "srcset", "poster", "background"];

/// Most characters of the line behind the subject that a mail program shows.
const LEAD_LENGTH: usize = 140;

/// A way out of the email: a link, or a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// What is pressed: the link's text, or the description of its picture.
    pub label: String,
    /// Where it would lead.
    pub address: String,
}

/// An email that can be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailDocument {
    /// Its HTML. Links are still links to the eye; they lead nowhere and carry their address as their title.
    pub html: String,
    /// Where its links and forms would have led, in order.
    pub ways: Vec<Way>,
    /// The distinct addresses of its pictures that are elsewhere.
    pub remote: Vec<String>,
    /// The first words of the body, as a mail program puts them behind the subject.
    pub lead: String,
    /// Whether those words are hidden in the email itself.
    pub lead_is_hidden: bool,
    /// Whether it has styles for programs with a dark mode.
    pub knows_dark: bool,
}

/// Reads an email. `style` is added to its own styles. `None` where the browser has no parser to offer.
#[must_use]
pub fn read(html: &str, style: Option<&str>) -> Option<MailDocument> {
    let document = DomParser::new().ok()?.parse_from_string(html, SupportedType::TextHtml).ok()?;
    let root = document.document_element()?;
    let mut mail = MailDocument { knows_dark: html.contains("prefers-color-scheme"), ..MailDocument::default() };
    mail.read_lead(&document);
    for element in all(&document, FORBIDDEN) {
        element.remove();
    }
    let mut pictures = Vec::new();
    for element in all(&document, "*") {
        mail.disarm(&element);
        remote_pictures(&element, &mut pictures);
    }
    for address in pictures {
        if !mail.remote.contains(&address) {
            mail.remote.push(address);
        }
    }
    if let (Some(style), Some(head), Ok(added)) = (style, document.head(), document.create_element("style")) {
        added.set_text_content(Some(style));
        let _ = head.append_child(&added);
    }
    mail.html = doctype(&document);
    mail.html.push_str(&root.outer_html());
    Some(mail)
}

fn all(document: &Document, selector: &str) -> Vec<Element> {
    let Ok(found) = document.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

/// Without it the browser would lay the email out as pages of the last century.
fn doctype(document: &Document) -> String {
    let Some(doctype) = document.doctype() else { return String::new() };
    let (public, system) = (doctype.public_id(), doctype.system_id());
    match (public.as_str(), system.as_str()) {
        ("", "") => "<!DOCTYPE html>".to_owned(),
        ("", system) => format!("<!DOCTYPE html SYSTEM \"{system}\">"),
        (public, "") => format!("<!DOCTYPE html PUBLIC \"{public}\">"),
        (public, system) => format!("<!DOCTYPE html PUBLIC \"{public}\" \"{system}\">"),
    }
}

impl MailDocument {
    /// Takes out of an element what leads elsewhere or runs, and notes where it would have led.
    fn disarm(&mut self, element: &Element) {
        for name in element.get_attribute_names().iter().filter_map(|name| name.as_string()) {
            let value = || element.get_attribute(&name).unwrap_or_default();
            match name.as_str() {
                "href" | "xlink:href" => {
                    let address = value();
                    if address.starts_with('#') {
                        continue;
                    }
                    let _ = element.remove_attribute(&name);
                    if matches!(element.local_name().as_str(), "a" | "area") {
                        // To nowhere, not even to the top of the email; it still looks like a link.
                        let _ = element.set_attribute("href", &format!("#way-{}", self.ways.len()));
                        let _ = element.set_attribute("title", &address);
                        self.ways.push(Way { label: label(element), address });
                    }
                }
                "action" | "formaction" => {
                    let address = value();
                    let _ = element.remove_attribute(&name);
                    self.ways.push(Way { label: label(element), address });
                }
                "src" | "srcset" | "poster" | "background" if !can_be_shown(&value()) => {
                    let _ = element.remove_attribute(&name);
                }
                "target" | "ping" | "autofocus" | "srcdoc" => drop(element.remove_attribute(&name)),
                handler if handler.starts_with("on") => drop(element.remove_attribute(handler)),
                _ => {}
            }
        }
    }

    /// The first words of the body, however they are hidden.
    fn read_lead(&mut self, document: &Document) {
        let Some(body) = document.body() else { return };
        let mut walk = Lead::default();
        walk.read(&body, false);
        self.lead = walk.text;
        self.lead_is_hidden = walk.begins_hidden;
    }
}

/// Pictures that are carried along or fetched; all other addresses mean something in a mailbox only.
fn can_be_shown(address: &str) -> bool {
    let address = address.trim_start();
    address.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:")) || is_remote(address)
}

fn is_remote(address: &str) -> bool {
    let begins = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    begins("https://") || begins("http://") || begins("//")
}

/// The addresses of an element's pictures that are elsewhere: in its attributes and in its styles.
fn remote_pictures(element: &Element, found: &mut Vec<String>) {
    for name in PICTURES {
        let Some(value) = element.get_attribute(name) else { continue };
        let addresses: Vec<&str> = match name {
            "srcset" => value.split(',').filter_map(|one| one.split_whitespace().next()).collect(),
            _ => vec![value.trim()],
        };
        found.extend(addresses.into_iter().filter(|address| is_remote(address)).map(str::to_owned));
    }
    let of_style = element.get_attribute("style").unwrap_or_default();
    found.extend(in_style(&of_style));
    if element.local_name() == "style" {
        found.extend(in_style(&element.text_content().unwrap_or_default()));
    }
}

/// What a style sheet fetches with `url()`.
fn in_style(style: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = style;
    while let Some(at) = rest.find("url(") {
        rest = &rest[at + 4..];
        let inside = rest.split(')').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
        if is_remote(inside) {
            found.push(inside.to_owned());
        }
    }
    found
}

/// What one would press.
fn label(element: &Element) -> String {
    let text = shortened(&element.text_content().unwrap_or_default());
    if !text.is_empty() {
        return text;
    }
    let picture = element.query_selector("img[alt]").ok().flatten();
    let described = picture.and_then(|picture| picture.get_attribute("alt"));
    described.or_else(|| element.get_attribute("alt")).map(|text| shortened(&text)).unwrap_or_default()
}

fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(LEAD_LENGTH).collect()
}

/// Reading the first words of an email.
#[derive(Default)]
struct Lead {
    text: String,
    length: usize,
    begins_hidden: bool,
    after_space: bool,
}

impl Lead {
    fn read(&mut self, node: &Node, is_hidden: bool) {
        if self.length >= LEAD_LENGTH {
            return;
        }
        if node.node_type() == Node::TEXT_NODE {
            self.take(&node.text_content().unwrap_or_default(), is_hidden);
            return;
        }
        let Some(element) = node.dyn_ref::<Element>() else { return };
        if matches!(element.local_name().as_str(), "script" | "style" | "title" | "template" | "head") {
            return;
        }
        let is_hidden = is_hidden || hides(element);
        let mut child = node.first_child();
        while let Some(inside) = child {
            self.read(&inside, is_hidden);
            child = inside.next_sibling();
        }
        // Blocks stand apart from what follows.
        self.after_space = true;
    }

    fn take(&mut self, text: &str, is_hidden: bool) {
        for letter in text.chars() {
            if letter.is_whitespace() {
                self.after_space = true;
            } else if !is_filler(letter) && self.length < LEAD_LENGTH {
                if self.text.is_empty() {
                    self.begins_hidden = is_hidden;
                } else if self.after_space {
                    self.text.push(' ');
                    self.length += 1;
                }
                self.after_space = false;
                self.text.push(letter);
                self.length += 1;
            }
        }
    }
}

/// What emails put behind their hidden line to push the body's words out of the mailbox.
fn is_filler(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{34F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{61C}' | '\u{180E}')
}

/// Whether an element is there to be read by mailboxes and not by people.
fn hides(element: &Element) -> bool {
    if element.has_attribute("hidden") {
        return true;
    }
    let style: String = element
        .get_attribute("style")
        .unwrap_or_default()
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    style.split(';').any(|rule| {
        matches!(
            rule.trim_end_matches("!important"),
            "display:none"
                | "visibility:hidden"
                | "mso-hide:all"
                | "opacity:0"
                | "max-height:0"
                | "max-height:0px"
                | "font-size:0"
                | "font-size:0px"
                | "font-size:1px"
        )
    })
}
