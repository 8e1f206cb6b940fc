//! Random values. Most name what is there.

use super::Both;
use crate::chat::store::leases::LeaseId;
use crate::chat::store::pieces::{Marks, Piece, ThoughtPiece};
use crate::chat::store::{Progress, StoredCall, StoredThought};
use crate::chat::{Role, Thought, ToolCall, ToolResult};
use crate::id::{ConversationId, MessageId, UserId};
use rand::Rng;
use serde_json::json;

impl Both {
    pub(super) fn draw(&mut self, below: usize) -> usize {
        self.random.random_range(0..below.max(1))
    }

    pub(super) fn small(&mut self, below: i64) -> i64 {
        self.random.random_range(0..below)
    }

    pub(super) fn happens(&mut self, percent: u32) -> bool {
        self.random.random_range(0..100) < percent
    }

    fn one_of<T: Clone>(&mut self, known: &[T]) -> Option<T> {
        let at = self.draw(known.len());
        known.get(at).cloned()
    }

    pub(super) fn some_user(&mut self) -> UserId {
        let [ann, bob] = self.people.clone();
        if self.happens(25) { bob } else { ann }
    }

    pub(super) fn some_lease(&mut self) -> LeaseId {
        let known: Vec<_> = self.leases.keys().cloned().collect();
        self.one_of(&known).unwrap_or(LeaseId::new("nobody".to_owned()))
    }

    pub(super) fn some_place(&mut self) -> ConversationId {
        let known: Vec<_> = self.conversations.keys().copied().collect();
        self.one_of(&known).unwrap_or(ConversationId::new(1_000_000))
    }

    /// A reply, more often one that has not ended.
    pub(super) fn some_reply(&mut self) -> MessageId {
        let wants_open = self.happens(75);
        let replies = self.rows.messages.values().filter(|row| row.role == Role::Assistant);
        let wanted = replies.filter(|row| !wants_open || !row.status().is_final());
        let known: Vec<_> = wanted.map(|row| row.id).collect();
        self.one_of(&known).unwrap_or(MessageId::new(1_000_000))
    }

    pub(super) fn user_of(&mut self, reply: MessageId) -> UserId {
        let (owner, [_, other]) = (self.rows.messages.get(&reply).map(|row| row.user.clone()), &self.people);
        let other = other.clone();
        owner.filter(|_| self.happens(92)).unwrap_or(other)
    }

    pub(super) fn writer_of(&mut self, reply: MessageId) -> LeaseId {
        let writer = self.rows.messages.get(&reply).and_then(|row| row.writer.clone());
        writer.filter(|_| self.happens(85)).unwrap_or_else(|| self.some_lease())
    }

    pub(super) fn some_text(&mut self) -> String {
        let words = ["", "Milk ", "äöü ", "🥛", "line\n\n", "\"quoted\" ", "it's "];
        (0..self.draw(4)).filter_map(|_| self.one_of(&words)).collect()
    }

    fn some_call(&mut self, at: usize) -> StoredCall {
        let answered = ToolResult { content: json!({ "ok": 1 }), is_error: false, change: None };
        let (id, result) = (format!("call{}", self.draw(3)), self.happens(60).then_some(answered));
        let call = ToolCall { id, name: "list_tasks".into(), arguments: "{}".into(), result };
        StoredCall { at, round: 0, call }
    }

    pub(super) fn some_progress(&mut self) -> Progress {
        let content = self.some_text();
        let calls = (0..self.draw(2)).map(|_| self.some_call(content.len())).collect();
        let thought = Thought { text: "hm".into(), seconds: Some(1) };
        let thoughts = vec![StoredThought { at: 0, round: 0, thought }; self.draw(2)];
        Progress { content, calls, thoughts }
    }

    pub(super) fn some_piece(&mut self, reply: MessageId) -> Piece {
        let known = self.rows.pieces.get(&reply).and_then(|pieces| pieces.keys().next_back().copied());
        // At times it is one that is there.
        let number = known.unwrap_or_default() + i64::from(self.happens(80));
        let at = self.rows.joined(reply).map_or(0, |(progress, _)| progress.content.len());
        let (delta, mut marks) = (self.some_text(), Marks::default());
        if self.happens(25) {
            marks.calls.push(self.some_call(at));
        }
        if self.happens(20) {
            let (delta, seconds) = (self.some_text(), self.happens(50).then_some(2));
            marks.thoughts.push(ThoughtPiece { index: 0, from: 0, delta, at, round: 0, seconds });
        }
        marks.kept = self.happens(10).then_some(0);
        Piece { number: number.max(1), at, delta, marks }
    }
}
