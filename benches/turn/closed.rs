//! People who send the next message when the reply has ended.

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
use std::time::{Duration, Instant};
use tokio::time::sleep;

const LEVELS: [usize; 3] = [50, 200, 500];
/// The level at which all doors and both engines are compared.
const COMPARED: usize = 200;
const WORDS: usize = 64;
const PACE: Duration = Duration::from_millis(20);
const WARM_UP: Duration = Duration::from_secs(5);
const LENGTH: Duration = Duration::from_secs(20);

pub async fn run(wanted: &Wanted, engine: Engine) {
    let levels = match engine {
        Engine::Sqlite => wanted.levels(&LEVELS),
        Engine::Postgres => wanted.levels(&[COMPARED]),
    };
    model::set_answer(Answer::Words { words: WORDS, pace: PACE, bytes: 0 });
    let mut stage = Stage::open(wanted, engine, levels.iter().copied().max().unwrap_or_default()).await;
    table::head(&format!("{engine:?}, the next message when the reply has ended, {WORDS} words at {PACE:?}"));
    for people in levels {
        let bare = level(stage.bare(), people).await;
        table::row(people, Door::Relay.name(), &bare, None);
        let doors = if people == COMPARED && engine == Engine::Sqlite && !wanted.is_named("plain") {
            stage.hand_out_tokens(people).await;
            &[Door::Page, Door::ChatKit, Door::Rest][..]
        } else {
            &[Door::Page]
        };
        for door in doors {
            let ours = level(stage.by(*door), people).await;
            table::row(people, door.name(), &ours, Some(&bare));
        }
    }
}

/// Lets so many people talk, each in one conversation. They begin spread over the time of a turn.
async fn level(target: Target, people: usize) -> Figures {
    let process = target.process;
    let shared = Arc::new((target, Window::new(format!("closed-{people}"), WARM_UP, LENGTH)));
    let lines = (0..people).map(|number| {
        let shared = shared.clone();
        tokio::spawn(async move {
            let (target, window) = &*shared;
            let mut talk = Talk::default();
            sleep((PACE * u32::try_from(WORDS).unwrap()).mul_f64(number as f64 / people as f64)).await;
            while !window.is_over() {
                target.turn(number, &mut talk, WORDS, Instant::now(), window).await;
            }
        })
    });
    let (_, figures) = tokio::join!(join_all(lines), shared.1.watch(process));
    shared.1.complete(figures)
}
