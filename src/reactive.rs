//! Memos, effects and tasks whose closures and futures are boxed.
//!
//! Leptos compiles everything about a memo once for every closure. Boxed, it is compiled once for
//! every type of value: less to download, for one indirect call more.

use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;

/// A derived value that tells its readers only when it has changed. [`Memo::new`], boxed.
pub fn memo<T: PartialEq + Send + Sync + 'static>(fun: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Memo<T> {
    boxed_memo(Box::new(fun))
}

/// What makes a value, told the one before.
type Make<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;

#[inline(never)]
fn boxed_memo<T: PartialEq + Send + Sync + 'static>(fun: Make<T>) -> Memo<T> {
    Memo::new(fun)
}

/// Something done to the world outside whenever what it reads has changed. [`Effect::new`], boxed.
pub fn effect(fun: impl FnMut() + 'static) {
    boxed_effect(Box::new(fun));
}

#[inline(never)]
fn boxed_effect(fun: Box<dyn FnMut()>) {
    Effect::new(fun);
}

/// Does something that waits, beside everything else. `leptos::task::spawn_local`, boxed.
pub fn spawn_local(task: impl Future<Output = ()> + 'static) {
    spawn_boxed(Box::pin(task));
}

#[inline(never)]
fn spawn_boxed(task: Pin<Box<dyn Future<Output = ()>>>) {
    leptos::task::spawn_local(task);
}

/// The same value, for many readers: they are told only once it is another one. A memo has each of its readers
/// look again as soon as something that it is derived from may have changed, which costs by the number of
/// readers. The readers of this one hear of a change one turn of the effects later.
pub fn for_many<T: Clone + PartialEq + Send + Sync + 'static>(value: Memo<T>) -> Memo<T> {
    let told = RwSignal::new(value.get_untracked());
    effect(move || {
        let now = value.get();
        if told.with_untracked(|told| *told != now) {
            told.set(now);
        }
    });
    memo(move |_| told.get())
}
