//! Whether the tenant is in trouble, from what became of the requests to it.

use workflow::wire::{TenantNews, TenantState};

/// Failures in a row before it is told: one may be chance.
const PATIENCE: u32 = 2;

/// How the tenant does.
#[derive(Debug, Default)]
pub(super) struct Weather {
    failures: u32,
    trouble: Option<TenantNews>,
}

impl Weather {
    /// The tenant answered something sensible. The news that this is.
    pub(super) fn well(&mut self) -> Option<TenantNews> {
        self.failures = 0;
        self.trouble.take().map(|_| TenantNews { state: TenantState::Well, problem: None, status: None })
    }

    /// It did not, or said that it cannot. The news that this is.
    pub(super) fn bad(&mut self, problem: String, status: Option<u16>) -> Option<TenantNews> {
        self.failures += 1;
        let news = TenantNews { state: TenantState::Trouble, problem: Some(problem), status };
        if self.failures < PATIENCE || self.trouble.is_some() {
            return None;
        }
        self.trouble = Some(news.clone());
        Some(news)
    }

    /// The trouble that it is in.
    pub(super) fn trouble(&self) -> Option<&TenantNews> {
        self.trouble.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::{TenantState, Weather};

    #[test]
    fn trouble_and_its_end_are_told_once() {
        let mut weather = Weather::default();
        let bad = |weather: &mut Weather| weather.bad("/problems/x".into(), Some(503)).map(|news| news.state);
        assert_eq!(bad(&mut weather), None);
        assert_eq!(weather.well(), None, "one failure was never told");
        assert_eq!([bad(&mut weather), bad(&mut weather), bad(&mut weather)], [None, Some(TenantState::Trouble), None]);
        assert!(weather.trouble().is_some());
        assert_eq!(weather.well().map(|news| news.state), Some(TenantState::Well));
        assert_eq!(weather.well(), None);
    }
}
