//! `cxone-email apply`: the document with a node added, every other byte as it was.

use super::Verdict;
use crate::args::Apply;
use crate::failure::{Failure, Unusable};
use crate::input::{Input, only_one_from_stdin};
use crate::screen::Screen;
use tenant::config::Rules;
use workflow::change::ApplyError;
use workflow::diff::diff;

pub(crate) fn apply(args: &Apply, rules: &Rules, screen: &mut Screen) -> Result<Verdict, Failure> {
    only_one_from_stdin(&[&args.file, &args.addition.add_node])?;
    let input = Input::read(&args.file, screen)?;
    let document = input.document(&rules.dialect)?;
    let node = Input::read(&args.addition.add_node, screen)?.node()?;
    let applied = node.after(&args.addition.after).apply(&document).map_err(|error| refused(&input.name, &error))?;
    screen.print(&applied.document.to_text())?;
    screen.flush()?;
    let found = diff(&document, &applied.document);
    if screen.is_json() {
        screen.say_json(&serde_json::json!({ "applied": found.summary(), "sentences": found.sentences() }));
    } else {
        found.sentences().iter().for_each(|sentence| screen.say(sentence));
    }
    Ok(Verdict::Fine)
}

fn refused(file: &str, error: &ApplyError) -> Failure {
    match error {
        ApplyError::IdTaken(_) => {
            Failure::NotDone(format!("{file}: {error}. Nothing was printed; give the new node another id"))
        }
        other => Unusable::file(file, format!("{other}. Nothing was printed")).into(),
    }
}
