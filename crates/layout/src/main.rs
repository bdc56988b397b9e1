//! The web worker: takes a graph as numbers, answers its layout as numbers.
//!
//! In: how many nodes there are, then the two ends of each way (`Uint32Array`). Out: x and y of each node,
//! then for each way how many bends it has and their x and y (`Float32Array`). A first message without a graph
//! says that the worker listens.

#[cfg(target_arch = "wasm32")]
mod worker {
    use js_sys::{Float32Array, Uint32Array};
    use layout::layout;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::{Closure, JsValue};
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

    /// Answers every message, for as long as the worker lives.
    pub fn listen() {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let answering = scope.clone();
        let answer = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let numbers = Uint32Array::new(&event.data()).to_vec();
            let Some((count, ends)) = numbers.split_first() else { return };
            let ways: Vec<(u32, u32)> = ends.chunks_exact(2).map(|ends| (ends[0], ends[1])).collect();
            let found = layout(*count as usize, &ways);
            let mut out: Vec<f32> = found.nodes.iter().flat_map(|(x, y)| [*x, *y]).collect();
            for bends in found.bends {
                out.push(bends.len() as f32);
                out.extend(bends.iter().flat_map(|(x, y)| [*x, *y]));
            }
            // Whoever asked may be gone; then nobody waits.
            let _ = answering.post_message(&Float32Array::from(out.as_slice()));
        });
        scope.set_onmessage(Some(answer.as_ref().unchecked_ref()));
        answer.forget();
        let _ = scope.post_message(&JsValue::NULL);
    }
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    worker::listen();
}
