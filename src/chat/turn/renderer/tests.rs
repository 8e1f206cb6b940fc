//! What followers of a growing reply see.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod ahead;

use super::*;
use crate::chat::ToolResult;
use crate::chat::store::pieces::{Marks, ThoughtPiece};
use proptest::prelude::*;
use serde_json::json;

fn call(id: &str, at: usize, done: bool) -> StoredCall {
    let result = done.then(|| ToolResult { content: json!({}), is_error: false, change: None });
    let (id, name, arguments) = (id.to_owned(), "list_tasks".to_owned(), "{}".to_owned());
    StoredCall { at, round: 0, call: ToolCall { id, name, arguments, result } }
}

fn thought(at: usize, seconds: Option<u32>) -> StoredThought {
    StoredThought { at, round: 0, thought: Thought { text: format!("t{at}"), seconds } }
}

fn progress(content: &str, calls: Vec<StoredCall>) -> Progress {
    Progress { content: content.into(), calls, thoughts: Vec::new() }
}

/// What a page shows: the text of finished parts, with a bar for each call, and the tail.
#[derive(Clone, Debug, Default, PartialEq)]
struct Reader {
    parts: Vec<(usize, String)>,
    settled: usize,
    tail: String,
}

impl Reader {
    fn take(&mut self, events: Vec<ChatEvent>) {
        for event in events {
            match event {
                ChatEvent::Text { delta } => self.tail.push_str(&delta),
                ChatEvent::Html { html, tail, position } => {
                    self.parts.push((position, html));
                    (self.settled, self.tail) = (position, tail);
                }
                ChatEvent::Tool { call } => self.mark(call.id),
                ChatEvent::Thought { thought } => self.mark(thought.text),
                _ => {}
            }
        }
    }

    fn mark(&mut self, name: String) {
        let place = (self.settled, format!("|{name}"));
        if !self.parts.contains(&place) {
            self.parts.push(place);
        }
    }

    fn resume(&mut self, rest: Rest) {
        let kept = |(position, text): &(usize, String)| {
            *position < rest.from || (*position == rest.from && !text.starts_with('|') && rest.from > 0)
        };
        self.parts.retain(kept);
        let mut position = rest.from;
        for part in rest.parts {
            match part {
                Part::Html { html } => {
                    position = rest.position;
                    self.parts.push((position, html));
                }
                Part::Tool { call } => self.parts.push((position, format!("|{}", call.id))),
                Part::Thought { thought } => self.parts.push((position, format!("|{}", thought.text))),
                Part::Text { .. } | Part::Unknown => {}
            }
        }
        (self.settled, self.tail) = (rest.position, rest.tail);
    }

    /// The words in order, from the parts and the tail.
    fn words(&self) -> Vec<String> {
        let html: String = self.parts.iter().map(|(_, text)| text.as_str()).collect();
        let plain = html.replace("<p>", " ").replace("</p>", " ").replace("<br>", " ").replace('|', " |");
        format!("{plain} {}", self.tail).split_whitespace().map(str::to_owned).collect()
    }
}

#[test]
fn an_invalid_position_gives_everything() {
    let renderer = Renderer::at(progress("Ä b.\n\nc", Vec::new()));
    let position = renderer.after(0).position;
    assert_eq!(position, "Ä b.\n\n".len());
    for odd in [1, 100] {
        let rest = renderer.after(odd);
        assert_eq!((rest.from, rest.parts.len(), rest.tail.as_str()), (0, 1, "c"));
    }
    let rest = renderer.after(position);
    assert_eq!((rest.from, rest.parts.len()), (position, 0));
}

/// What another process would write down of the way from one state to the next.
fn piece(from: &Progress, now: &Progress) -> Piece {
    let calls = now.calls.iter().enumerate().filter(|(place, call)| from.calls.get(*place) != Some(call));
    let thoughts =
        now.thoughts.iter().enumerate().filter(|(place, new)| from.thoughts.get(*place) != Some(new));
    let thoughts = thoughts.map(|(index, stored)| {
        let known = from.thoughts.get(index).map_or(0, |known| known.thought.text.len());
        let delta = stored.thought.text[known..].to_owned();
        let (at, round, seconds) = (stored.at, stored.round, stored.thought.seconds);
        ThoughtPiece { index, from: known, delta, at, round, seconds }
    });
    let marks = Marks {
        calls: calls.map(|(_, call)| call.clone()).collect(),
        kept: None,
        thoughts: thoughts.collect(),
    };
    let delta = now.content[from.content.len()..].to_owned();
    Piece { number: 1, at: from.content.len(), delta, marks }
}

fn advance(renderer: &mut Renderer, now: &Progress) -> Option<Vec<ChatEvent>> {
    let piece = piece(renderer.progress(), now);
    renderer.add(&piece)
}

#[test]
fn a_piece_that_takes_something_back_makes_followers_begin_again() {
    let begun = || Renderer::at(progress("One", vec![call("a", 3, true)]));
    let now = progress("One two", vec![call("a", 3, true)]);
    assert_eq!(advance(&mut begun(), &now), Some(vec![ChatEvent::Text { delta: " two".into() }]));
    let cut = Piece { number: 2, at: 2, delta: "ce".into(), marks: Marks::default() };
    let mut renderer = begun();
    assert_eq!(renderer.add(&cut), None);
    assert_eq!(renderer.progress().content, "Once");
    let mut thinking = Renderer::at(Progress { thoughts: vec![thought(0, None)], ..Progress::default() });
    let forgets = Marks { kept: Some(0), ..Marks::default() };
    assert_eq!(thinking.add(&Piece { number: 2, at: 0, delta: String::new(), marks: forgets }), None);
    assert_eq!(thinking.progress(), &Progress::default());
}

#[test]
fn a_follower_elsewhere_is_told_when_a_thought_begins_and_when_it_ends() {
    let mut renderer = Renderer::default();
    let told = |text: &str, seconds| ChatEvent::Thought { thought: Thought { text: text.into(), seconds } };
    let thinking = |seconds| Progress { thoughts: vec![thought(0, seconds)], ..Progress::default() };
    assert_eq!(advance(&mut renderer, &thinking(None)), Some(vec![told("t0", None)]));
    assert_eq!(advance(&mut renderer, &thinking(None)), Some(vec![]));
    let mut more = thinking(None);
    more.thoughts[0].thought.text.push('!');
    assert_eq!(advance(&mut renderer, &more), Some(vec![]));
    more.thoughts[0].thought.seconds = Some(2);
    let now = Progress { content: "Hi".into(), ..more };
    let end = vec![told("t0!", Some(2)), ChatEvent::Text { delta: "Hi".into() }];
    assert_eq!(advance(&mut renderer, &now), Some(end));
    assert_eq!(renderer.progress(), &now);
}

proptest! {
    // Each word arrives once and in order. This holds for all ways to cut a reply into checkpoints, and for readers
    // that lose the connection and come back, here or at a process that has seen other checkpoints.
    #[test]
    fn nothing_is_lost_or_doubled(cuts in proptest::collection::vec((1usize..12, any::<bool>(), any::<bool>(), any::<bool>()), 1..20)) {
        let mut content = String::new();
        let (mut calls, mut thoughts) = (Vec::new(), Vec::new());
        let (mut here, mut there) = (Renderer::default(), Renderer::default());
        let mut reader = Reader::default();
        let mut count = 0;
        for (words, thinks, tool, cut) in cuts {
            if thinks && thoughts.last().is_none_or(|last: &StoredThought| last.at != content.len()) {
                thoughts.push(thought(content.len(), Some(1)));
            }
            for _ in 0..words {
                count += 1;
                content.push_str(&format!("w{count}{}", if count % 5 == 0 { ".\n\n" } else { " " }));
            }
            let mut text = Progress { content: content.clone(), calls: calls.clone(), thoughts: thoughts.clone() };
            reader.take(advance(&mut here, &text).unwrap());
            if tool {
                calls.push(call(&format!("c{count}"), content.len(), true));
                content.push_str("Then ");
                text = Progress { content: content.clone(), calls: calls.clone(), thoughts: thoughts.clone() };
                reader.take(advance(&mut here, &text).unwrap());
                advance(&mut there, &text).unwrap();
            }
            if cut {
                advance(&mut there, &text).unwrap();
                std::mem::swap(&mut here, &mut there);
                reader.resume(here.after(reader.settled));
            }
        }
        let mut expected = content.clone();
        let whole = Progress { content, calls, thoughts };
        for mark in marks(&whole).into_iter().rev() {
            let name = match mark {
                Mark::Thought(stored) => &stored.thought.text,
                Mark::Call(stored) => &stored.call.id,
            };
            expected.insert_str(mark.at(), &format!(" |{name} "));
        }
        let expected: Vec<_> = expected.split_whitespace().map(str::to_owned).collect();
        prop_assert_eq!(reader.words(), expected);
    }
}
