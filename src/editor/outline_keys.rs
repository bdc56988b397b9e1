//! The keyboard in the outline, by the WAI-ARIA treegrid pattern: rows and cells take the focus, arrows
//! fold and unfold, letters go to a node by its id; and the keys of the actions.

use super::node_actions::{NodeAction, act_on_row};
use super::outline_state::OutlineState;
use super::quiet::{is_of_outline, row_id};
use super::rows::Line;
use crate::browser::text::lowercase;
use crate::browser::{clock, page};
use crate::words::nodes as words;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::cell::RefCell;

/// How far Page Up and Page Down go.
const PAGE: isize = 12;
/// How long letters belong together, in ms.
const TYPED_MS: u64 = 700;

/// The column of the actions.
const ACTIONS: usize = words::COLUMNS.len() - 1;

thread_local! {
    /// The letters that were typed, and when the last of them was.
    static TYPED: RefCell<(String, u64)> = const { RefCell::new((String::new(), 0)) };
}

/// Does what a key does. Answers whether it does anything.
pub fn outline_key(outline: OutlineState, event: &KeyboardEvent) -> bool {
    let at = outline.active_at.get_untracked();
    let Some(line) = outline.line(at) else { return false };
    let cell = outline.cell.get_untracked();
    if !is_of_outline(event) {
        return false;
    }
    match (event.key().as_str(), event.ctrl_key() || event.meta_key()) {
        ("d" | "D", true) => act_on_row(outline, line.row, NodeAction::Duplicate),
        ("Home", true) => outline.go_to(0),
        ("End", true) => outline.go_to(usize::MAX),
        ("ArrowRight", _) => right(outline, line, cell),
        ("ArrowLeft", _) => left(outline, line, at, cell),
        ("ArrowDown", _) => outline.step(1),
        ("ArrowUp", _) => outline.step(-1),
        ("PageDown", _) => outline.step(PAGE),
        ("PageUp", _) => outline.step(-PAGE),
        ("Home", _) if cell.is_some() => outline.cell.set(Some(0)),
        ("End", _) if cell.is_some() => outline.cell.set(Some(ACTIONS)),
        ("Home", _) => outline.go_to(0),
        ("End", _) => outline.go_to(usize::MAX),
        ("Enter" | " ", _) if cell == Some(ACTIONS) => open_menu(outline, line, at),
        ("ContextMenu" | "F10", _) => open_menu(outline, line, at),
        ("Enter" | " ", _) => outline.open(at),
        ("Delete", _) => act_on_row(outline, line.row, NodeAction::Remove),
        ("Insert", _) => act_on_row(outline, line.row, NodeAction::AddAfter),
        ("F2", _) => act_on_row(outline, line.row, NodeAction::Rename),
        (letter, _) => type_ahead(outline, at, letter),
    }
    true
}

fn right(outline: OutlineState, line: Line, cell: Option<usize>) {
    match cell {
        None if line.open == Some(false) => outline.fold(line.row, false),
        None => outline.cell.set(Some(0)),
        Some(cell) => outline.cell.set(Some((cell + 1).min(ACTIONS))),
    }
}

fn left(outline: OutlineState, line: Line, at: usize, cell: Option<usize>) {
    match cell {
        Some(0) => outline.cell.set(None),
        Some(cell) => outline.cell.set(Some(cell - 1)),
        None if line.open == Some(true) => outline.fold(line.row, true),
        None => {
            let above = |lines: &std::sync::Arc<Vec<Line>>| {
                lines[..at.min(lines.len())].iter().rposition(|above| above.level < line.level)
            };
            if let Some(parent) = outline.lines.with_untracked(above) {
                outline.go_to(parent);
            }
        }
    }
}

fn open_menu(outline: OutlineState, line: Line, at: usize) {
    let (x, y) = page::lower_left(&row_id(at)).unwrap_or_default();
    outline.open_menu(line.row, x, y);
}

/// Goes to the next row whose id begins with what was typed.
fn type_ahead(outline: OutlineState, at: usize, key: &str) {
    let now = clock::monotonic_ms();
    let typed = TYPED.with_borrow_mut(|(typed, last)| {
        if now.saturating_sub(*last) > TYPED_MS {
            typed.clear();
        }
        *last = now;
        typed.push_str(&lowercase(key));
        typed.clone()
    });
    // One letter goes on to the next row; several narrow down from here.
    let first = if typed.chars().count() == 1 { at + 1 } else { at };
    let found = outline.lines.with_untracked(|lines| {
        let begins = |at: &usize| {
            let id = untrack(|| outline.new_id_of(lines[*at].row));
            lowercase(id.as_str()).starts_with(&typed)
        };
        (first..lines.len()).chain(0..first.min(lines.len())).find(begins)
    });
    if let Some(found) = found {
        outline.go_to(found);
    }
}
