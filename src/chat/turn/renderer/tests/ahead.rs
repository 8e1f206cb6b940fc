//! Text that comes ahead of the journal.

use super::*;
use crate::chat::turn::ledger::Ledger;
use std::collections::VecDeque;
use std::sync::Arc;

fn ahead(at: usize, marks: (usize, usize), text: &str) -> Ahead {
    Ahead { pieces: 0, at, thoughts: marks.0, calls: marks.1, text: text.into() }
}

fn of_journal(at: usize, delta: &str) -> Piece {
    Piece { number: 1, at, delta: delta.into(), marks: Marks::default() }
}

fn text(delta: &str) -> ChatEvent {
    ChatEvent::Text { delta: delta.into() }
}

#[test]
fn text_is_told_once_whichever_way_it_comes_first() {
    let mut renderer = Renderer::default();
    assert_eq!(renderer.add_ahead(&ahead(0, (0, 0), "One")), Some(text("One")));
    assert_eq!(renderer.add_ahead(&ahead(0, (0, 0), "One two")), Some(text(" two")));
    // The same again, an older one, and one after a gap.
    for other in [ahead(0, (0, 0), "One two"), ahead(0, (0, 0), "One"), ahead(8, (0, 0), "four")] {
        assert_eq!(renderer.add_ahead(&other), None, "{other:?}");
    }
    assert_eq!(renderer.add(&of_journal(0, "One")), Some(vec![]));
    assert_eq!(renderer.add(&of_journal(3, " two three")), Some(vec![text(" three")]));
    assert_eq!(renderer.add_ahead(&ahead(3, (0, 0), " two three four")), Some(text(" four")));
    assert_eq!(renderer.progress().content, "One two three four");
}

#[test]
fn text_after_a_mark_waits_until_the_mark_is_known() {
    let mut renderer = Renderer::at(progress("One", vec![]));
    assert_eq!(renderer.add_ahead(&ahead(3, (0, 1), " two")), None);
    assert_eq!(renderer.add_ahead(&ahead(3, (1, 0), " two")), None);
    assert_eq!(advance(&mut renderer, &progress("One", vec![call("a", 3, true)])).unwrap().len(), 2);
    assert_eq!(renderer.add_ahead(&ahead(3, (0, 1), " two")), Some(text(" two")));
    let mut thinking = Renderer::at(Progress { thoughts: vec![thought(0, None)], ..Progress::default() });
    assert_eq!(thinking.add_ahead(&ahead(0, (1, 0), "One")), None, "the thought has not ended here");
}

#[test]
fn the_journal_corrects_what_was_told_ahead_of_it() {
    for wrong in ["Two", "One and more"] {
        let mut renderer = Renderer::default();
        renderer.add_ahead(&ahead(0, (0, 0), wrong)).unwrap();
        let taken_back = renderer.add(&of_journal(0, "One."));
        assert_eq!((taken_back, renderer.progress().content.as_str()), (None, "One."), "{wrong}");
    }
}

#[derive(Clone, Debug)]
enum Step {
    Say(String),
    Call,
    Think(String),
    EndThought,
    /// What was said since the last call was a thought. The next round begins.
    Rethink,
    /// Another model takes over a round in which nothing was said, and its thoughts are forgotten.
    Forget,
    /// The writer tells what is new; whether it arrives.
    Tell(bool),
    /// The next text that was told arrives.
    Arrive,
    /// The journal takes a piece; whether its answer comes.
    Store(bool),
    /// The mirror reads the journal.
    Read,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => "[a-c ]{1,3}(\n\n)?".prop_map(Step::Say),
        1 => Just(Step::Call),
        1 => "[a-z]{1,4}".prop_map(Step::Think),
        1 => Just(Step::EndThought),
        1 => Just(Step::Rethink),
        1 => Just(Step::Forget),
        4 => any::<bool>().prop_map(Step::Tell),
        4 => Just(Step::Arrive),
        2 => any::<bool>().prop_map(Step::Store),
        2 => Just(Step::Read),
    ]
}

/// A reply, its journal, and what is on its way to a mirror.
#[derive(Default)]
struct Writer {
    now: Progress,
    round: usize,
    ledger: Ledger,
    journal: Vec<Arc<Piece>>,
    told: VecDeque<Ahead>,
}

impl Writer {
    fn end_thought(&mut self) {
        if let Some(last) = self.now.thoughts.last_mut() {
            last.thought.seconds = last.thought.seconds.or(Some(1));
        }
    }

    fn think(&mut self, at: usize, thought: Thought) {
        self.now.thoughts.push(StoredThought { at, round: self.round, thought });
    }

    /// Where the last call is.
    fn said_before(&self) -> usize {
        self.now.calls.last().map_or(0, |call| call.at)
    }

    fn store(&mut self, answered: bool) {
        let Some(piece) = self.ledger.next(&self.now) else { return };
        if self.journal.last().is_none_or(|last| last.number < piece.number) {
            self.journal.push(piece.clone());
        }
        if answered {
            self.ledger.stored(piece.number);
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Say(text) => {
                self.end_thought();
                self.now.content.push_str(&text);
            }
            Step::Call => {
                self.end_thought();
                self.ledger.note_call(self.now.calls.len());
                let (id, at) = (self.now.calls.len().to_string(), self.now.content.len());
                self.now.calls.push(StoredCall { round: self.round, ..call(&id, at, true) });
                self.round += 1;
            }
            Step::Think(words) => match self.now.thoughts.last_mut() {
                Some(open) if open.thought.seconds.is_none() => open.thought.text.push_str(&words),
                _ => self.think(self.now.content.len(), Thought { text: words, seconds: None }),
            },
            Step::EndThought => self.end_thought(),
            Step::Rethink => {
                self.end_thought();
                let at = self.said_before();
                self.now.content.truncate(at);
                self.ledger.cut_text(at);
                let stay = self.now.thoughts.iter().take_while(|stored| stored.at <= at).count();
                self.ledger.cut_thoughts(stay);
                self.now.thoughts.iter_mut().skip(stay).for_each(|stored| stored.at = at);
                self.think(at, Thought { text: "said".into(), seconds: Some(1) });
                self.round += 1;
            }
            Step::Forget if self.now.content.len() == self.said_before() => {
                self.end_thought();
                let stay = self.now.thoughts.iter().take_while(|thought| thought.round < self.round).count();
                self.now.thoughts.truncate(stay);
                self.ledger.cut_thoughts(stay);
            }
            Step::Tell(true) => self.told.push_back(Ahead::of(&self.now, &self.ledger, 0)),
            Step::Store(answered) => self.store(answered),
            Step::Forget | Step::Tell(false) | Step::Arrive | Step::Read => {}
        }
    }
}

/// A mirror and somebody who reads it.
#[derive(Default)]
struct Elsewhere {
    renderer: Renderer,
    number: i64,
    reader: Reader,
}

impl Elsewhere {
    fn hear(&mut self, ahead: &Ahead) {
        if ahead.pieces >= self.number {
            self.reader.take(self.renderer.add_ahead(ahead).into_iter().collect());
        }
    }

    fn read(&mut self, journal: &[Arc<Piece>]) {
        for piece in journal.iter().skip(usize::try_from(self.number).unwrap()) {
            self.number = piece.number;
            match self.renderer.add(piece) {
                Some(events) => self.reader.take(events),
                None => {
                    self.reader = Reader::default();
                    self.reader.resume(self.renderer.after(0));
                }
            }
        }
    }
}

/// The words of the text alone.
fn said(reader: &Reader) -> Vec<String> {
    reader.words().into_iter().filter(|word| !word.starts_with('|')).collect()
}

proptest! {
    // Texts that were told ahead may be lost, and come before or after what the journal says. In the end the mirror holds
    // what was written, and its readers have seen that.
    #[test]
    fn a_mirror_ends_with_what_was_written(steps in proptest::collection::vec(step(), 1..60)) {
        let (mut writer, mut elsewhere) = (Writer::default(), Elsewhere::default());
        for step in steps {
            match step {
                Step::Arrive => if let Some(ahead) = writer.told.pop_front() {
                    elsewhere.hear(&ahead);
                },
                Step::Read => elsewhere.read(&writer.journal),
                step => writer.take(step),
            }
        }
        for ahead in std::mem::take(&mut writer.told) {
            elsewhere.hear(&ahead);
        }
        // The first piece may be one whose answer was lost.
        writer.store(true);
        writer.store(true);
        elsewhere.read(&writer.journal);
        prop_assert_eq!(elsewhere.renderer.progress(), &writer.now);
        let mut fresh = Reader::default();
        fresh.resume(Renderer::at(writer.now.clone()).after(0));
        prop_assert_eq!(said(&elsewhere.reader), said(&fresh));
    }
}
