//! A steady number of running replies: a new turn begins when it is due, whether or not the server keeps up.

use crate::database::Engine;
use crate::door::Door;
use crate::model::{self, Answer};
use crate::stage::Stage;
use crate::table;
use crate::target::{Talk, Target};
use crate::wanted::Wanted;
use crate::window::{Figures, Window};
use futures::future::join_all;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep_until;

const LEVELS: [usize; 2] = [50, 1000];
const WORDS: usize = 100;
const PACE: Duration = Duration::from_millis(100);
const TURN: Duration = Duration::from_secs(10);
/// The first turns have ended, and as many run as should.
const WARM_UP: Duration = Duration::from_secs(11);
const LENGTH: Duration = Duration::from_secs(60);
/// Bytes of a reply.
const SHORT: usize = 2_000;
const LONG: usize = 20_000;

pub async fn run(wanted: &Wanted, engine: Engine) {
    let levels = wanted.levels(&LEVELS);
    let most = levels.iter().copied().max().unwrap_or_default();
    table::head(&format!("{engine:?}, running replies, {WORDS} words at {PACE:?}"));
    for (number, size) in [SHORT, LONG].into_iter().enumerate() {
        // A server of its own, so that nothing of the last size is in its memory and in its conversations.
        let stage = Stage::open(wanted, engine, with_rest(most)).await;
        model::set_answer(Answer::Words { words: WORDS, pace: PACE, bytes: size / WORDS });
        for running in &levels {
            let name = |door: Door| format!("{}, {} KB", door.name(), size / 1000);
            let bare = level(stage.bare(), *running, number).await;
            table::row(*running, &name(Door::Relay), &bare, None);
            let ours = level(stage.by(Door::Page), *running, number).await;
            table::row(*running, &name(Door::Page), &ours, Some(&bare));
        }
    }
}

/// A person has a moment between two turns.
fn with_rest(running: usize) -> usize {
    running + running / 10
}

/// Begins a turn whenever one is due, by each person in turn. A person whose last reply has not ended begins late. The
/// time runs from when the turn was due.
async fn level(target: Target, running: usize, size: usize) -> Figures {
    let (process, people) = (target.process, with_rest(running));
    let window = Window::new(format!("open-{size}-{running}"), WARM_UP, LENGTH);
    let shared = Arc::new((target, window));
    let lines = (0..people).map(|number| {
        let shared = shared.clone();
        tokio::spawn(async move {
            let (target, window) = &*shared;
            let mut talk = Talk::default();
            for turn in (number..).step_by(people) {
                let due = window.began() + TURN.mul_f64(turn as f64 / running as f64);
                sleep_until(due.into()).await;
                if window.is_over() {
                    break;
                }
                target.turn(number, &mut talk, WORDS, due, window).await;
            }
        })
    });
    let (_, figures) = tokio::join!(join_all(lines), shared.1.watch(process));
    shared.1.complete(figures)
}
