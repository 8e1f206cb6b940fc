//! What the buttons of a message do in its thread.

use super::controller::ThreadController;
use super::turn_request::TurnRequest;
use crate::chat::api;
use crate::chat::ui::client_id::client_id;
use crate::chat::ui::message::{MessageDelegate, MessageState, ReactiveMessage};
use crate::error::Reason;
use crate::id::MessageId;
use leptos::prelude::*;
use leptos::task::spawn_local;

impl MessageDelegate for ThreadController {
    fn is_last(&self, message: &ReactiveMessage) -> bool {
        self.state.messages.is_last(message)
    }

    fn send_again(&self, message: &ReactiveMessage, client_id: String) {
        message.set_state(MessageState::Sending);
        self.deliver(message.clone(), client_id);
    }

    fn retry(&self, reply: MessageId) {
        self.start(TurnRequest::Retry(reply), None);
    }

    fn follow(&self, reply: MessageId) {
        Self::follow(self, reply);
    }

    fn edit(&self, question: MessageId, text: String) -> bool {
        if self.state.running.get_untracked() {
            self.state.context.notices.show(Reason::RunActive.into());
            return false;
        }
        self.start(TurnRequest::Edit { question, text, client_id: client_id() }, None);
        true
    }

    fn show_version(&self, version: MessageId) {
        let state = self.state.clone();
        spawn_local(async move {
            match api::version(version).await {
                Ok(page) => {
                    state.has_more.set(page.has_more);
                    state.messages.replace(page.messages);
                }
                Err(error) => state.context.notices.show(error),
            }
        });
    }
}
