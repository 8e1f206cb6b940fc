//! What all simulated processes share: the rows, chance, and the record of what happened.

use super::node::Node;
use super::record::Record;
use super::rows::{Fault, Rows};
use crate::timestamp::Timestamp;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// What one history consists of, drawn from its seed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// Whether several processes share the rows, as on PostgreSQL.
    pub(super) shared: bool,
    /// How often, of a thousand operations, one fails before it acts.
    pub(super) refused: u32,
    /// How often, of a thousand operations, one acts and its answer is lost.
    pub(super) unanswered: u32,
    /// How often, of a thousand answers, one comes seconds late.
    pub(super) late: u32,
    /// How often, of a thousand words, one is lost.
    pub(super) mute: u32,
    /// How many calamities there are.
    pub(super) calamities: u32,
}

impl Plan {
    /// Whether nothing goes wrong.
    pub(super) fn is_quiet(&self) -> bool {
        self.refused + self.unanswered + self.late + self.mute + self.calamities == 0
    }
}

/// The world of one history.
pub(super) struct World {
    pub(super) began: Instant,
    pub(super) plan: Plan,
    state: Mutex<State>,
}

pub(super) struct State {
    random: StdRng,
    pub(super) rows: Rows,
    pub(super) is_shared: bool,
    pub(super) record: Record,
    pub(super) nodes: Vec<Arc<Node>>,
    /// Until when the disk is slow, and how slow.
    pub(super) slow: Option<(Instant, Duration)>,
    /// Whether faults happen. They end when the history is to end.
    pub(super) is_calm: bool,
    /// How many leases were taken.
    pub(super) leases: u32,
    digest: DefaultHasher,
    /// What happened, in lines, if somebody wants to read it.
    trace: Option<Vec<String>>,
}

impl World {
    pub(super) fn new(seed: u64, fault: Option<Fault>, traced: bool) -> Arc<Self> {
        let mut random = StdRng::seed_from_u64(seed);
        let quiet = random.random_ratio(1, 8);
        let mut rate = |most: u32| if quiet { 0 } else { random.random_range(0..=most) };
        let (refused, unanswered, late) = (rate(40), rate(40), rate(40));
        let (mute, calamities) = (rate(400), rate(6));
        let shared = random.random_ratio(4, 5);
        // An answer cannot be lost inside a process.
        let unanswered = if shared { unanswered } else { 0 };
        let plan = Plan { shared, refused, unanswered, late, mute, calamities };
        Arc::new(Self {
            began: Instant::now(),
            plan,
            state: Mutex::new(State {
                random,
                rows: Rows::with(fault),
                is_shared: shared,
                record: Record::default(),
                nodes: Vec::new(),
                slow: None,
                is_calm: false,
                leases: 0,
                digest: DefaultHasher::new(),
                trace: traced.then(Vec::new),
            }),
        })
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this happens, of so many times in a thousand.
    pub(super) fn happens(&self, permille: u32) -> bool {
        self.lock().random.random_range(0..1000) < permille
    }

    pub(super) fn draw(&self, range: RangeInclusive<u32>) -> u32 {
        self.lock().random.random_range(range)
    }

    pub(super) fn milliseconds(&self, range: RangeInclusive<u32>) -> Duration {
        Duration::from_millis(u64::from(self.draw(range)))
    }

    /// The time by everybody's clock.
    pub(super) fn now(&self) -> Timestamp {
        let milliseconds = i64::try_from(self.began.elapsed().as_millis()).unwrap_or_default();
        Timestamp::of_unix_milliseconds(1_800_000_000_000 + milliseconds).unwrap_or_else(Timestamp::latest)
    }

    /// A process that accepts requests.
    pub(super) fn some_node(&self) -> Option<Arc<Node>> {
        let mut state = self.lock();
        let open: Vec<_> = state.nodes.iter().filter(|node| node.is_open()).cloned().collect();
        if open.is_empty() {
            return None;
        }
        let at = state.random.random_range(0..open.len());
        open.get(at).cloned()
    }

    /// Notes what happened.
    pub(super) fn note(&self, who: usize, what: &str, detail: &dyn Debug) {
        let now = self.began.elapsed().as_millis();
        let mut state = self.lock();
        (now, who, what).hash(&mut state.digest);
        if let Some(trace) = &mut state.trace {
            let mut detail = format!("{detail:?}");
            detail.truncate(detail.floor_char_boundary(400));
            trace.push(format!("{now:>7} p{who} {what} {detail}"));
        }
    }

    /// Notes that something happened that must not.
    pub(super) fn violated(&self, what: String) {
        self.note(0, "VIOLATION", &what);
        self.lock().record.violations.push(what);
    }

    pub(super) fn digest(&self) -> u64 {
        self.lock().digest.finish()
    }

    pub(super) fn take_trace(&self) -> Vec<String> {
        self.lock().trace.take().unwrap_or_default()
    }
}
