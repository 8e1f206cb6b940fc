//! Saying it anew, and stepping through what was there before.

use super::super::client_id::client_id;
use super::super::stream::Call;
use super::Thread;
use crate::chat::api;
use crate::error::{AppError, ErrorCode};
use crate::id::MessageId;
use leptos::prelude::*;
use leptos::task::spawn_local;

impl Thread {
    /// Has the last reply given anew.
    pub fn retry(&self, reply: MessageId) {
        self.start(Call::Retry(reply), None);
    }

    /// Says something else in the place of an earlier message, unless a reply is running. Whether it is being said.
    pub fn edit(&self, message: MessageId, text: String) -> bool {
        if self.running.get_untracked() {
            let words = "A reply is still being written here. Wait for it, or stop it first.";
            self.around.notices.show(AppError::new(ErrorCode::RunActive, words));
            return false;
        }
        self.start(Call::Edit { message, text, client_id: client_id() }, None);
        true
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
