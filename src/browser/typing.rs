//! What is typed is painted first; everything that follows from it comes right after.
//!
//! A key press changes a signal, and the effects that read it would run before the browser paints the
//! letter. Nobody waits for them: findings, marks and previews may be one frame later, the letter may not.
//! So tasks, effects among them, rest from the moment something is typed until it has been painted. What
//! is derived is worked out when it is asked for, so whoever asks meanwhile gets what is true.

use any_spawner::{CustomExecutor, Executor};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// How long tasks rest at most, in ms: a page in the background paints nothing.
const LONGEST_MS: u64 = 100;

thread_local! {
    static RESTING: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<Waker>> = const { RefCell::new(Vec::new()) };
}

/// Has the app's tasks make way for what is typed. Call it before the app is mounted.
pub fn paints_first() {
    // Whoever has set an executor before has reasons; then nothing makes way.
    if Executor::init_custom_executor(MakesWay).is_ok() {
        // Before the signal is changed, for then it is too late. Lasts as long as the page.
        drop(window_event_listener_untyped("beforeinput", |_| rest()));
    }
}

/// Lets tasks rest until the next paint is done.
fn rest() {
    if RESTING.replace(true) {
        return;
    }
    request_animation_frame(|| set_timeout(go_on, Duration::ZERO));
    set_timeout(go_on, Duration::from_millis(LONGEST_MS));
}

fn go_on() {
    if RESTING.replace(false) {
        WAITING.take().into_iter().for_each(Waker::wake);
    }
}

/// Spawns tasks that can be made to rest.
struct MakesWay;

impl CustomExecutor for MakesWay {
    fn spawn(&self, task: Pin<Box<dyn Future<Output = ()> + Send>>) {
        self.spawn_local(task);
    }

    fn spawn_local(&self, task: Pin<Box<dyn Future<Output = ()>>>) {
        wasm_bindgen_futures::spawn_local(Task(task));
    }

    fn poll_local(&self) {}
}

struct Task(Pin<Box<dyn Future<Output = ()>>>);

impl Future for Task {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if RESTING.get() {
            WAITING.with_borrow_mut(|waiting| waiting.push(context.waker().clone()));
            return Poll::Pending;
        }
        self.0.as_mut().poll(context)
    }
}
