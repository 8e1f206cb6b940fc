//! A simulated process: an engine whose way to the rows and to the other processes has faults.

use super::rows::Rows;
use super::scripted::Scripted;
use super::world::World;
use crate::chat::turn::Engine;
use crate::chat::turn::journal::Journal;
use crate::chat::turn::simulation::remote::Remote;
use crate::clock::Clock;
use crate::db::Word;
use crate::model::Model;
use std::fmt::Debug;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{broadcast, oneshot};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

/// How long an operation waits for its answer, as `Waits` has it.
const ANSWER: Duration = Duration::from_secs(12);
/// How many milliseconds an answer is late at most.
const LATE: u32 = 5000;

/// A process.
pub(super) struct Node {
    pub(super) number: usize,
    pub(super) world: Arc<World>,
    engine: Mutex<Option<Engine>>,
    heard: broadcast::Sender<Word>,
    killed: CancellationToken,
    link: Mutex<Link>,
}

#[derive(Default)]
struct Link {
    /// When it died.
    died: Option<Instant>,
    /// Until when it stands still.
    paused: Option<Instant>,
    /// Until when nothing gets through.
    cut: Option<Instant>,
    /// Until when no words get through.
    mute: Option<Instant>,
    /// Until when it had trouble with the rows.
    trouble: Option<Instant>,
}

/// What becomes of one operation.
struct Fate {
    there: Duration,
    back: Duration,
    /// Whether it acts.
    acts: bool,
    /// What the process gets: an answer, an error, or nothing.
    answer: Option<bool>,
}

impl Node {
    /// Starts a process.
    pub(super) fn start(world: &Arc<World>) -> Arc<Self> {
        let number = world.lock().nodes.len() + 1;
        let node = Arc::new(Self {
            number,
            world: world.clone(),
            engine: Mutex::default(),
            heard: broadcast::Sender::new(1024),
            killed: CancellationToken::new(),
            link: Mutex::default(),
        });
        let clock = Clock::adjustable();
        // Nobody's clock is right.
        clock.advance(time::Duration::hours(i64::from(world.draw(0..=96))));
        let model: Arc<dyn Model> = Arc::new(Scripted::new(node.clone()));
        let mut engine = Engine::on(Arc::new(Remote(node.clone())), model.into(), None, clock);
        engine.journal = Journal::storing_together(world.draw(0..=2) as usize);
        *node.lock_engine() = Some(engine);
        world.lock().nodes.push(node.clone());
        world.note(number, "starts", &world.plan.shared);
        for work in [true, false] {
            let node = node.clone();
            tokio::spawn(async move {
                let Some(engine) = node.engine() else { return };
                let keep = async {
                    match work {
                        true => engine.keep(!node.world.plan.shared).await,
                        false => engine.listen().await,
                    }
                };
                tokio::select! {
                    biased;
                    () = node.killed.cancelled() => {}
                    () = keep => {}
                }
            });
        }
        node
    }

    pub(super) fn engine(&self) -> Option<Engine> {
        self.lock_engine().clone()
    }

    /// Lets go of everything. The engine holds its process, and would stay for ever.
    pub(super) fn forget(&self) {
        let engine = self.lock_engine().take();
        drop(engine);
    }

    fn lock_engine(&self) -> MutexGuard<'_, Option<Engine>> {
        self.engine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn link(&self) -> MutexGuard<'_, Link> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a balancer sends people here.
    pub(super) fn is_open(&self) -> bool {
        !self.is_dead() && self.engine().is_some_and(|engine| engine.is_accepting())
    }

    pub(super) fn is_dead(&self) -> bool {
        self.link().died.is_some()
    }

    /// When it died, and whether it had trouble in the seconds before.
    pub(super) fn death(&self) -> Option<(Instant, bool)> {
        let link = self.link();
        let died = link.died?;
        let had_trouble = link.trouble.is_some_and(|trouble| trouble + Duration::from_secs(3) > died);
        Some((died, had_trouble))
    }

    /// Kills it. Nothing of it is seen any more, except what is on its way.
    pub(super) fn kill(&self) {
        self.link().died.get_or_insert_with(Instant::now);
        self.killed.cancel();
        self.world.note(self.number, "dies", &());
    }

    pub(super) async fn killed(&self) {
        self.killed.cancelled().await;
    }

    /// Makes it stand still for a while.
    pub(super) fn pause(&self, time: Duration) {
        self.world.note(self.number, "pauses", &time);
        self.link().paused = Some(Instant::now() + time);
        self.trouble(time);
    }

    /// Cuts it off for a while.
    pub(super) fn cut(&self, time: Duration) {
        self.world.note(self.number, "is cut off", &time);
        self.link().cut = Some(Instant::now() + time);
        self.trouble(time);
    }

    /// Lets no words through for a while.
    pub(super) fn mute(&self, time: Duration) {
        self.world.note(self.number, "is mute", &time);
        self.link().mute = Some(Instant::now() + time);
    }

    /// Notes trouble that lasts a while.
    fn trouble(&self, time: Duration) {
        let until = Some(Instant::now() + time);
        let mut link = self.link();
        link.trouble = link.trouble.max(until);
    }

    /// Returns when the process runs. That is never, if it is dead.
    pub(super) async fn runs(&self) {
        loop {
            let until = {
                let link = self.link();
                match (link.died, link.paused) {
                    (Some(_), _) => None,
                    (None, Some(until)) if until > Instant::now() => Some(until),
                    _ => return,
                }
            };
            match until {
                Some(until) => sleep_until(until).await,
                None => std::future::pending().await,
            }
        }
    }

    /// Returns when the process runs or is dead.
    pub(super) async fn runs_or_dies(&self) {
        tokio::select! {
            biased;
            () = self.killed() => {}
            () = self.runs() => {}
        }
    }

    fn cut_for(&self) -> Option<Duration> {
        let until = self.link().cut?;
        until.checked_duration_since(Instant::now()).filter(|rest| !rest.is_zero())
    }

    fn fate(&self) -> Fate {
        let world = &self.world;
        let plan = world.plan;
        let slow = {
            let mut state = world.lock();
            state.slow = state.slow.take().filter(|(until, _)| *until > Instant::now());
            state.slow.map(|(_, most)| u32::try_from(most.as_millis()).unwrap_or(u32::MAX))
        };
        let is_calm = world.lock().is_calm;
        let (mut there, mut back) = (world.milliseconds(0..=3), world.milliseconds(0..=3));
        if let Some(most) = slow {
            there += world.milliseconds(0..=most);
            self.trouble(there);
        }
        if !is_calm && world.happens(plan.late) {
            back += world.milliseconds(0..=LATE);
            self.trouble(there + back);
        }
        if let Some(rest) = self.cut_for() {
            self.trouble(rest.max(ANSWER));
            // What was sent arrives later or never.
            let (acts, answer) = match world.draw(0..=2) {
                0 => (true, Some(true)),
                1 => (true, None),
                _ => (false, None),
            };
            return Fate { there: there + rest, back, acts, answer };
        }
        if is_calm {
            return Fate { there, back, acts: true, answer: Some(true) };
        }
        if world.happens(plan.refused) {
            self.trouble(there);
            return Fate { there, back, acts: false, answer: Some(false) };
        }
        if world.happens(plan.unanswered) {
            self.trouble(ANSWER);
            let answer = world.happens(700).then_some(false);
            return Fate { there, back, acts: true, answer };
        }
        Fate { there, back, acts: true, answer: Some(true) }
    }

    /// Asks the rows.
    pub(super) async fn ask<T: Debug + Send + 'static>(
        self: Arc<Self>,
        name: &'static str,
        work: impl FnOnce(&mut Rows) -> T + Send + 'static,
    ) -> sqlx::Result<T> {
        self.ask_in_steps(name, |_| (), |rows, ()| work(rows)).await
    }

    /// Asks in two steps. Others may change the rows between them.
    pub(super) async fn ask_in_steps<A: Send + 'static, T: Debug + Send + 'static>(
        self: Arc<Self>,
        name: &'static str,
        look: impl FnOnce(&Rows) -> A + Send + 'static,
        work: impl FnOnce(&mut Rows, A) -> T + Send + 'static,
    ) -> sqlx::Result<T> {
        self.runs().await;
        let fate = self.fate();
        let has_steps = std::mem::size_of::<A>() > 0;
        let (answer, answered) = oneshot::channel();
        let node = self.clone();
        // What was sent acts, whether or not somebody still waits for it.
        tokio::spawn(async move {
            sleep(fate.there).await;
            let dies_with_it = !node.world.plan.shared;
            let is_gone = node.is_dead() && (dies_with_it || node.world.happens(500));
            if !fate.acts || is_gone {
                node.world.note(node.number, name, &"does not act");
                return match fate.answer {
                    Some(_) => _ = answer.send(Err(failed())),
                    None => silence(answer).await,
                };
            }
            let seen = look(&node.world.lock().rows);
            if has_steps {
                sleep(node.world.milliseconds(0..=4)).await;
            }
            let value = work(&mut node.world.lock().rows, seen);
            node.world.note(node.number, name, &value);
            sleep(fate.back).await;
            if let Some(rest) = node.cut_for() {
                sleep(rest).await;
            }
            match fate.answer {
                Some(true) => _ = answer.send(Ok(value)),
                Some(false) => _ = answer.send(Err(failed())),
                None => silence(answer).await,
            }
        });
        let answered = timeout(ANSWER, answered).await;
        self.runs().await;
        match answered {
            Ok(Ok(answer)) => answer,
            _ => Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into())),
        }
    }

    /// Says a word to this process and the others.
    pub(super) fn say(&self, word: &str) {
        if self.is_dead() {
            return;
        }
        self.hear(Word::Said(word.into()));
        if !self.world.plan.shared {
            return;
        }
        self.world.note(self.number, "says", &word);
        let others = self.world.lock().nodes.clone();
        for other in others.into_iter().filter(|other| other.number != self.number && !other.is_dead()) {
            let is_calm = self.world.lock().is_calm;
            if self.is_mute() || !is_calm && self.world.happens(self.world.plan.mute) {
                continue;
            }
            let (delay, word) = (self.world.milliseconds(1..=60), word.to_owned());
            tokio::spawn(async move {
                sleep(delay).await;
                if !other.is_mute() {
                    other.runs().await;
                    other.hear(Word::Said(word.into()));
                }
            });
        }
    }

    fn is_mute(&self) -> bool {
        let muted = self.link().mute.is_some_and(|until| until > Instant::now());
        muted || self.cut_for().is_some()
    }

    pub(super) fn hear(&self, word: Word) {
        _ = self.heard.send(word);
    }

    pub(super) fn words(&self) -> broadcast::Receiver<Word> {
        self.heard.subscribe()
    }
}

fn failed() -> sqlx::Error {
    sqlx::Error::Io(io::ErrorKind::ConnectionReset.into())
}

/// Keeps the other end waiting until it gives up.
async fn silence<T>(mut answer: oneshot::Sender<T>) {
    answer.closed().await;
}
