//! Randomness from the browser's cryptographic source.

use leptos::prelude::window;

fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let filled = window().crypto().is_ok_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        // Every browser that runs WebAssembly has the source. Should one withhold it, names must
        // still differ from each other; nothing here guards a secret.
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    bytes
}

/// 64 random bits.
#[must_use]
pub fn random_u64() -> u64 {
    u64::from_le_bytes(bytes())
}

/// 128 random bits.
#[must_use]
pub fn random_u128() -> u128 {
    u128::from_le_bytes(bytes())
}
