//! Asking the web worker where everything stands.

use super::plan::Plan;
use js_sys::{Float32Array, Uint32Array};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, MessageEvent, Worker};

/// The worker's script, beside the app's own.
const SCRIPT: &str = "/graph-layout_loader.js";

/// A point of the picture.
pub type Point = (f64, f64);

/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placed {
    /// The middle of each node.
    pub nodes: Vec<Point>,
    /// The points that each way runs through between its ends.
    pub bends: Vec<Vec<Point>>,
}

/// What has come of asking.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is being worked out.
    Waiting,
    /// Here it is.
    Placed(Placed),
    /// The worker could not be had, or gave up.
    Failed,
}

/// A worker, and what listens to it.
struct Running {
    worker: Worker,
    _heard: Closure<dyn Fn(MessageEvent)>,
    _failed: Closure<dyn Fn(Event)>,
}

/// Asks workers. A handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Layouter {
    /// The last answer.
    pub answer: RwSignal<Answer>,
    running: StoredValue<Option<Running>, LocalStorage>,
}

impl Layouter {
    /// For the calling component.
    pub fn new() -> Self {
        let layouter = Self { answer: RwSignal::new(Answer::Waiting), running: StoredValue::new_local(None) };
        on_cleanup(move || layouter.stop());
        layouter
    }

    /// Has a plan laid out. What was asked before is dropped.
    pub fn ask(self, plan: &Plan) {
        self.stop();
        if plan.rows.is_empty() {
            self.answer.set(Answer::Placed(Placed::default()));
            return;
        }
        let (nodes, ways) = (plan.rows.len(), plan.ways.len());
        let mut numbers = vec![nodes as u32];
        numbers.extend(plan.ways.iter().flat_map(|way| [way.from, way.to]));
        let question = Uint32Array::from(numbers.as_slice());
        let Ok(worker) = Worker::new(SCRIPT) else {
            self.answer.set(Answer::Failed);
            return;
        };
        let asked = worker.clone();
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let Ok(numbers) = event.data().dyn_into::<Float32Array>() else {
                // It listens now.
                if asked.post_message(&question).is_err() {
                    self.answer.set(Answer::Failed);
                }
                return;
            };
            let placed = read(&numbers.to_vec(), nodes, ways);
            self.answer.set(placed.map_or(Answer::Failed, Answer::Placed));
        });
        let failed = Closure::<dyn Fn(Event)>::new(move |_| self.answer.set(Answer::Failed));
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        self.running.set_value(Some(Running { worker, _heard: heard, _failed: failed }));
    }

    fn stop(self) {
        if let Some(running) = self.running.try_update_value(Option::take).flatten() {
            running.worker.set_onmessage(None);
            running.worker.terminate();
        }
    }
}

/// The worker's numbers; `None` where they are not what was asked for.
fn read(numbers: &[f32], nodes: usize, ways: usize) -> Option<Placed> {
    let points = |numbers: &[f32]| -> Vec<Point> {
        numbers.chunks_exact(2).map(|point| (f64::from(point[0]), f64::from(point[1]))).collect()
    };
    let (own, mut rest) = numbers.split_at_checked(nodes * 2)?;
    let mut bends = Vec::with_capacity(ways);
    for _ in 0..ways {
        let (count, tail) = rest.split_first()?;
        let (way, tail) = tail.split_at_checked(*count as usize * 2)?;
        bends.push(points(way));
        rest = tail;
    }
    Some(Placed { nodes: points(own), bends })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workers_numbers_are_read() {
        let placed = read(&[1.0, 2.0, 3.0, 4.0, 1.0, 5.0, 6.0, 0.0], 2, 2).expect("is whole");
        assert_eq!(placed.nodes, [(1.0, 2.0), (3.0, 4.0)]);
        assert_eq!(placed.bends, [vec![(5.0, 6.0)], Vec::new()]);
        assert_eq!(read(&[1.0, 2.0, 2.0, 5.0], 1, 1), None);
    }
}
