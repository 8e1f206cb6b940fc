//! What the buttons of a message do in its thread.

use super::controller::ThreadController;
use super::turn_request::TurnRequest;
use super::unsent;
use crate::chat::api;
use crate::chat::ui::client_id::client_id;
use crate::chat::ui::message::{GO_ON, MessageDelegate, MessageState, ReactiveMessage};
use crate::error::Reason;
use crate::id::{ConversationId, MessageId};
use leptos::prelude::*;
use leptos::task::spawn_local;

impl MessageDelegate for ThreadController {
    fn conversation(&self) -> Option<ConversationId> {
        self.state.conversation.get_untracked()
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

    fn go_on(&self) {
        self.send(GO_ON.to_owned());
    }

    fn edit(&self, question: MessageId, text: String) {
        if self.state.running.get_untracked() {
            // A second press of the button says nothing new.
            if self.is_reading() {
                self.state.context.notices.show(Reason::RunActive.into());
            }
            return;
        }
        let client_id = client_id();
        self.state.editing(question, &text, &client_id);
        self.start(TurnRequest::Edit { question, text, client_id }, None);
    }

    fn forget_edit(&self, question: MessageId) {
        unsent::forget_edit(question);
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
