//! Which items match what is typed, best first, and what of them is marked.

use super::fuzzy::{Matcher, ranges};
use super::items::{Group, Item};
use crate::browser::text::lowercase;
use std::cmp::Reverse;
use std::ops::Range;

/// Items drawn at most. Typing narrows the rest down.
const SHOWN: usize = 60;
/// Recent ones, and ones of a long group, while nothing is typed.
const AT_FIRST: usize = 6;
/// What an id or a type counts less than a name.
const DETAIL: i32 = 120;
const DETAIL_AT_MOST: i32 = 900;
/// What having been done lately counts, at most.
const LATELY: i32 = 60;

/// An item that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// Its number among the items.
    pub(super) at: usize,
    /// The part of the list in which it is shown.
    pub(super) group: Group,
    /// What matched of its name, in bytes.
    pub(super) label: Vec<Range<usize>>,
    /// What matched of its detail, in bytes.
    pub(super) detail: Vec<Range<usize>>,
}

/// What is shown, part by part, and how many more match.
pub(super) fn ranked(items: &[Item], typed: &str, recent: &[String]) -> (Vec<Hit>, usize) {
    let words: Vec<Vec<char>> = lowercase(typed).split_whitespace().map(|word| word.chars().collect()).collect();
    if words.is_empty() { (at_first(items, recent), 0) } else { matching(items, &words, recent) }
}

/// What is offered while nothing is typed: what was done last, then a little of everything.
fn at_first(items: &[Item], recent: &[String]) -> Vec<Hit> {
    let plain = |at, group| Hit { at, group, label: Vec::new(), detail: Vec::new() };
    let lately: Vec<usize> = recent
        .iter()
        .filter_map(|key| items.iter().position(|item| item.key == *key && !item.is_current))
        .take(AT_FIRST)
        .collect();
    let mut hits: Vec<_> = lately.iter().map(|at| plain(*at, Group::Recent)).collect();
    for group in [Group::Actions, Group::Nodes, Group::Workflows, Group::Settings] {
        let of_group = items.iter().enumerate().filter(|(at, item)| item.group == group && !lately.contains(at));
        let most = if matches!(group, Group::Nodes | Group::Workflows) { AT_FIRST } else { usize::MAX };
        hits.extend(of_group.take(most).map(|(at, _)| plain(at, group)));
    }
    hits
}

fn matching(items: &[Item], words: &[Vec<char>], recent: &[String]) -> (Vec<Hit>, usize) {
    let mut matcher = Matcher::default();
    let mut found: Vec<(i32, usize)> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let score = words.iter().try_fold(0_i32, |sum, word| {
            let label = matcher.score(word, &item.label_hay);
            let detail = detail_score(&mut matcher, word, item);
            Some(sum.saturating_add(label.max(detail)?))
        });
        let Some(score) = score else { continue };
        let lately = recent.iter().position(|key| *key == item.key).map_or(0, |at| LATELY - at.min(50) as i32);
        found.push((score + lately, at));
    }
    let more = found.len().saturating_sub(SHOWN);
    let order = |(score, at): &(i32, usize)| (Reverse(*score), *at);
    if more > 0 {
        found.select_nth_unstable_by_key(SHOWN, order);
        found.truncate(SHOWN);
    }
    found.sort_unstable_by_key(order);
    // A part stands where its best item does.
    let mut groups: Vec<Group> = Vec::new();
    for (_, at) in &found {
        if !groups.contains(&items[*at].group) {
            groups.push(items[*at].group);
        }
    }
    found.sort_by_key(|(_, at)| groups.iter().position(|group| *group == items[*at].group));
    let hits = found.into_iter().map(|(_, at)| hit(&mut matcher, at, &items[at], words)).collect();
    (hits, more)
}

/// Even a type that is typed in full says less than the beginning of a name.
fn detail_score(matcher: &mut Matcher, word: &[char], item: &Item) -> Option<i32> {
    matcher.score(word, &item.detail_hay).map(|score| score.min(DETAIL_AT_MOST) - DETAIL)
}

fn hit(matcher: &mut Matcher, at: usize, item: &Item, words: &[Vec<char>]) -> Hit {
    let (mut label, mut detail) = (Vec::new(), Vec::new());
    for word in words {
        let in_label = matcher.score(word, &item.label_hay);
        let in_detail = detail_score(matcher, word, item);
        if in_label >= in_detail {
            label.extend(matcher.marks(word, &item.label_hay));
        } else {
            detail.extend(matcher.marks(word, &item.detail_hay));
        }
    }
    Hit { at, group: item.group, label: ranges(&item.label, label), detail: ranges(&item.detail, detail) }
}

#[cfg(test)]
mod tests {
    use super::super::fuzzy::Hay;
    use super::super::items::Run;
    use super::*;
    use crate::ui::IconName;

    fn item(group: Group, label: &str, detail: &str) -> Item {
        Item {
            key: label.to_owned(),
            group,
            label: label.to_owned(),
            detail: detail.to_owned(),
            icon: IconName::Flow,
            keys: &[],
            is_current: false,
            run: Run::SingleKeys(true),
            label_hay: Hay::new(label),
            detail_hay: Hay::new(detail),
        }
    }

    fn items() -> Vec<Item> {
        vec![
            item(Group::Actions, "Review and deploy", ""),
            item(Group::Actions, "Undo", ""),
            item(Group::Nodes, "email_send_01", "email"),
            item(Group::Nodes, "check_order", "condition"),
            item(Group::Workflows, "Order Confirmation", "wf_12345"),
            item(Group::Settings, "Use the dark theme", ""),
        ]
    }

    fn labels(typed: &str, recent: &[&str]) -> Vec<String> {
        let items = items();
        let recent: Vec<String> = recent.iter().map(|key| (*key).to_owned()).collect();
        ranked(&items, typed, &recent).0.iter().map(|hit| items[hit.at].label.clone()).collect()
    }

    #[test]
    fn what_was_done_last_comes_first_and_only_once() {
        let shown = labels("", &["Undo", "gone", "check_order"]);
        assert_eq!(&shown[..3], ["Undo", "check_order", "Review and deploy"]);
        assert_eq!(shown.iter().filter(|label| *label == "Undo").count(), 1);
    }

    #[test]
    fn words_may_come_in_any_order_and_from_the_detail() {
        assert_eq!(labels("deploy rev", &[]), ["Review and deploy"]);
        assert_eq!(labels("order wf", &[]), ["Order Confirmation"]);
        assert_eq!(labels("nothing like it", &[]), Vec::<String>::new());
    }

    #[test]
    fn a_name_counts_more_than_a_type() {
        assert_eq!(labels("email", &[]), ["email_send_01"]);
        let (hits, _) = ranked(&items(), "email", &[]);
        assert_eq!((hits[0].label.clone(), hits[0].detail.clone()), (std::iter::once(0..5).collect(), vec![]));
    }

    #[test]
    fn ten_thousand_are_cut_and_counted() {
        let many: Vec<_> = (0..10_000).map(|n| item(Group::Nodes, &format!("node_{n}"), "email")).collect();
        let (hits, more) = ranked(&many, "node", &[]);
        assert_eq!((hits.len(), more), (SHOWN, 10_000 - SHOWN));
        let (hits, _) = ranked(&many, "9999", &[]);
        assert_eq!(many[hits[0].at].label, "node_9999");
    }
}
