//! Passwords: hashed with argon2id, checked a few at a time because each check takes 19 MiB.

use super::operators::{Known, Operators, OperatorsError};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;
use tokio::sync::Semaphore;
use workflow::wire::Role;

/// Shortest password, in characters.
pub(crate) const MIN_PASSWORD: usize = 12;
/// Checked at once.
const AT_ONCE: usize = 2;

/// Why a password could not be hashed or checked.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The hash function, or the source of randomness for the salt.
    #[error("the password cannot be hashed: {0}")]
    Hash(String),
    /// The operators' file.
    #[error(transparent)]
    Operators(#[from] OperatorsError),
    /// The check was cut off.
    #[error("the password could not be checked")]
    Interrupted,
}

/// The password file as it was read last.
type Read = (Option<SystemTime>, Arc<BTreeMap<String, Known>>);

/// Checks passwords.
pub(crate) struct Passwords {
    operators: Operators,
    read: Mutex<Option<Read>>,
    turns: Semaphore,
}

/// Whether it is long enough to be kept.
pub(crate) fn is_long_enough(password: &str) -> bool {
    password.chars().count() >= MIN_PASSWORD
}

/// The hash of a password, with a salt of its own: argon2id, 19 MiB, 2 rounds (OWASP, "Password Storage").
pub(crate) fn hash(password: &str) -> Result<String, PasswordError> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| PasswordError::Hash(error.to_string()))
}

impl Passwords {
    pub(super) fn new(operators: Operators) -> Self {
        Self { operators, read: Mutex::default(), turns: Semaphore::new(AT_ONCE) }
    }

    /// The operator's role, where the password is right. Takes as long for a name that is not known.
    pub(crate) async fn check(&self, name: &str, password: String) -> Result<Option<Role>, PasswordError> {
        let known = self.operators()?.get(name).cloned();
        let role = known.as_ref().map(|known| known.role);
        let expected = match known {
            Some(known) => known.hash,
            None => stand_in()?,
        };
        let _turn = self.turns.acquire().await.map_err(|_| PasswordError::Interrupted)?;
        let fits = tokio::task::spawn_blocking(move || fits(&password, &expected))
            .await
            .map_err(|_| PasswordError::Interrupted)?;
        Ok(role.filter(|_| fits))
    }

    /// The role that the file gives an operator now.
    pub(crate) fn role(&self, name: &str) -> Result<Option<Role>, OperatorsError> {
        Ok(self.operators()?.get(name).map(|known| known.role))
    }

    /// Reads the file again where it was changed.
    fn operators(&self) -> Result<Arc<BTreeMap<String, Known>>, OperatorsError> {
        let changed = std::fs::metadata(self.operators.path()).and_then(|about| about.modified()).ok();
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((when, operators)) = read.as_ref()
            && *when == changed
        {
            return Ok(Arc::clone(operators));
        }
        let operators = Arc::new(self.operators.read()?);
        *read = Some((changed, Arc::clone(&operators)));
        Ok(operators)
    }
}

fn fits(password: &str, expected: &str) -> bool {
    PasswordHash::new(expected)
        .is_ok_and(|expected| Argon2::default().verify_password(password.as_bytes(), &expected).is_ok())
}

/// A hash that no password fits, made once.
fn stand_in() -> Result<String, PasswordError> {
    static STAND_IN: OnceLock<String> = OnceLock::new();
    if let Some(hash) = STAND_IN.get() {
        return Ok(hash.clone());
    }
    let nobody = super::sessions::random_token().map_err(|error| PasswordError::Hash(error.to_string()))?;
    Ok(STAND_IN.get_or_init(|| hash(&nobody).unwrap_or_default()).clone())
}

#[cfg(test)]
mod tests {
    use super::{fits, hash};

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let kept = hash("correct horse battery").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(fits("correct horse battery", &kept));
        assert!(!fits("correct horse batterz", &kept));
        assert!(!fits("anything", "not a hash"));
        assert_ne!(kept, hash("correct horse battery").unwrap(), "each has a salt of its own");
    }
}
