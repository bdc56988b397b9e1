//! `cxone-email`: the configurator's core without a browser.
//!
//! [`args`] says what can be asked, [`run()`] carries it out on a [`Screen`] and answers the exit code:
//! 0 fine, 1 a finding, a difference or a conflict, 2 unusable input. What goes to stdout is the result
//! alone (a report, a document, a receipt); everything else goes to stderr.
//!
//! [`deploy`] is usable by itself: tests and measurements drive it without a process of its own.
//!
//! Deliberately absent: logic about workflows. It is the core's; here are files, HTTP, words and colour.

pub mod args;
mod commands;
pub mod deploy;
mod failure;
mod findings;
mod input;
mod place;
mod progress;
mod run;
mod screen;
mod settings;
mod style;

pub use failure::{Failure, Unusable};
pub use place::Place;
pub use run::run;
pub use screen::{Colour, Screen};
