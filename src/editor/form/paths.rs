//! The scope paths that variables are offered, and where each is known from.

use crate::reactive::memo;
use crate::ui::Choice;
use crate::words::form as words;
use crate::workspace::Workspace;
use leptos::prelude::*;
use std::collections::BTreeMap;
use workflow::validate::near_path;
use workflow::wire::CataloguePath;

/// Where a path is known from.
#[derive(Default)]
struct Known<'a> {
    workflow: bool,
    tenant: bool,
    catalogue: Option<&'a CataloguePath>,
}

/// All paths, sorted. Worked out when a list is first opened, and again for another version; never for a keystroke.
/// What is typed in this form is none of them: a slip would confirm itself.
pub fn path_choices(workspace: Workspace) -> Memo<Vec<Choice>> {
    memo(move |_| {
        workspace.session.with(|session| {
            workspace.base.with(|base| {
                let mut all: BTreeMap<&str, Known<'_>> = BTreeMap::new();
                for path in base.scope_paths() {
                    all.entry(path).or_default().workflow = true;
                }
                for path in &session.scope_paths {
                    all.entry(path).or_default().tenant = true;
                }
                for entry in &session.scope_catalogue {
                    all.entry(&entry.path).or_default().catalogue = Some(entry);
                }
                all.into_iter().map(|(path, known)| choice(path, &known)).collect()
            })
        })
    })
}

/// What was probably meant by a path that is not known.
pub fn meant(choices: Memo<Vec<Choice>>, typed: &str) -> Vec<Choice> {
    choices.with_untracked(|choices| {
        let near = near_path(typed, &mut choices.iter().map(|choice| choice.value.as_str()));
        let known = |path: String| choices.iter().find(|choice| choice.value == path).cloned();
        near.map(|path| known(path.clone()).unwrap_or_else(|| Choice::new(path.clone(), path))).into_iter().collect()
    })
}

/// What the catalogue says that a path may hold.
pub fn catalogue_sample(workspace: Workspace, path: &str) -> Option<String> {
    workspace.session.with(|session| {
        let at = session.scope_catalogue.binary_search_by(|entry| entry.path.as_str().cmp(path)).ok()?;
        Some(session.scope_catalogue[at].sample.clone()).filter(|sample| !sample.is_empty())
    })
}

fn choice(path: &str, known: &Known<'_>) -> Choice {
    let mut origins = Vec::with_capacity(2);
    if known.workflow {
        origins.push(words::FROM_WORKFLOW);
    }
    match known.catalogue {
        Some(_) => origins.push(words::FROM_CATALOGUE),
        None if known.tenant => origins.push(words::FROM_TENANT),
        None => {}
    }
    let about = known.catalogue.map(|entry| words::about_path(&entry.description, &entry.sample)).unwrap_or_default();
    Choice::new(path, path).with_detail(about).with_origin(origins.join(words::AND_FROM))
}
