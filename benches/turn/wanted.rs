//! What the command line asks for.

use crate::database::Engine;
use std::env;

/// The words of the command line. Without one that names a scenario, all are wanted.
pub struct Wanted {
    words: Vec<String>,
}

const SCENARIOS: [&str; 5] = ["closed", "open", "block", "hole", "follow"];
const OTHERS: [&str; 3] = ["sqlite", "postgres", "plain"];

impl Wanted {
    pub fn from_arguments() -> Self {
        // Cargo itself adds an option.
        let words: Vec<_> = env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
        for word in &words {
            let known = SCENARIOS.contains(&word.as_str()) || OTHERS.contains(&word.as_str());
            assert!(
                known || word.parse::<usize>().is_ok(),
                "{word} is none of {SCENARIOS:?}, {OTHERS:?}, a number"
            );
        }
        Self { words }
    }

    pub fn is_named(&self, word: &str) -> bool {
        self.words.iter().any(|named| named == word)
    }

    pub fn scenario(&self, name: &str) -> bool {
        self.is_named(name) || !SCENARIOS.iter().any(|scenario| self.is_named(scenario))
    }

    /// The levels of a scenario, or those that were named.
    pub fn levels(&self, usual: &[usize]) -> Vec<usize> {
        let named: Vec<_> = self.words.iter().filter_map(|word| word.parse().ok()).collect();
        if named.is_empty() { usual.to_vec() } else { named }
    }

    /// The engines that can be measured here.
    pub fn engines(&self) -> Vec<Engine> {
        let (sqlite, postgres) = (self.is_named("sqlite"), self.is_named("postgres"));
        let mut engines = Vec::new();
        if sqlite || !postgres {
            engines.push(Engine::Sqlite);
        }
        if postgres || (!sqlite && env::var_os("TEST_POSTGRES_URL").is_some()) {
            engines.push(Engine::Postgres);
        }
        engines
    }

    pub fn has_postgres(&self, scenario: &str) -> bool {
        let is_there = env::var_os("TEST_POSTGRES_URL").is_some();
        if !is_there {
            println!("{scenario}: left out, because TEST_POSTGRES_URL is not set");
        }
        is_there
    }

    /// The encodings that readers accept: those of browsers, or none. Streams must come uncompressed all the same.
    pub fn accept_encoding(&self) -> &'static str {
        if self.is_named("plain") { "identity" } else { "br, gzip" }
    }
}

pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
