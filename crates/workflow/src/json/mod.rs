//! JSON as text: a strict scanner, and a tree whose leaves are slices of the original.
//!
//! RFC 8259 to the letter; numbers keep their spelling, strings their escapes, objects their
//! duplicate keys and order. See [`Value`].

mod differences;
mod edit;
mod lay_out;
pub(crate) mod pointer;
mod print;
mod raw;
mod same;
pub(crate) mod scan;
mod value;

pub use differences::{Difference, adapt, carry_over, differences};
pub use edit::{EditError, set};
pub(crate) use lay_out::lay_out;
pub use pointer::Pointer;
pub use print::{compact, pretty, pretty_in, quote};
pub use raw::RawJson;
pub(crate) use same::same_text;
pub use scan::{MAX_DEPTH, SyntaxError, SyntaxErrorKind};
pub use value::{Kind, Member, Value};
