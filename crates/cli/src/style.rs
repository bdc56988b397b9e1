//! The few styles that are used. They are written always; [`crate::Screen`] takes them out where no
//! colour is wanted.

use anstyle::{AnsiColor, Style};
use workflow::validate::Severity;

/// Names of files and places.
pub(crate) const PLACE: Style = Style::new().bold();
/// What is less important.
pub(crate) const DIM: Style = Style::new().dimmed();
/// What went well, and what is added.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// What went wrong, and what is removed.
pub(crate) const BAD: Style = AnsiColor::Red.on_default();
/// Errors.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// Warnings.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Hints, headings of hunks.
pub(crate) const NOTE: Style = AnsiColor::Cyan.on_default();

/// A severity's style and name.
pub(crate) fn severity(severity: Severity) -> (Style, &'static str) {
    match severity {
        Severity::Error => (ERROR, "error"),
        Severity::Warning => (WARNING, "warning"),
        Severity::Hint => (NOTE, "hint"),
    }
}
