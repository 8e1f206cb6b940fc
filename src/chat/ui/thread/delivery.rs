//! How a message gets to the server: at once, behind the reply that is running, or as soon as there is a conversation.

use super::super::content::State;
use super::super::live::Live;
use super::super::stream::Call;
use super::Thread;
use crate::chat::{Exchange, api};
use crate::error::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;

impl Thread {
    /// Sends a message, at once or behind the reply that is running.
    pub(super) fn deliver(&self, call: Call, question: Live) {
        if self.running.get_untracked() && self.conversation.get_untracked().is_none() {
            self.early.update_value(|early| early.push((call, question)));
        } else if self.running.get_untracked() {
            self.enqueue(call, question);
        } else {
            self.start(call, Some(question));
        }
    }

    pub(super) fn deliver_early(&self) {
        let early = self.early.try_update_value(std::mem::take).unwrap_or_default();
        for (call, question) in early {
            self.deliver(call, question);
        }
    }

    fn enqueue(&self, call: Call, question: Live) {
        let Call::Send { text, client_id } = call.clone() else { return };
        let thread = self.clone();
        self.refusal.set(None);
        spawn_local(async move {
            match api::queue(thread.conversation.get_untracked(), text, client_id).await {
                Ok(Exchange { question: stored, reply, .. }) => {
                    question.update(|content| content.replace(stored, String::new()));
                    thread.put(reply);
                    if !thread.running.get_untracked() {
                        thread.follow_running();
                    }
                }
                Err(error) if error.code == ErrorCode::Unreachable => question.set_state(State::Unsent(call)),
                Err(error) => thread.refuse(&question, error),
            }
        });
    }
}
