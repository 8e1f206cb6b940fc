//! Proof by simulation: the engine runs under a simulated clock, with a simulated network, disk and model, in histories that
//! a seed decides. Processes are killed, stand still and are cut off; operations fail, hang, and act without an answer;
//! words are lost. What must always hold is checked.
//!
//! `DOCKET_HISTORIES` says how many histories to run, and `DOCKET_SEED` where to begin. `DOCKET_SEED` alone prints its history.

#![expect(
    clippy::panic,
    clippy::print_stdout,
    reason = "a simulation fails by panicking, and tells its seeds"
)]

mod calamities;
mod checks;
mod node;
mod page;
mod people;
mod record;
mod remote;
mod rows;
mod scripted;
mod tests;
mod world;

use crate::id::UserId;
use rows::Fault;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::task::JoinSet;
use tokio::time::timeout;
use world::World;

/// How long everything may take after the last fault.
const PATIENCE: Duration = Duration::from_secs(300);

/// How many histories run, unless somebody asks for more.
const HISTORIES: u64 = 400;
/// After how many at most a rule that is broken is found.
const BROKEN_HISTORIES: u64 = 1000;
/// How many that go wrong are told.
const FAILURES: usize = 20;

/// How a history ended.
struct History {
    /// What was wrong.
    violations: Vec<String>,
    /// A digest of all that happened.
    digest: u64,
    /// All that happened, if somebody wants to read it.
    trace: Vec<String>,
}

/// Runs the history of a seed. The rows break a rule, if one is named.
fn history(seed: u64, fault: Option<Fault>, traced: bool) -> History {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.unwrap_or_else(|error| panic!("no runtime: {error}"));
    runtime.block_on(async {
        let world = World::new(seed, fault, traced);
        live(&world).await;
        let mut violations = std::mem::take(&mut world.lock().record.violations);
        violations.extend(checks::wrong(&world));
        let nodes = std::mem::take(&mut world.lock().nodes);
        nodes.iter().for_each(|node| node.forget());
        History { violations, digest: world.digest(), trace: world.take_trace() }
    })
}

async fn live(world: &Arc<World>) {
    let calamities = tokio::spawn(calamities::happen(world.clone()));
    let mut people = JoinSet::new();
    let threads = world.draw(1..=3);
    for thread in 0..threads {
        let user = UserId::new(format!("person{}", thread % 2));
        people.spawn(people::converse(world.clone(), user, thread as usize));
    }
    _ = calamities.await;
    let all_end = async { while people.join_next().await.is_some() {} };
    if timeout(PATIENCE, all_end).await.is_err() {
        world.violated("somebody still waits".to_owned());
    }
    // Writers that were taken for dead may still add something.
    tokio::time::sleep(Duration::from_secs(30)).await;
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The trace of a history that went wrong.
fn told(seed: u64) -> String {
    let History { violations, trace, .. } = history(seed, None, true);
    format!("{}\nDOCKET_SEED={seed}: {}", trace.join("\n"), violations.join("\n"))
}

#[test]
fn nothing_is_lost_or_doubled_in_any_history() {
    let (seed, count) = (setting("DOCKET_SEED"), setting("DOCKET_HISTORIES"));
    if let Some(seed) = seed.filter(|_| count.is_none()) {
        return println!("{}", told(seed));
    }
    let (first, count) = (seed.unwrap_or(1), count.unwrap_or(HISTORIES));
    let wrong = (first..first + count).filter_map(|seed| {
        let violations = history(seed, None, false).violations;
        (!violations.is_empty()).then(|| {
            println!("DOCKET_SEED={seed}: {}", violations.join("; "));
            seed
        })
    });
    let wrong: Vec<_> = wrong.take(FAILURES).collect();
    assert!(wrong.is_empty(), "{}", wrong.first().map(|seed| told(*seed)).unwrap_or_default());
}

#[test]
fn a_seed_repeats_its_history() {
    for seed in 1..=20 {
        let (once, again) = (history(seed, None, true), history(seed, None, true));
        let differs = once.trace.iter().zip(&again.trace).find(|(once, again)| once != again);
        assert_eq!(differs, None, "seed {seed}");
        assert_eq!((once.trace.len(), once.digest), (again.trace.len(), again.digest), "seed {seed}");
    }
}

#[test]
fn what_is_broken_is_found() {
    for fault in Fault::ALL {
        let found = (1..=BROKEN_HISTORIES).find_map(|seed| {
            let violations = history(seed, Some(fault), false).violations;
            violations.into_iter().next().map(|violation| (seed, violation))
        });
        let Some((seed, violation)) = found else { panic!("{fault:?} is not found") };
        println!("{fault:?} is found after {seed} histories: {violation}");
    }
}
