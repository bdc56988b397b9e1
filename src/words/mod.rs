//! Everything that the app says to people, and nothing else.
//!
//! One folder per language, one file per part of the screen; all of them have the same items, so a
//! second language is one more folder and the line below that chooses it. A phrase is a constant, or
//! a function where it depends on something: plurals and word order are the language's affair. Code
//! elsewhere holds no words.

mod en;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod strays;

pub use en::*;
