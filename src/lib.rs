//! The single-page app: a form for email nodes, with validation, preview, diff and deploy.
//!
//! `pages → features → components → ui`, `features → api → workflow`. `ui` and `browser` import
//! nothing of ours.

pub mod api;
pub mod browser;
pub mod routes;
pub mod ui;
pub mod workspace;
