//! Start links: printed where the proxy runs, good for one sign-in within an hour. Whoever can read the
//! terminal may sign in.

use sha2::{Digest, Sha256};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

const LIFETIME: Duration = Duration::from_secs(60 * 60);
/// Links remembered, so that it can be told that one was used or is too old.
const MOST: usize = 32;

/// The links of this run.
#[derive(Debug, Default)]
pub(crate) struct StartLinks(Mutex<Vec<Link>>);

#[derive(Debug)]
struct Link {
    hash: [u8; 32],
    until: Instant,
    used: bool,
}

/// Why a link does not let anybody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkProblem {
    /// It is none of this run's.
    Unknown,
    /// Somebody has signed in with it.
    Used,
    /// It is more than an hour old.
    Expired,
}

impl StartLinks {
    /// A token for a new link.
    pub(crate) fn make(&self) -> Result<String, getrandom::Error> {
        let token = super::sessions::random_token()?;
        let mut links = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if links.len() == MOST {
            links.remove(0);
        }
        links.push(Link { hash: hash(&token), until: Instant::now() + LIFETIME, used: false });
        Ok(token)
    }

    /// Uses a link up.
    pub(crate) fn redeem(&self, token: &str) -> Result<(), LinkProblem> {
        let wanted = hash(token);
        // The list is whole after each statement, so a panic elsewhere does not spoil it.
        let mut links = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let link = links.iter_mut().find(|link| link.hash == wanted).ok_or(LinkProblem::Unknown)?;
        if link.used {
            return Err(LinkProblem::Used);
        }
        if link.until <= Instant::now() {
            return Err(LinkProblem::Expired);
        }
        link.used = true;
        Ok(())
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.trim()).into()
}

#[cfg(test)]
mod tests {
    use super::{LIFETIME, LinkProblem, StartLinks};

    #[tokio::test(start_paused = true)]
    async fn a_link_is_good_once_and_for_an_hour() {
        let links = StartLinks::default();
        let (first, second) = (links.make().unwrap(), links.make().unwrap());
        assert_eq!(links.redeem("something else"), Err(LinkProblem::Unknown));
        assert_eq!(links.redeem(&first), Ok(()));
        assert_eq!(links.redeem(&first), Err(LinkProblem::Used));
        tokio::time::advance(LIFETIME).await;
        assert_eq!(links.redeem(&second), Err(LinkProblem::Expired));
    }
}
