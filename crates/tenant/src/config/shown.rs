//! What is set and where it came from, for people: secrets are masked.

use super::error::Origin;
use super::keys::{Key, keys};
use super::layers::Layers;
use url::Url;

/// What stands for a secret.
const MASK: &str = "***";

/// A key, and what it is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The key.
    pub key: Key,
    /// Its value and where that came from; `None` where the default counts.
    pub set: Option<(String, Origin)>,
}

impl Layers {
    /// Every key in the order of the help, before anything is taken out.
    #[must_use]
    pub fn shown(&self) -> Vec<Shown> {
        let shown = |key: Key| {
            let set = self.get(&key.name).map(|raw| {
                let texts: Vec<String> = raw.texts.iter().map(|text| masked(&key.name, text)).collect();
                (texts.join(","), raw.origin.clone())
            });
            Shown { key, set }
        };
        keys().into_iter().map(shown).collect()
    }
}

/// The value without what must not be seen: a secret as a whole, of an address its password and its query.
fn masked(name: &str, text: &str) -> String {
    if name.ends_with("secret") || name.ends_with("password") {
        return MASK.to_owned();
    }
    let Ok(mut url) = Url::parse(text) else { return text.to_owned() };
    if url.password().is_some() && url.set_password(Some(MASK)).is_err() {
        return MASK.to_owned();
    }
    if url.query().is_some() {
        url.set_query(Some(MASK));
    }
    if url.password().is_some() || url.query().is_some() { url.to_string() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn secrets_are_masked_and_all_else_is_as_it_was_given() {
        for (name, text, seen) in [
            ("client_secret", "canary", "***"),
            ("oidc.client_secret", "canary", "***"),
            ("hooks.secret", "canary", "***"),
            ("database_url", "postgres://u:canary@h/db", "postgres://u:***@h/db"),
            ("database_url", "sqlite:/var/x y.sqlite3", "sqlite:/var/x y.sqlite3"),
            ("webhook_url", "https://h.example.com/x?key=canary", "https://h.example.com/x?***"),
            ("webhook_url", "https://h.example.com", "https://h.example.com"),
            ("org", "acme", "acme"),
        ] {
            assert_eq!(masked(name, text), seen, "{name} {text}");
        }
    }
}
