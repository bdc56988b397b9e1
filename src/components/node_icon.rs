//! The sign of a node type.

use crate::ui::IconName;

/// The icon of a node type, as far as types are known.
#[must_use]
pub fn node_icon(kind: &str) -> IconName {
    match kind {
        "email" => IconName::Mail,
        "start" => IconName::ArrowRight,
        "end" => IconName::Check,
        "wait" | "delay" | "timer" => IconName::Clock,
        _ => IconName::Flow,
    }
}
