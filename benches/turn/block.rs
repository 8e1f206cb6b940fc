//! A reply that is one block of code, as fast as the model sends it, in pieces of five bytes.

use crate::database::Engine;
use crate::door::Door;
use crate::figures::milliseconds;
use crate::model::{self, Answer};
use crate::process::Usage;
use crate::stage::Stage;
use crate::target::{Talk, Target};
use crate::wanted::Wanted;
use crate::window::{Figures, Window};
use std::time::{Duration, Instant};
use tokio::time::sleep;

const SIZES: [usize; 2] = [50_000, 100_000];
/// Replies of each size, each in a conversation of its own.
const TURNS: usize = 8;
/// The work that a reply leaves behind is done by then.
const QUIET: Duration = Duration::from_millis(500);

pub async fn run(wanted: &Wanted) {
    let stage = Stage::open(wanted, Engine::Sqlite, SIZES.len() * TURNS).await;
    println!("\nSqlite, one block of code in pieces of 5 bytes, as fast as it comes");
    println!(
        "{:<8}  {:>12}  {:>12}  {:>6}  {:>12}  {:>12}",
        "", "CPU 50 KB", "CPU 100 KB", "ratio", "100 KB took", "not whole"
    );
    for target in [stage.bare(), stage.by(Door::Page)] {
        let (mut cpu, mut took, mut bad) = (Vec::new(), Duration::ZERO, 0);
        for (place, size) in SIZES.into_iter().enumerate() {
            model::set_answer(Answer::Block { bytes: size });
            let (used, time, failed) = turns(&target, place * TURNS, size).await;
            cpu.push(used);
            took = time;
            bad += failed;
        }
        println!(
            "{:<8}  {:>9} ms  {:>9} ms  {:>6.2}  {:>9} ms  {bad:>12}",
            target.door.name(),
            milliseconds(cpu[0]),
            milliseconds(cpu[1]),
            cpu[1].as_secs_f64() / cpu[0].as_secs_f64(),
            milliseconds(took),
        );
    }
}

/// The CPU and the time of a reply, and how many replies were not whole.
async fn turns(target: &Target, first: usize, size: usize) -> (Duration, Duration, usize) {
    let window = Window::new(format!("block-{size}"), Duration::ZERO, Duration::MAX);
    let before = Usage::of(target.process);
    let mut took = Duration::ZERO;
    for number in first..first + TURNS {
        let began = Instant::now();
        target.turn(number, &mut Talk::default(), 0, began, &window).await;
        took += began.elapsed();
    }
    sleep(QUIET).await;
    let turns = u32::try_from(TURNS).unwrap();
    let figures = window.complete(Figures::default());
    (
        (Usage::of(target.process).cpu - before.cpu) / turns,
        took / turns,
        figures.failed.len() + figures.compressed,
    )
}
