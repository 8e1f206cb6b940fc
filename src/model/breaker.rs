//! A circuit breaker (<https://martinfowler.com/bliki/CircuitBreaker.html>). A provider that fails again and again is
//! not asked for a while; then one request tries it. So nobody waits for it to fail once more while another provider
//! could answer.

use super::ModelError;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// After this many failures in a row the breaker opens.
const FAILURES: u32 = 5;
/// How long the breaker stays open before it lets a trial request through.
const OPEN_TIME: Duration = Duration::from_secs(30);

/// The health of a provider.
#[derive(Debug, Default)]
pub(super) struct Breaker(Mutex<BreakerState>);

#[derive(Debug, Default)]
struct BreakerState {
    /// Failures in a row.
    failures: u32,
    /// When the breaker opened; `None` while it is closed.
    opened_at: Option<Instant>,
    /// Whether a trial request is on its way: the breaker is half-open.
    half_open: bool,
}

/// Permission for one request. Its holder reports how the request went; dropping it reports nothing.
#[derive(Debug)]
pub(super) struct Permit {
    breaker: Arc<Breaker>,
    /// Whether this is the trial request of a half-open breaker.
    trial: bool,
}

impl Breaker {
    /// A permit if the breaker is closed. An open breaker gives out one, for a trial, after [`OPEN_TIME`].
    pub(super) fn try_acquire(self: &Arc<Self>) -> Option<Permit> {
        let mut state = self.lock();
        let trial = match state.opened_at {
            None => false,
            Some(since) if since.elapsed() >= OPEN_TIME && !state.half_open => true,
            Some(_) => return None,
        };
        state.half_open |= trial;
        Some(Permit { breaker: self.clone(), trial })
    }

    /// A permit even if the breaker is open, for when no other provider is left.
    pub(super) fn force(self: &Arc<Self>) -> Permit {
        Permit { breaker: self.clone(), trial: false }
    }

    /// When the breaker opened; `None` while it is closed.
    pub(super) fn opened_at(&self) -> Option<Instant> {
        self.lock().opened_at
    }

    fn lock(&self) -> MutexGuard<'_, BreakerState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit {
    /// The answer has begun, so the breaker closes. Earlier failures count until an answer ends well.
    pub(super) fn begun(&mut self) {
        self.trial = false;
        let mut state = self.breaker.lock();
        *state = BreakerState { failures: state.failures.min(FAILURES - 1), ..BreakerState::default() };
    }

    /// The answer ended well.
    pub(super) fn ended(&mut self) {
        self.breaker.lock().failures = 0;
    }

    /// There was no answer, or it broke off. A rejected request says nothing about the provider's health.
    pub(super) fn failed(&mut self, error: &ModelError) {
        if matches!(error, ModelError::Rejected(_)) {
            return;
        }
        let mut state = self.breaker.lock();
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES {
            state.opened_at = Some(Instant::now());
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if self.trial {
            self.breaker.lock().half_open = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::advance;

    fn fail(breaker: &Arc<Breaker>) {
        if let Some(mut permit) = breaker.try_acquire() {
            permit.failed(&ModelError::Failed(String::new()));
        }
    }

    fn tripped() -> Arc<Breaker> {
        let breaker = Arc::<Breaker>::default();
        (0..FAILURES).for_each(|_| fail(&breaker));
        breaker
    }

    #[tokio::test(start_paused = true)]
    async fn failures_in_a_row_open_the_breaker() {
        let breaker = Arc::<Breaker>::default();
        (1..FAILURES).for_each(|_| fail(&breaker));
        if let Some(mut permit) = breaker.try_acquire() {
            permit.begun();
            permit.ended();
        }
        (1..FAILURES).for_each(|_| fail(&breaker));
        assert!(breaker.try_acquire().is_some(), "they were not in a row");
        fail(&breaker);
        assert!(breaker.try_acquire().is_none());
        advance(OPEN_TIME - Duration::from_millis(1)).await;
        assert!(breaker.try_acquire().is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn a_half_open_breaker_lets_one_request_try() {
        let breaker = tripped();
        advance(OPEN_TIME).await;
        let trial = breaker.try_acquire();
        assert!(trial.is_some() && breaker.try_acquire().is_none());
        drop(trial);
        // It reported nothing, so the next one tries, and fails.
        fail(&breaker);
        assert!(breaker.try_acquire().is_none());
        advance(OPEN_TIME).await;
        let mut trial = breaker.try_acquire();
        trial.iter_mut().for_each(Permit::begun);
        assert!(breaker.try_acquire().is_some(), "the answer has begun");
        trial.iter_mut().for_each(|trial| trial.failed(&ModelError::TimedOut(OPEN_TIME)));
        assert!(breaker.try_acquire().is_none(), "and broke off");
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_request_is_no_failure_of_the_provider() {
        let breaker = Arc::<Breaker>::default();
        for _ in 0..2 * FAILURES {
            breaker.force().failed(&ModelError::Rejected(String::new()));
        }
        assert!(breaker.try_acquire().is_some() && breaker.opened_at().is_none());
    }
}
