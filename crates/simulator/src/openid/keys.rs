//! Keys that sign tokens (RFC 7515, RFC 7517, RFC 7518): RSA and P-256, made at random.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use rsa::RsaPrivateKey;
use rsa::pkcs1v15::SigningKey;
use rsa::sha2::Sha256;
use rsa::signature::{SignatureEncoding, Signer};
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};
use std::fmt;

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256, 2048 bits.
    Rs256,
    /// ECDSA with P-256 and SHA-256.
    Es256,
}

/// A key with a name.
pub(super) struct Key {
    pub(super) name: String,
    secret: Secret,
}

enum Secret {
    Rsa(Box<SigningKey<Sha256>>),
    Ecdsa(Box<EcdsaKeyPair>),
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Key {
    pub(super) fn make(algorithm: Algorithm) -> Result<Self, String> {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(|error| error.to_string())?;
        let secret = match algorithm {
            Algorithm::Rs256 => {
                let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2_048).map_err(|error| error.to_string())?;
                Secret::Rsa(Box::new(SigningKey::new(key)))
            }
            Algorithm::Es256 => {
                let random = SystemRandom::new();
                let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
                let text = EcdsaKeyPair::generate_pkcs8(algorithm, &random).map_err(|error| error.to_string())?;
                let key = EcdsaKeyPair::from_pkcs8(algorithm, text.as_ref(), &random);
                Secret::Ecdsa(Box::new(key.map_err(|error| error.to_string())?))
            }
        };
        Ok(Self { name: URL_SAFE_NO_PAD.encode(random), secret })
    }

    /// The name of its algorithm in a token's header.
    pub(super) fn algorithm(&self) -> &'static str {
        match self.secret {
            Secret::Rsa(_) => "RS256",
            Secret::Ecdsa(_) => "ES256",
        }
    }

    pub(super) fn sign(&self, text: &[u8]) -> Result<Vec<u8>, String> {
        match &self.secret {
            Secret::Rsa(key) => Ok(key.sign(text).to_vec()),
            Secret::Ecdsa(key) => {
                let signature = key.sign(&SystemRandom::new(), text).map_err(|error| error.to_string())?;
                Ok(signature.as_ref().to_vec())
            }
        }
    }

    /// Its public half.
    pub(super) fn published(&self) -> Value {
        let mut key = match &self.secret {
            Secret::Rsa(key) => {
                let public: &RsaPrivateKey = key.as_ref().as_ref();
                json!({
                    "kty": "RSA",
                    "n": URL_SAFE_NO_PAD.encode(public.n().to_bytes_be()),
                    "e": URL_SAFE_NO_PAD.encode(public.e().to_bytes_be()),
                })
            }
            // 0x04, x, y (SEC 1, section 2.3.3).
            Secret::Ecdsa(key) => {
                let (x, y) = key.public_key().as_ref()[1..].split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y) })
            }
        };
        key["kid"] = self.name.clone().into();
        key["use"] = "sig".into();
        key["alg"] = self.algorithm().into();
        key
    }
}
