//! Memos and effects whose closures are boxed.
//!
//! Leptos compiles everything about a memo once for every closure. Boxed, it is compiled once for
//! every type of value: less to download, for one indirect call more.

use leptos::prelude::*;

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
