//! Where everything is printed: the result to stdout, what is said about it to stderr.

use crate::args::Format;
use crate::failure::{Failure, Unusable};
use crate::progress::Progress;
use crate::style;
use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use serde::Serialize;
use std::io::{IsTerminal, Write};

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

impl From<Colour> for ColorChoice {
    fn from(colour: Colour) -> Self {
        match colour {
            Colour::Auto => Self::Auto,
            Colour::Always => Self::Always,
            Colour::Never => Self::Never,
        }
    }
}

/// Both streams.
pub struct Screen {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    progress: Progress,
    format: Format,
}

impl Screen {
    /// The program's own streams.
    #[must_use]
    pub fn new(colour: Colour, format: Format) -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self {
            out: Box::new(AutoStream::new(std::io::stdout(), colour.into())),
            err: Box::new(AutoStream::new(std::io::stderr(), colour.into())),
            // Machines that read stderr do not want a line that is painted over.
            progress: if terminal && format == Format::Human {
                Progress::on(Box::new(std::io::stderr()))
            } else {
                Progress::off()
            },
            format,
        }
    }

    /// Whether what is said is JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Whether a person looks at stderr right now.
    pub(crate) fn is_watched(&self) -> bool {
        std::io::stderr().is_terminal()
    }

    /// A part of the result.
    pub(crate) fn print(&mut self, text: &str) -> Result<(), Failure> {
        self.progress.clear();
        Ok(self.out.write_all(text.as_bytes())?)
    }

    /// The result as JSON.
    pub(crate) fn print_json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let mut text = json(value, true);
        text.push('\n');
        self.print(&text)
    }

    /// The end of the result.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.progress.clear();
        Ok(self.out.flush()?)
    }

    /// A line to stderr.
    pub(crate) fn say(&mut self, line: &str) {
        self.progress.clear();
        // Where stderr is closed there is nobody to tell.
        let _ = writeln!(self.err, "{line}");
    }

    /// A JSON line to stderr.
    pub(crate) fn say_json(&mut self, value: &impl Serialize) {
        self.say(&json(value, false));
    }

    /// What goes on right now, on a terminal only; the next line takes its place.
    pub(crate) fn progress(&mut self, text: &str) {
        self.progress.show(text);
    }

    /// Something to look at that stops nothing.
    pub(crate) fn warn(&mut self, message: &str) {
        if self.is_json() {
            self.say_json(&serde_json::json!({ "warning": message }));
        } else {
            let warning = style::WARNING;
            self.say(&format!("{warning}warning:{warning:#} {message}"));
        }
    }

    /// Why there is no result.
    pub(crate) fn fail(&mut self, failure: &Failure) {
        if matches!(failure, Failure::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe) {
            return;
        }
        if self.is_json() {
            self.say_json(&serde_json::json!({ "error": error_json(failure) }));
            return;
        }
        let (error, place) = (style::ERROR, style::PLACE);
        match failure {
            Failure::Unusable(unusable @ Unusable { message, .. }) if unusable.file.is_some() => {
                let location = unusable.location().unwrap_or_default();
                self.say(&format!("{place}{location}:{place:#} {error}error:{error:#} {message}"));
            }
            _ => self.say(&format!("{error}error:{error:#} {failure}")),
        }
    }
}

fn error_json(failure: &Failure) -> serde_json::Value {
    let mut error = serde_json::json!({ "message": failure.to_string() });
    if let Failure::Unusable(Unusable { file, place, message }) = failure {
        error["message"] = message.as_str().into();
        if let Some(file) = file {
            error["file"] = file.as_str().into();
        }
        if let Some(place) = place {
            error["line"] = place.line.into();
            error["column"] = place.column.into();
        }
    }
    if let Failure::Settings(errors) = failure {
        error["message"] = "the settings cannot be used; nothing was sent, nothing was changed".into();
        error["problems"] = errors.problems.iter().map(ToString::to_string).collect();
    }
    error
}

/// Our own shapes, which always serialise.
fn json(value: &impl Serialize, pretty: bool) -> String {
    let text = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    text.unwrap_or_default()
}
