//! The pure core of the configurator: no I/O, no clock, no source of randomness, no async, no UI.
//!
//! Data flows one way. Vendor bytes become a [`document::Document`]; its email nodes are read
//! through [`email::EmailView`]; a form edits an [`email::Draft`]; the draft becomes a
//! [`change::Change`], the administrator's intent; and findings ([`validate`]), differences
//! ([`diff`]) and a deployment ([`deploy`]) are pure functions of document and change.
//!
//! Deliberately absent: the document is never held as a `serde_json::Value`, because that loses
//! key order, number text and duplicate keys. Every untouched byte stays the vendor's own.

// Renamed here and not in Cargo.toml, where one package may have one name only and the host's
// tests need it beside `regex`.
#[cfg(target_arch = "wasm32")]
extern crate regex_lite as regex;

pub mod change;
pub mod deploy;
pub mod diff;
pub mod document;
pub mod email;
pub mod json;
pub mod merge;
pub mod validate;
pub mod wire;
mod words;
