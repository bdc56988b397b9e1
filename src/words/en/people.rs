//! The words of signing in, of roles and of sessions.

use workflow::wire::{Role, Way};

/// The page's title.
pub const SIGN_IN: &str = "Sign in";
/// While it is asked how one can sign in, or a start link is tried.
pub const SIGNING_IN: &str = "Signing in";
/// What a start link is.
pub const LINK_HELP: &str = "The proxy prints a start link where it runs. Open it, or paste it here.";
/// The field for it.
pub const LINK: &str = "Start link";
/// How it looks.
pub const LINK_HINT: &str = "Each is good once, for an hour.";
/// Makes another one.
pub const NEW_LINK: &str = "Print a new start link";
/// Where it is.
pub const LINK_PRINTED: &str = "A new start link was printed. Look where cxone-proxy runs: a terminal, or its log.";
/// The field for the operator's name.
pub const NAME: &str = "Name";
/// The field for the password.
pub const PASSWORD: &str = "Password";
/// What single sign-on is.
pub const SINGLE_SIGN_ON: &str = "Your organisation's single sign-on lets you in. Load the page again; if it stays so, whoever runs the proxy can help.";
/// Leaves for the OpenID provider of this name.
#[must_use]
pub fn sign_in_with(provider: &str) -> String {
    format!("Sign in with {provider}")
}
/// What happens then.
pub const PROVIDER_HELP: &str =
    "You are sent to your organisation's sign-in page and back here. What you have entered is kept.";
/// Loads the page again.
pub const RELOAD: &str = "Load the page again";
/// A field that was left empty.
pub const LINK_NEEDED: &str = "Paste the start link that the proxy has printed.";
/// A field that was left empty.
pub const NAME_NEEDED: &str = "Enter your name.";
/// A field that was left empty.
pub const PASSWORD_NEEDED: &str = "Enter your password.";

/// The notice over the page when the session is over.
pub const OVER: &str = "You are signed out, or your session has expired. What you have entered is kept.";
/// Its button.
pub const SIGN_IN_AGAIN: &str = "Sign in again";

/// Said once somebody is signed in again.
pub const SIGNED_IN_AGAIN: &str = "You are signed in again. What you have entered is still here.";

/// Of the menu in the bar at the top.
pub const ACCOUNT: &str = "Account";
/// Ends the session.
pub const SIGN_OUT: &str = "Sign out";

/// The page of sessions.
pub const SESSIONS: &str = "Sessions";
/// What the list is.
pub const SESSIONS_HELP: &str = "Where you are signed in. An administrator sees everyone's sessions.";
/// While it is fetched.
pub const LOADING_SESSIONS: &str = "Loading the sessions";
/// Reads the list again.
pub const REFRESH: &str = "Refresh";
/// The columns.
pub const COLUMNS: [&str; 6] = ["Operator", "Role", "Browser", "Address", "Last used", "Signed in"];
/// The column of buttons.
pub const ACTIONS: &str = "Actions";
/// The session that looks.
pub const THIS_SESSION: &str = "this session";
/// Ends a session.
pub const END: &str = "End session";
/// Asks before.
pub const END_QUESTION: &str = "End this session?";
/// There is none.
pub const NO_SESSIONS: &str = "There are no sessions";
/// Why there is none.
pub const NO_SESSIONS_HELP: &str = "You are known without one, and nobody else is signed in.";
/// A browser that does not say which it is.
pub const UNKNOWN_BROWSER: &str = "Unknown browser";

/// A role.
#[must_use]
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Viewer => "Viewer: may look",
        Role::Editor => "Editor: may deploy",
        Role::Administrator => "Administrator",
    }
}

/// A role in a table.
#[must_use]
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Viewer => "Viewer",
        Role::Editor => "Editor",
        Role::Administrator => "Administrator",
    }
}

/// How one is known, where that is worth saying.
#[must_use]
pub fn way(way: Way) -> &'static str {
    match way {
        Way::None => "Nobody has to sign in here.",
        Way::Link => "Signed in with a start link.",
        Way::Password => "Signed in with a password.",
        Way::Header | Way::Oidc => "Signed in by single sign-on.",
    }
}

/// Why something cannot be done in this role.
#[must_use]
pub fn needs(role: Role) -> String {
    let what = match role {
        Role::Viewer => "viewer",
        Role::Editor => "editor",
        Role::Administrator => "administrator",
    };
    format!("This needs the role {what}. Ask whoever runs the proxy for it.")
}

/// Asks before a session is ended.
#[must_use]
pub fn end_text(operator: &str, current: bool) -> String {
    if current {
        "You are signed out here. What you have entered is kept in this browser.".to_owned()
    } else {
        format!("{operator} is signed out there with the next request. What was entered there is kept in that browser.")
    }
}

/// The name of the button that ends a session, for screen readers.
#[must_use]
pub fn end_label(operator: &str, browser: &str) -> String {
    format!("End the session of {operator} in {browser}")
}

/// A browser and its system in a few words, from what it calls itself.
#[must_use]
pub fn browser(agent: &str) -> String {
    let first =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    // The first that fits: each later one is in the name of the earlier ones too.
    let program = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => format!("{program} on {system}"),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => UNKNOWN_BROWSER.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn browsers_are_told_by_what_they_call_themselves() {
        for (agent, words) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                "Chrome on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge on Windows",
            ),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605 Version/17.5 Safari/605", "Safari on macOS"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            ("curl/8.5.0", "curl"),
            ("", "Unknown browser"),
        ] {
            assert_eq!(browser(agent), words, "{agent}");
        }
    }
}
