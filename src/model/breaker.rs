//! A circuit breaker: a provider that fails again and again is left alone for a while, then asked once. Who waits for
//! a reply should not wait for it to fail once more when another provider could answer.

use super::ModelError;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Failures in a row after which a provider is left alone.
const FAILURES: u32 = 5;
/// For how long.
const REST: Duration = Duration::from_secs(30);

/// What is known of a provider's health.
#[derive(Debug, Default)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Failures in a row.
    failures: u32,
    /// Since when it is left alone.
    resting_since: Option<Instant>,
    /// Whether one request is finding out if it is well again.
    trying: bool,
}

/// The leave to ask a provider once, and the duty to say what came of it. Dropping it says nothing.
#[derive(Debug)]
pub(super) struct Leave {
    breaker: Arc<Breaker>,
    /// Whether others wait for what comes of it.
    trial: bool,
}

impl Breaker {
    /// Leave to ask the provider, unless it is left alone: then only the first to come after its rest gets one.
    pub(super) fn admit(self: &Arc<Self>) -> Option<Leave> {
        let mut state = self.lock();
        let trial = match state.resting_since {
            None => false,
            Some(since) if since.elapsed() >= REST && !state.trying => true,
            Some(_) => return None,
        };
        state.trying |= trial;
        Some(Leave { breaker: self.clone(), trial })
    }

    /// Leave to ask the provider although it is left alone, because nobody else is there to ask.
    pub(super) fn insist(self: &Arc<Self>) -> Leave {
        Leave { breaker: self.clone(), trial: false }
    }

    /// Since when the provider is left alone.
    pub(super) fn resting_since(&self) -> Option<Instant> {
        self.lock().resting_since
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Leave {
    /// The answer has begun: the provider is back. Only an answer's good end makes up for earlier failures.
    pub(super) fn begun(&mut self) {
        self.trial = false;
        let mut state = self.breaker.lock();
        *state = State { failures: state.failures.min(FAILURES - 1), ..State::default() };
    }

    /// The answer has come to a good end.
    pub(super) fn ended(&mut self) {
        self.breaker.lock().failures = 0;
    }

    /// There was no answer, or it broke off. A request that the provider will not take says nothing about its health.
    pub(super) fn failed(&mut self, error: &ModelError) {
        if matches!(error, ModelError::Rejected(_)) {
            return;
        }
        let mut state = self.breaker.lock();
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES {
            state.resting_since = Some(Instant::now());
        }
    }
}

impl Drop for Leave {
    fn drop(&mut self) {
        if self.trial {
            self.breaker.lock().trying = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::advance;

    fn fail(breaker: &Arc<Breaker>) {
        if let Some(mut leave) = breaker.admit() {
            leave.failed(&ModelError::Failed(String::new()));
        }
    }

    fn tripped() -> Arc<Breaker> {
        let breaker = Arc::<Breaker>::default();
        (0..FAILURES).for_each(|_| fail(&breaker));
        breaker
    }

    #[tokio::test(start_paused = true)]
    async fn failures_in_a_row_give_a_rest() {
        let breaker = Arc::<Breaker>::default();
        (1..FAILURES).for_each(|_| fail(&breaker));
        if let Some(mut leave) = breaker.admit() {
            leave.begun();
            leave.ended();
        }
        (1..FAILURES).for_each(|_| fail(&breaker));
        assert!(breaker.admit().is_some(), "they were not in a row");
        fail(&breaker);
        assert!(breaker.admit().is_none());
        advance(REST - Duration::from_millis(1)).await;
        assert!(breaker.admit().is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn after_the_rest_one_request_tries() {
        let breaker = tripped();
        advance(REST).await;
        let trial = breaker.admit();
        assert!(trial.is_some() && breaker.admit().is_none());
        drop(trial);
        // It found nothing out; the next one tries, and fails.
        fail(&breaker);
        assert!(breaker.admit().is_none());
        advance(REST).await;
        let mut trial = breaker.admit();
        trial.iter_mut().for_each(Leave::begun);
        assert!(breaker.admit().is_some(), "the answer has begun");
        trial.iter_mut().for_each(|trial| trial.failed(&ModelError::TimedOut(REST)));
        assert!(breaker.admit().is_none(), "and broke off");
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_request_is_no_failure_of_the_provider() {
        let breaker = Arc::<Breaker>::default();
        for _ in 0..2 * FAILURES {
            breaker.insist().failed(&ModelError::Rejected(String::new()));
        }
        assert!(breaker.admit().is_some() && breaker.resting_since().is_none());
    }
}
