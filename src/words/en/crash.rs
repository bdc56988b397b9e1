//! The page that is shown should the program end.

/// The heading.
pub const TITLE: &str = "The configurator has stopped";
/// What happened.
pub const HAPPENED: &str = "Something went wrong inside it, and it cannot go on in this page. The workflow in CXone was not touched by this; should a deploy have been under way, its outcome is found out when you load the page again.";
/// The work is safe.
pub const KEPT: &str =
    "Your changes are kept in this browser, up to a moment ago. Loading the page again brings them back.";
/// The work could not be kept.
pub const UNKEPT: &str = "This browser could not keep your last changes, so loading the page again may lose them.";
/// The way on.
pub const LOAD_AGAIN: &str = "Load again";
/// For whoever mends it.
pub const DETAILS: &str = "Details for whoever looks into it";
/// Copies them.
pub const COPY: &str = "Copy the details";
/// They are copied.
pub const COPIED: &str = "Copied";
