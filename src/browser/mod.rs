//! The only code that touches browser objects beyond what the framework wraps.
//!
//! Nothing here panics: storage may be forbidden, the clipboard refused, a timer throttled. Each
//! part says in its result whether it worked, and knows nothing of the app.

pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod database;
pub mod download;
pub mod events;
pub mod files;
pub mod history;
pub mod keys;
pub mod locale;
pub mod locks;
pub mod network;
pub mod page;
pub mod random;
pub mod storage;
pub mod style;
pub mod text;
pub mod text_area;
pub mod theme;
pub mod timer;
pub mod typing;
pub mod unload;
pub mod upload;
