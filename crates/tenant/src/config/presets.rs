//! Sets of settings that belong together, below everything that is set by name.

/// A preset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Preset {
    pub(super) name: &'static str,
    /// Keys and values.
    pub(super) values: &'static [(&'static str, &'static str)],
}

/// Every preset, the default one first.
const PRESETS: [Preset; 2] = [
    // The built-in defaults are the tutorial's.
    Preset { name: "tutorial", values: &[] },
    // A user's access key, with the client proving itself by HTTP Basic.
    Preset { name: "access-key", values: &[("grant", "password"), ("client_auth", "basic")] },
];

/// The preset of this name, or what would be right.
pub(super) fn find(name: &str) -> Result<Preset, String> {
    PRESETS.into_iter().find(|preset| preset.name == name.trim()).ok_or_else(|| {
        let names = PRESETS.map(|preset| preset.name).join(", ");
        format!("must be one of {names}")
    })
}

#[cfg(test)]
mod tests {
    use super::{PRESETS, find};
    use crate::config::keys;

    #[test]
    fn presets_name_keys_that_are_there() {
        let keys = keys();
        for preset in PRESETS {
            assert!(preset.values.iter().all(|(name, _)| keys.iter().any(|key| key.name == *name)), "{preset:?}");
        }
        assert_eq!(find(" tutorial ").unwrap().values, []);
        assert_eq!(find("x").unwrap_err(), "must be one of tutorial, access-key");
    }
}
