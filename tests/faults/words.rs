//! The numbers of counted words, and the damage to them.

use std::collections::BTreeSet;

/// The numbers of the words "w1 w2 ..." in a text or in HTML.
pub fn numbers(text: &str) -> Vec<usize> {
    let words = text.split(|c: char| c == '<' || c == '>' || c.is_whitespace());
    words.filter_map(|word| word.strip_prefix('w')?.parse().ok()).collect()
}

/// How many bytes of words are missing, and how many are doubled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Damage {
    pub lost: usize,
    pub doubled: usize,
}

impl Damage {
    /// The damage to a text that should have every word from 1 to `last` once.
    pub fn of(numbers: &[usize], last: usize) -> Self {
        let bytes = |number: &usize| format!("w{number} ").len();
        let distinct: BTreeSet<_> = numbers.iter().copied().collect();
        let all: usize = numbers.iter().map(bytes).sum();
        Self {
            lost: (1..=last).filter(|number| !distinct.contains(number)).map(|number| bytes(&number)).sum(),
            doubled: all - distinct.iter().map(bytes).sum::<usize>(),
        }
    }

    pub fn and(self, other: Self) -> Self {
        Self { lost: self.lost + other.lost, doubled: self.doubled + other.doubled }
    }
}

/// Asserts that the numbers are 1, 2, 3 and so on. Returns the last.
pub fn last_of_all(numbers: &[usize]) -> usize {
    let expected: Vec<_> = (1..=numbers.len()).collect();
    assert_eq!(numbers, expected);
    numbers.len()
}

#[test]
fn damage_is_seen() {
    assert_eq!(numbers("<p>w1 w2\nw3</p>\n w4w"), [1, 2, 3]);
    assert_eq!(Damage::of(&[1, 2, 3], 3), Damage::default());
    assert_eq!(Damage::of(&[1, 3, 3, 12], 4), Damage { lost: 6, doubled: 3 });
}
