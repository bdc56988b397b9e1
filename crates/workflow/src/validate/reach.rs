//! Which ids the workflow reaches from its start, kept up to date.
//!
//! A tree of transitions leads from the start to every id that is reached: each knows the id that it was
//! reached from. An id that loses its way is hung up elsewhere where it can be; only where that fails is
//! everything below it looked at again.

use super::graph::{Graph, Transition};
use super::ids::NONE;

/// Reached because the workflow begins there.
const START: u32 = NONE - 1;
/// Lost its way, and not looked at yet.
const CUT_OFF: u32 = NONE - 2;
/// Most ids that are hung up elsewhere one by one.
const MOST_REHUNG: usize = 8;
/// Most transitions that are tried for one of them.
const MOST_TRIED: usize = 32;

/// For each id, from which one it is reached.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    from: Vec<u32>,
    /// The id of the first node, where the workflow begins there.
    first: u32,
    gained: Vec<u32>,
    lost: Vec<u32>,
    /// Which ids were reached before the work that is under way, and are to be reached again.
    fell: Vec<bool>,
}

impl Default for Reach {
    fn default() -> Self {
        Self { from: Vec::new(), first: NONE, gained: Vec::new(), lost: Vec::new(), fell: Vec::new() }
    }
}

impl Reach {
    /// Whether an id is reached.
    pub(super) fn has(&self, point: u32) -> bool {
        self.from[point as usize] != NONE
    }

    /// There is one id more.
    pub(super) fn grow(&mut self) {
        self.from.push(NONE);
        self.fell.push(false);
    }

    /// A way to this id has come, or it itself.
    pub(super) fn may_gain(&mut self, point: u32) {
        if !self.has(point) {
            self.gained.push(point);
        }
    }

    /// A way to this id has gone, or it itself.
    pub(super) fn may_lose(&mut self, point: u32) {
        if self.has(point) {
            self.lost.push(point);
        }
    }
}

impl Graph {
    /// Works out anew what is reached, after nodes and transitions have come and gone.
    pub(super) fn settle(&mut self) {
        self.settle_first();
        let mut cut_off = self.cut_off();
        self.hang_up_elsewhere(&mut cut_off);
        let fallen = self.fall(cut_off);
        let gained = std::mem::take(&mut self.reach.gained);
        let mut open = Vec::new();
        for point in fallen.iter().chain(&gained) {
            self.enter(*point, &mut open);
        }
        // Those that fell and are reached again are what they were.
        for point in fallen {
            self.reach.fell[point as usize] = false;
            if !self.reach.has(point) {
                self.stale_nodes_of(point);
            }
        }
    }

    /// Works out what is reached for the first time.
    pub(super) fn begin(&mut self) {
        self.settle_first();
        let mut open = Vec::with_capacity(64);
        for point in 0..self.points.len() as u32 {
            if self.is_start(point) {
                self.enter(point, &mut open);
            }
        }
    }

    /// The first node stands for the start where no node is one.
    fn settle_first(&mut self) {
        let node = if self.starts == 0 { self.node_order.at(0) } else { None };
        let first = node.and_then(|node| self.point_of(node)).unwrap_or(NONE);
        let before = std::mem::replace(&mut self.reach.first, first);
        if first != before {
            if before != NONE {
                self.reach.may_lose(before);
            }
            if first != NONE {
                self.reach.may_gain(first);
            }
        }
    }

    fn is_start(&self, point: u32) -> bool {
        self.is_there(point) && (self.points[point as usize].starts > 0 || self.reach.first == point)
    }

    /// The ids whose way from the start is gone.
    fn cut_off(&mut self) -> Vec<u32> {
        let mut cut_off = Vec::new();
        for point in std::mem::take(&mut self.reach.lost) {
            let holds = match self.reach.from[point as usize] {
                NONE | CUT_OFF => continue,
                START => self.is_start(point),
                from => self.is_there(from) && self.comes_from(point, from),
            };
            if !holds || !self.is_there(point) {
                self.reach.from[point as usize] = CUT_OFF;
                cut_off.push(point);
            }
        }
        cut_off
    }

    fn comes_from(&self, point: u32, from: u32) -> bool {
        self.entering(point).any(|transition| self.transitions[transition as usize].from == from)
    }

    /// Finds other ways for a few ids, which spares looking at all that hangs on them.
    fn hang_up_elsewhere(&mut self, cut_off: &mut Vec<u32>) {
        let mut left = usize::MAX;
        while cut_off.len() <= MOST_REHUNG && cut_off.len() < left {
            left = cut_off.len();
            cut_off.retain(|&point| {
                let way = self.other_way(point);
                if way != NONE {
                    self.reach.from[point as usize] = way;
                }
                way == NONE
            });
        }
    }

    fn other_way(&self, point: u32) -> u32 {
        if !self.is_there(point) {
            return NONE;
        }
        if self.is_start(point) {
            return START;
        }
        let mut ways =
            self.entering(point).take(MOST_TRIED).map(|transition| self.transitions[transition as usize].from);
        ways.find(|from| *from != NONE && self.hangs(*from)).unwrap_or(NONE)
    }

    /// Whether an id's way from the start holds.
    fn hangs(&self, mut from: u32) -> bool {
        loop {
            match self.reach.from[from as usize] {
                START => return true,
                NONE | CUT_OFF => return false,
                before => from = before,
            }
        }
    }

    /// Takes what was cut off, and all that hangs on it, for not reached.
    fn fall(&mut self, mut open: Vec<u32>) -> Vec<u32> {
        let mut fallen = Vec::new();
        while let Some(point) = open.pop() {
            if self.reach.from[point as usize] == NONE {
                continue;
            }
            self.reach.from[point as usize] = NONE;
            self.reach.fell[point as usize] = true;
            fallen.push(point);
            for transition in self.leaving(point) {
                let to = self.transitions[transition as usize].to;
                if to != NONE && self.reach.from[to as usize] == point {
                    open.push(to);
                }
            }
        }
        fallen
    }

    /// Reaches an id where a way leads to it, and all that it leads to.
    fn enter(&mut self, point: u32, open: &mut Vec<u32>) {
        if self.reach.has(point) || !self.is_there(point) {
            return;
        }
        let from = if self.is_start(point) {
            START
        } else {
            let mut ways = self.entering(point).map(|transition| self.transitions[transition as usize].from);
            match ways.find(|from| *from != NONE && self.reach.has(*from)) {
                Some(from) => from,
                None => return,
            }
        };
        self.reach.from[point as usize] = from;
        open.push(point);
        while let Some(point) = open.pop() {
            if !self.reach.fell[point as usize] {
                self.stale_nodes_of(point);
            }
            let mut at = self.points[point as usize].first_leaving;
            while at != NONE {
                let Transition { to, next_leaving, .. } = self.transitions[at as usize];
                if to != NONE && !self.reach.has(to) && self.is_there(to) {
                    self.reach.from[to as usize] = point;
                    open.push(to);
                }
                at = next_leaving;
            }
        }
    }
}
