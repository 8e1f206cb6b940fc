//! What a person's page shows of a reply, put together from the events as a browser does it.

use crate::chat::{ChatEvent, MessageStatus, Part};
use tokio::time::Instant;

/// A page.
#[derive(Debug)]
pub(super) struct Page {
    /// When it was opened.
    pub(super) began: Instant,
    /// The letters of the finished parts.
    parts: String,
    tail: String,
    /// Where the finished parts end.
    pub(super) position: usize,
    /// Whether it has read at the process that writes the reply.
    pub(super) was_home: bool,
    /// Whether it has read elsewhere since.
    pub(super) came_from_home: bool,
    /// How the reply ended, and the letters that it has at the end.
    pub(super) end: Option<(MessageStatus, String)>,
}

impl Page {
    pub(super) fn new() -> Self {
        let (parts, tail) = (String::new(), String::new());
        Self {
            began: Instant::now(),
            parts,
            tail,
            position: 0,
            was_home: false,
            came_from_home: false,
            end: None,
        }
    }

    /// Applies an event. Returns what is wrong with it.
    pub(super) fn apply(&mut self, event: ChatEvent) -> Option<String> {
        match event {
            ChatEvent::Started { reply, tail, from, position, .. } => {
                if from == 0 {
                    self.parts.clear();
                } else if from != self.position {
                    return Some(format!("a page has parts up to {} and not {from}", self.position));
                }
                self.parts.push_str(&letters_of(&reply.parts));
                (self.tail, self.position) = (tail, position);
            }
            ChatEvent::Text { delta } => self.tail.push_str(&delta),
            ChatEvent::Html { html, tail, position } => {
                self.parts.push_str(&letters(&html));
                (self.tail, self.position) = (tail, position);
            }
            ChatEvent::Done { reply } => self.end = Some((reply.status, letters_of(&reply.parts))),
            ChatEvent::Tool { .. }
            | ChatEvent::Thought { .. }
            | ChatEvent::Refused { .. }
            | ChatEvent::Ping => {}
        }
        None
    }

    /// The letters that it shows before the end.
    pub(super) fn shown(&self) -> String {
        [self.parts.as_str(), &letters(&self.tail)].concat()
    }
}

/// What an event tells, in short.
pub(super) fn told(event: &ChatEvent) -> String {
    match event {
        ChatEvent::Started { reply, tail, from, position, .. } => {
            format!("started {:?} {from}..{position} {:?} {tail:?}", reply.status, letters_of(&reply.parts))
        }
        ChatEvent::Done { reply } => format!("done {:?} {:?}", reply.status, letters_of(&reply.parts)),
        event => format!("{event:?}"),
    }
}

fn letters_of(parts: &[Part]) -> String {
    let html = parts.iter().map(|part| match part {
        Part::Html { html } => letters(html),
        _ => String::new(),
    });
    html.collect()
}

/// The letters and digits of a text, without the tags of HTML.
pub(super) fn letters(text: &str) -> String {
    let mut is_tag = false;
    let mut letters = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if !is_tag && character.is_ascii_alphanumeric() => letters.push(character),
            _ => {}
        }
    }
    letters
}
