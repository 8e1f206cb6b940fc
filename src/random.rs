//! Where randomness comes from. Code that needs it takes a [`Random`], so that a test can repeat what happened.

use rand::distr::{Alphanumeric, SampleString};
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};

/// A source of random values. Cheap to clone, and safe to share between threads.
#[derive(Clone, Debug)]
pub struct Random(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Seeded(Arc<Mutex<StdRng>>),
}

impl Random {
    /// A cryptographically secure generator, seeded by the operating system. Tokens and passwords need this one.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A generator for tests: the same seed gives the same values in the same order. Clones share the order.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed)))))
    }

    /// A text of `length` characters, each an ASCII letter or digit with the same probability.
    pub fn alphanumeric(&self, length: usize) -> String {
        self.with(|mut generator| Alphanumeric.sample_string(&mut generator, length))
    }

    /// So many random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.with(|generator| generator.fill_bytes(&mut bytes));
        bytes
    }

    /// A number from `range`, each with the same probability: a factor that spreads retries, for example.
    pub fn between(&self, range: RangeInclusive<f64>) -> f64 {
        self.with(|generator| generator.random_range(range))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
    fn with<T>(&self, draw: impl FnOnce(&mut dyn RngCore) -> T) -> T {
        match &self.0 {
            Source::System => draw(&mut rand::rng()),
            Source::Seeded(generator) => draw(&mut *generator.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_seed_repeats_its_values() {
        let draw =
            |random: Random| (random.alphanumeric(8), random.between(0.0..=1.0), random.alphanumeric(8));
        assert_eq!(draw(Random::seeded(1)), draw(Random::seeded(1)));
        assert_ne!(draw(Random::seeded(1)), draw(Random::seeded(2)));
    }

    #[test]
    fn clones_share_one_order() {
        let random = Random::seeded(1);
        let (first, second) = (random.clone().alphanumeric(8), random.alphanumeric(8));
        let again = Random::seeded(1);
        assert_eq!([again.alphanumeric(8), again.alphanumeric(8)], [first, second]);
    }

    #[test]
    fn the_system_repeats_nothing() {
        let random = Random::system();
        let texts: HashSet<String> = (0..1000).map(|_| random.alphanumeric(32)).collect();
        assert_eq!(texts.len(), 1000);
    }

    #[test]
    fn values_stay_in_their_range() {
        for random in [Random::system(), Random::seeded(7)] {
            let text = random.alphanumeric(1000);
            assert!(text.len() == 1000 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{text}");
            assert!((0..1000).all(|_| (0.75..=1.25).contains(&random.between(0.75..=1.25))));
            assert_eq!(random.alphanumeric(0), "");
        }
    }
}
