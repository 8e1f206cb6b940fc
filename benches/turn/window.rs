//! The time in which a load is measured: after the warm-up, and before people leave.

use crate::process::Usage;
use crate::reader::Outcome;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::time::sleep_until;

/// A window, and what was seen in it.
#[derive(Debug)]
pub struct Window {
    name: String,
    began: Instant,
    warm_up: Duration,
    length: Duration,
    words: AtomicU64,
    turns: AtomicU64,
    failed: Mutex<Vec<String>>,
    compressed: AtomicUsize,
    times: Mutex<(Vec<Duration>, Vec<u64>)>,
}

/// The measurements. The times are sorted.
#[derive(Debug, Default)]
pub struct Figures {
    /// From the request to the first word of each turn.
    pub first: Vec<Duration>,
    /// From the model to the reader, for each further word, in microseconds.
    pub words: Vec<u64>,
    pub turns_per_second: f64,
    pub cpu_per_turn: Duration,
    pub cpu_per_word: Duration,
    /// The most memory that was resident at once.
    pub peak_megabytes: u64,
    /// Turns that did not end well with all of their words, and why.
    pub failed: Vec<String>,
    /// Turns whose stream was compressed.
    pub compressed: usize,
}

impl Window {
    /// A window that opens after the warm-up. Its name goes into the ids of messages, so it must be new.
    pub fn new(name: String, warm_up: Duration, length: Duration) -> Self {
        Self {
            name,
            began: Instant::now(),
            warm_up,
            length,
            words: AtomicU64::default(),
            turns: AtomicU64::default(),
            failed: Mutex::default(),
            compressed: AtomicUsize::default(),
            times: Mutex::default(),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// When the load begins.
    pub fn began(&self) -> Instant {
        self.began
    }

    /// Whether people should still begin turns.
    pub fn is_over(&self) -> bool {
        self.began.elapsed() >= self.warm_up + self.length
    }

    pub fn count_word(&self) {
        self.words.fetch_add(1, Ordering::Relaxed);
    }

    pub fn end_turn(&self, since: Instant, first: Option<Duration>, further: Vec<u64>, outcome: Outcome) {
        self.turns.fetch_add(1, Ordering::Relaxed);
        match outcome {
            Outcome::Whole => {}
            Outcome::Compressed => drop(self.compressed.fetch_add(1, Ordering::Relaxed)),
            Outcome::Failed(why) => self.failed.lock().unwrap().push(why),
        }
        let begun = since - self.began;
        if begun >= self.warm_up && begun < self.warm_up + self.length {
            let mut times = self.times.lock().unwrap();
            times.0.extend(first);
            times.1.extend(further);
        }
    }

    /// Waits until the window is over, and watches the process meanwhile.
    pub async fn watch(&self, process: u32) -> Figures {
        sleep_until((self.began + self.warm_up).into()).await;
        Usage::forget_peak(process);
        let (before, words, turns) = self.counts(process);
        let opened = Instant::now();
        sleep_until((self.began + self.warm_up + self.length).into()).await;
        let (after, words_then, turns_then) = self.counts(process);
        let (cpu, words, turns) = (after.cpu - before.cpu, words_then - words, turns_then - turns);
        Figures {
            turns_per_second: turns as f64 / opened.elapsed().as_secs_f64(),
            cpu_per_turn: cpu.div_f64(turns.max(1) as f64),
            cpu_per_word: if words == 0 { Duration::ZERO } else { cpu.div_f64(words as f64) },
            peak_megabytes: after.peak_megabytes,
            ..Figures::default()
        }
    }

    fn counts(&self, process: u32) -> (Usage, u64, u64) {
        (Usage::of(process), self.words.load(Ordering::Relaxed), self.turns.load(Ordering::Relaxed))
    }

    /// Adds what is known when all people have left.
    pub fn complete(&self, figures: Figures) -> Figures {
        let (mut first, mut words) = std::mem::take(&mut *self.times.lock().unwrap());
        first.sort_unstable();
        words.sort_unstable();
        let failed = std::mem::take(&mut *self.failed.lock().unwrap());
        let compressed = self.compressed.load(Ordering::Relaxed);
        Figures { first, words, failed, compressed, ..figures }
    }
}
