//! What time it is. Code that needs to know takes a [`Clock`], so that a test can move the time instead of waiting.

use crate::timestamp::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use time::{Duration, OffsetDateTime};

/// A source of the current time. Cheap to clone; clones show the same time.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    /// Milliseconds ahead of the system's clock.
    Adjustable(Arc<AtomicI64>),
}

impl Clock {
    /// The clock of the operating system.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock for tests. It runs as the system's does, and [`Clock::advance`] moves it.
    pub fn adjustable() -> Self {
        Self(Source::Adjustable(Arc::default()))
    }

    /// Moves an adjustable clock forwards. The system's clock cannot be moved: it stays as it is.
    pub fn advance(&self, duration: Duration) {
        if let Source::Adjustable(ahead) = &self.0 {
            let milliseconds = i64::try_from(duration.whole_milliseconds()).unwrap_or(i64::MAX);
            ahead.fetch_add(milliseconds, Ordering::SeqCst);
        }
    }

    /// The current time, to a millisecond.
    pub fn now(&self) -> Timestamp {
        self.now_utc().into()
    }

    /// The current time, as precise as the system knows it.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
    pub fn now_utc(&self) -> OffsetDateTime {
        let now = OffsetDateTime::now_utc();
        match &self.0 {
            Source::System => now,
            Source::Adjustable(ahead) => {
                now.saturating_add(Duration::milliseconds(ahead.load(Ordering::SeqCst)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_moves_its_clock_for_everybody_who_has_it() {
        let (clock, before) = (Clock::adjustable(), Clock::system().now());
        let same = clock.clone();
        clock.advance(Duration::days(7));
        let moved = same.now();
        assert!(moved >= before.plus(Duration::days(7)) && moved < before.plus(Duration::days(8)));
    }

    #[test]
    fn nobody_moves_the_systems_clock() {
        let clock = Clock::system();
        clock.advance(Duration::days(7));
        assert!(clock.now() < Clock::adjustable().now().plus(Duration::DAY));
    }
}
