//! What a colour means. Never the only carrier of the meaning: an icon and a word go with it.

use super::IconName;

/// How good or bad something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Bad: nothing goes on before it is dealt with.
    Danger,
    /// Probably not as it should be.
    Warning,
    /// As it should be.
    Success,
    /// Worth knowing.
    Info,
    /// No judgement.
    #[default]
    Neutral,
}

impl Tone {
    /// The suffix of the CSS class.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Warning => "warning",
            Self::Success => "success",
            Self::Info => "info",
            Self::Neutral => "neutral",
        }
    }

    /// The icon that goes with it.
    #[must_use]
    pub const fn icon(self) -> IconName {
        match self {
            Self::Danger => IconName::Error,
            Self::Warning => IconName::Warning,
            Self::Success => IconName::Check,
            Self::Info | Self::Neutral => IconName::Info,
        }
    }
}
