//! `cxone-email merge`: both sides' edits in one document, or what must be decided.

use super::Verdict;
use crate::args::{Merge, Side};
use crate::failure::Failure;
use crate::input::{Input, only_one_from_stdin};
use crate::screen::Screen;
use crate::style;
use tenant::config::Rules;
use workflow::diff::diff;
use workflow::merge::{Choice, Conflict, merge as merge_documents};

pub(crate) fn merge(args: &Merge, rules: &Rules, screen: &mut Screen) -> Result<Verdict, Failure> {
    only_one_from_stdin(&[&args.base, &args.ours, &args.theirs])?;
    let mut read = |path| {
        let input = Input::read(path, screen)?;
        input.document(&rules.dialect)
    };
    let (base, ours, theirs) = (read(&args.base)?, read(&args.ours)?, read(&args.theirs)?);
    screen.progress("Merging …");
    let merged = merge_documents(&base, &ours, &theirs);
    for conflict in &merged.conflicts {
        tell(conflict, screen);
    }
    let count = merged.conflicts.len();
    let document = match args.prefer {
        _ if count == 0 => merged.document,
        None => {
            let plural = if count == 1 { "conflict" } else { "conflicts" };
            return Err(Failure::NotDone(format!(
                "{count} {plural}. Nothing was printed; edit one side so that both agree, or decide all with --prefer"
            )));
        }
        Some(side) => {
            let choice = match side {
                Side::Base => Choice::Base,
                Side::Ours => Choice::Ours,
                Side::Theirs => Choice::Theirs,
            };
            merged
                .settle(&vec![choice; count])
                .map_err(|error| Failure::NotDone(format!("{error}. Nothing was printed")))?
        }
    };
    screen.print(&document.to_text())?;
    screen.flush()?;
    let found = diff(&base, &document);
    if screen.is_json() {
        screen.say_json(&serde_json::json!({ "merged": found.summary(), "conflicts": count }));
    } else {
        screen.say(&format!("Since the base: {}.", found.summary()));
    }
    Ok(Verdict::Fine)
}

fn tell(conflict: &Conflict, screen: &mut Screen) {
    if screen.is_json() {
        screen.say_json(&serde_json::json!({ "conflict": conflict }));
    } else {
        let warning = style::WARNING;
        screen.say(&format!("{warning}conflict:{warning:#} {}", conflict.message));
    }
}
