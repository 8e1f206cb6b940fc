//! Saying it anew, and stepping through what was there before.

use super::super::client_id::client_id;
use super::super::stream::Call;
use super::Thread;
use crate::chat::api;
use crate::id::MessageId;
use leptos::prelude::*;
use leptos::task::spawn_local;

impl Thread {
    /// Has the last reply given anew.
    pub fn retry(&self, reply: MessageId) {
        self.start(Call::Retry(reply), None);
    }

    /// Says something else in the place of an earlier message.
    pub fn edit(&self, message: MessageId, text: String) {
        self.start(Call::Edit { message, text, client_id: client_id() }, None);
    }

    /// Steps to another version of a message.
    pub fn show_version(&self, message: MessageId) {
        let thread = self.clone();
        spawn_local(async move {
            match api::version(message).await {
                Ok(page) => {
                    thread.has_more.set(page.has_more);
                    thread.messages.set(thread.live(page.messages));
                }
                Err(error) => thread.around.notices.show(error),
            }
        });
    }
}
