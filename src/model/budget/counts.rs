//! Numbers of tokens that were counted before: each request of a reply tells the model the same texts again.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::{Discriminant, discriminant};
use std::sync::{Mutex, PoisonError};
use tiktoken_rs::tokenizer::Tokenizer;

/// The numbers, by tokenizer and digest of the text.
#[derive(Debug, Default)]
pub(crate) struct Counts(Mutex<HashMap<(Discriminant<Tokenizer>, u64), usize>>);

impl Counts {
    /// The number for a text. It is counted if it is not known.
    pub(super) fn of(&self, tokenizer: Tokenizer, text: &str, count: impl FnOnce(&str) -> usize) -> usize {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let key = (discriminant(&tokenizer), hasher.finish());
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        known.unwrap_or_else(|| {
            let tokens = count(text);
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, tokens);
            tokens
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn each_text_is_counted_once_for_each_tokenizer() {
        let (counts, counted) = (Counts::default(), Cell::new(0));
        let count = |text: &str| {
            counted.set(counted.get() + 1);
            text.len()
        };
        for _ in 0..2 {
            assert_eq!(counts.of(Tokenizer::Cl100kBase, "one", count), 3);
            assert_eq!(counts.of(Tokenizer::O200kBase, "one", count), 3);
            assert_eq!(counts.of(Tokenizer::O200kBase, "other", count), 5);
        }
        assert_eq!(counted.get(), 3);
    }
}
