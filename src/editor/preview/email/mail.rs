//! An email made harmless before it is shown: nothing in it leads anywhere, and where it would have led is told.
//!
//! This is the first of three walls, and the one that does not have to hold: the frame in which the email is
//! shown is the second (`sandbox`), the policy under which the proxy serves it the third.

use super::html::{Tag, Token, read_entities, tokens};
use workflow::email::template::escape_html;

/// What a mail program takes out of an email, with all that is inside of it.
const TAKEN_OUT: [&str; 9] =
    ["script", "iframe", "object", "applet", "noembed", "noframes", "frameset", "portal", "fencedframe"];
/// The same, of what has nothing inside.
const TAKEN_OUT_ALONE: [&str; 4] = ["base", "link", "frame", "embed"];
/// Elements that words inside of do not stand apart for.
const INLINE: [&str; 12] = ["a", "b", "i", "u", "em", "strong", "span", "font", "mark", "small", "sup", "sub"];
/// Elements that never have anything inside.
const EMPTY: [&str; 8] = ["img", "br", "hr", "input", "meta", "link", "source", "col"];
/// Most characters of the line behind the subject that a mail program shows.
const LEAD_LENGTH: usize = 140;

/// A way out of the email: a link, or a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Way {
    /// What is pressed: the link's text, or the description of its picture.
    pub(super) label: String,
    /// Where it would lead.
    pub(super) address: String,
}

/// An email that can be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mail {
    /// Its HTML. Links are still links to the eye; they lead nowhere and carry their address as their title.
    pub(super) html: String,
    /// Where its links and forms would have led, in order.
    pub(super) ways: Vec<Way>,
    /// The distinct addresses of its pictures that are elsewhere.
    pub(super) remote: Vec<String>,
    /// The first words of the body, as a mail program puts them behind the subject.
    pub(super) lead: String,
    /// Whether those words are hidden in the email itself.
    pub(super) lead_is_hidden: bool,
    /// Whether it has styles for programs with a dark mode.
    pub(super) knows_dark: bool,
}

/// Reads an email. `style` is added to its own styles.
#[must_use]
pub(super) fn read(html: &str, style: Option<&str>) -> Mail {
    let mut reader = Reader { style, ..Reader::default() };
    reader.mail.knows_dark = html.contains("prefers-color-scheme");
    reader.mail.html.reserve(html.len() + 256);
    for token in tokens(html) {
        reader.take(&token);
    }
    reader.finish()
}

#[derive(Default)]
struct Reader<'s> {
    mail: Mail,
    style: Option<&'s str>,
    /// The element that is being taken out, and how many of its kind are open in it.
    out: Option<(String, usize)>,
    /// The links that are open, by their places among the ways.
    open_ways: Vec<(String, usize)>,
    /// The text element that is open.
    text_element: Option<String>,
    /// The hidden elements that are open, innermost last: name, and how many of its kind are open in it.
    hidden: Vec<(String, usize)>,
    lead_length: usize,
    after_space: bool,
}

impl Reader<'_> {
    fn take(&mut self, token: &Token<'_>) {
        if let Some((name, depth)) = &mut self.out {
            match token {
                Token::Open(tag) if tag.name == *name => *depth += 1,
                Token::Close { name: closed, .. } if closed == name => {
                    *depth -= 1;
                    if *depth == 0 {
                        self.out = None;
                    }
                }
                _ => {}
            }
            return;
        }
        match token {
            Token::Comment(text) => self.mail.html.push_str(text),
            Token::Text(text) => self.text(text),
            Token::Close { name, text } => self.close(name, text),
            Token::Open(tag) => self.open(tag),
        }
    }

    fn text(&mut self, text: &str) {
        self.mail.html.push_str(text);
        match self.text_element.as_deref() {
            Some("style") => self.of_style(text),
            Some(_) => {}
            None => {
                let words = read_entities(text);
                for (_, way) in &self.open_ways {
                    self.mail.ways[*way].label.push_str(&words);
                }
                self.lead(&words);
            }
        }
    }

    fn close(&mut self, name: &str, text: &str) {
        if name == "head" {
            self.add_style();
        }
        self.mail.html.push_str(text);
        if self.text_element.as_deref() == Some(name) {
            self.text_element = None;
        }
        if let Some(at) = self.open_ways.iter().rposition(|(open, _)| open == name) {
            self.open_ways.truncate(at);
        }
        if let Some((open, depth)) = self.hidden.last_mut()
            && open == name
        {
            *depth -= 1;
            if *depth == 0 {
                self.hidden.pop();
            }
        }
        self.after_space |= !INLINE.contains(&name);
    }

    fn open(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        if TAKEN_OUT.contains(&name) {
            if !tag.closes_itself || name == "script" || name == "iframe" {
                self.out = Some((tag.name.clone(), 1));
            }
            return;
        }
        if TAKEN_OUT_ALONE.contains(&name) || (name == "meta" && tag.value("http-equiv").is_some()) {
            return;
        }
        if name == "body" {
            self.add_style();
        }
        if super::html::TEXT_ELEMENTS.contains(&name) {
            self.text_element = Some(tag.name.clone());
        }
        self.after_space |= !INLINE.contains(&name);
        if let Some((open, depth)) = self.hidden.last_mut()
            && *open == tag.name
        {
            *depth += 1;
        } else if !EMPTY.contains(&name) && hides(tag) {
            self.hidden.push((tag.name.clone(), 1));
        }
        if let ("img", Some(described)) = (name, tag.value("alt")) {
            for (_, way) in &self.open_ways {
                self.mail.ways[*way].label.push_str(&described);
            }
        }
        self.pictures(tag);
        self.write(tag);
    }

    /// Writes a start tag without what leads elsewhere or runs.
    fn write(&mut self, tag: &Tag<'_>) {
        let mut written = format!("<{}", tag.name);
        let mut attribute = |name: &str, value: &str| {
            written.push(' ');
            written.push_str(name);
            written.push_str("=\"");
            written.push_str(&value.replace('"', "&quot;"));
            written.push('"');
        };
        let mut is_way = false;
        for one in &tag.attributes {
            let address = read_entities(one.value);
            match one.name.as_str() {
                "href" | "xlink:href" if !address.trim_start().starts_with('#') => {
                    if matches!(tag.name.as_str(), "a" | "area") && !is_way {
                        is_way = true;
                        // To nowhere, not even to the top of the email; it still looks like a link.
                        attribute("href", &format!("#way-{}", self.mail.ways.len()));
                        attribute("title", &escape_html(&address));
                        if tag.name == "a" {
                            self.open_ways.push((tag.name.clone(), self.mail.ways.len()));
                        }
                        let label = tag.value("alt").unwrap_or_default();
                        self.mail.ways.push(Way { label, address });
                    }
                }
                "action" | "formaction" => {
                    if matches!(tag.name.as_str(), "button" | "form") {
                        self.open_ways.push((tag.name.clone(), self.mail.ways.len()));
                    }
                    let label = tag.value("value").unwrap_or_default();
                    self.mail.ways.push(Way { label, address });
                }
                "src" | "srcset" | "poster" | "background" if !can_be_shown(&address) => {}
                "target" | "ping" | "autofocus" | "srcdoc" => {}
                "title" if tag.name == "a" => {}
                handler if handler.starts_with("on") => {}
                name if name.contains(['"', '\'', '<']) => {}
                name => attribute(name, one.value),
            }
        }
        written.push_str(if tag.closes_itself { "/>" } else { ">" });
        self.mail.html.push_str(&written);
    }

    /// Notes the pictures that an element fetches.
    fn pictures(&mut self, tag: &Tag<'_>) {
        for name in ["src", "srcset", "poster", "background"] {
            let Some(value) = tag.value(name) else { continue };
            let addresses: Vec<&str> = match name {
                "srcset" => value.split(',').filter_map(|one| one.split_whitespace().next()).collect(),
                _ => vec![value.trim()],
            };
            addresses.into_iter().for_each(|address| self.picture(address));
        }
        if let Some(style) = tag.value("style") {
            self.of_style(&style);
        }
    }

    /// Notes what a style sheet fetches with `url()`, but for other style sheets, which no mail program fetches.
    fn of_style(&mut self, style: &str) {
        let mut rest = style;
        while let Some(at) = rest.find("url(") {
            let is_import = rest[..at].trim_end().ends_with("@import");
            rest = &rest[at + 4..];
            let inside = rest.split(')').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
            if !is_import {
                self.picture(inside);
            }
        }
    }

    fn picture(&mut self, address: &str) {
        if is_remote(address) && !self.mail.remote.iter().any(|known| known == address) {
            self.mail.remote.push(address.to_owned());
        }
    }

    /// The first words of the body, however they are hidden.
    fn lead(&mut self, words: &str) {
        let is_hidden = !self.hidden.is_empty();
        for letter in words.chars() {
            if letter.is_whitespace() {
                self.after_space = true;
            } else if !is_filler(letter) && self.lead_length < LEAD_LENGTH {
                if self.mail.lead.is_empty() {
                    self.mail.lead_is_hidden = is_hidden;
                } else if self.after_space {
                    self.mail.lead.push(' ');
                    self.lead_length += 1;
                }
                self.after_space = false;
                self.mail.lead.push(letter);
                self.lead_length += 1;
            }
        }
    }

    fn add_style(&mut self) {
        if let Some(style) = self.style.take() {
            self.mail.html.push_str("<style>");
            self.mail.html.push_str(style);
            self.mail.html.push_str("</style>");
        }
    }

    fn finish(mut self) -> Mail {
        self.add_style();
        self.mail.lead = self.mail.lead.chars().take(LEAD_LENGTH).collect();
        for way in &mut self.mail.ways {
            let words: Vec<&str> = way.label.split_whitespace().collect();
            way.label = words.join(" ").chars().take(LEAD_LENGTH).collect();
        }
        self.mail
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

/// What emails put behind their hidden line to push the body's words out of the mailbox.
fn is_filler(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{34F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{61C}' | '\u{180E}')
}

/// Whether an element is there to be read by mailboxes and not by people.
fn hides(tag: &Tag<'_>) -> bool {
    if tag.attributes.iter().any(|attribute| attribute.name == "hidden") {
        return true;
    }
    let style: String = tag.value("style").unwrap_or_default().split_whitespace().collect();
    style.to_ascii_lowercase().split(';').any(|rule| {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(html: &str) -> Vec<(String, String)> {
        read(html, None).ways.into_iter().map(|way| (way.label, way.address)).collect()
    }

    #[test]
    fn what_runs_or_leads_elsewhere_is_taken_out() {
        for (html, left) in [
            ("<p>a<script>x</script>b</p>", "<p>ab</p>"),
            ("a<SCRIPT src=x/>b</script >c", "ac"),
            ("a<iframe srcdoc='<p>'></iframe><object><object>x</object>y</object>b", "ab"),
            ("<base href=x><link rel=preconnect href=x><embed src=x>a", "a"),
            ("<meta http-equiv=refresh content='0;url=x'><meta charset=utf-8>", "<meta charset=\"utf-8\">"),
            ("<body onload=x bgcolor=red>", "<body bgcolor=\"red\">"),
            ("<p OnClick='a(\"b\")' style='color:\"red\"'>", "<p style=\"color:&quot;red&quot;\">"),
            ("<img src=logo.png alt=Logo><img src=cid:x>", "<img alt=\"Logo\"><img>"),
            ("<!--[if mso]><p><![endif]-->", "<!--[if mso]><p><![endif]-->"),
            ("<a href=#top>x</a>", "<a href=\"#top\">x</a>"),
            (
                "<svg><use xlink:href='#a'/><image href='https://x/y'/></svg>",
                "<svg><use xlink:href=\"#a\"/><image/></svg>",
            ),
        ] {
            assert_eq!(read(html, None).html, left, "{html}");
        }
    }

    #[test]
    fn links_look_like_links_and_their_addresses_are_told() {
        let html = r#"<a href="https://x.example/?a=1&amp;b=2" target=_top title=lie>See <b>your</b> order</a> <a href=javascript:x><img alt="A shop" src=data:x></a>"#;
        assert_eq!(
            ways(html),
            [
                ("See your order".to_owned(), "https://x.example/?a=1&b=2".to_owned()),
                ("A shop".to_owned(), "javascript:x".to_owned())
            ]
        );
        let shown = read(html, None).html;
        assert!(shown.starts_with(r##"<a href="#way-0" title="https://x.example/?a=1&amp;b=2">See"##), "{shown}");
        assert_eq!(
            ways("<form action=/pay><button formaction=/now>Pay</button></form>"),
            [("Pay".to_owned(), "/pay".to_owned()), ("Pay".to_owned(), "/now".to_owned())]
        );
    }

    #[test]
    fn an_address_cannot_break_out_of_its_title() {
        let shown = read(r#"<a href='"><script>x</script>'>y</a>"#, None).html;
        assert_eq!(shown, r##"<a href="#way-0" title="&quot;&gt;&lt;script&gt;x&lt;/script&gt;">y</a>"##);
    }

    #[test]
    fn remote_pictures_are_counted_once_each() {
        let mail = read(
            r#"<style>@import url(https://x/i.css); p{background:url("https://x/a")}</style><img src=https://x/b><img srcset="https://x/c 1x, //x/d 2x"><td background="http://x/e" style="background:url('https://x/a')"><img src="data:image/gif,">"#,
            None,
        );
        assert_eq!(mail.remote, ["https://x/a", "https://x/b", "https://x/c", "//x/d", "http://x/e"]);
    }

    #[test]
    fn the_first_words_are_those_of_the_body() {
        for (html, lead, is_hidden) in [
            ("<title>T</title><style>p{}</style><p>Dear&nbsp;Ada,</p><p>thanks</p>", "Dear Ada, thanks", false),
            (
                "<div style='DISPLAY : none !important'>Hidden&zwnj;&#847; <div>too</div></div><p>x</p>",
                "Hidden too x",
                true,
            ),
            ("<span hidden>a</span>b", "ab", true),
            ("<p>one<b>two</b> three</p>", "onetwo three", false),
            ("", "", false),
        ] {
            let mail = read(html, None);
            assert_eq!((mail.lead.as_str(), mail.lead_is_hidden), (lead, is_hidden), "{html}");
        }
        assert_eq!(read(&"word ".repeat(100), None).lead.chars().count(), LEAD_LENGTH);
    }

    #[test]
    fn a_style_is_added_behind_the_emails_own() {
        for (html, styled) in [
            ("<head><style>a</style></head><body>", "<head><style>a</style><style>x</style></head><body>"),
            ("<body>b", "<style>x</style><body>b"),
            ("b", "b<style>x</style>"),
        ] {
            assert_eq!(read(html, Some("x")).html, styled);
        }
    }
}
