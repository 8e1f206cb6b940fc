//! Reading only while somebody looks, and catching up when they look again.

use super::Thread;
use crate::chat::{Page, api};
use crate::id::MessageId;
use leptos::prelude::*;
use leptos::task::spawn_local;

impl Thread {
    /// Stops reading while nobody looks. The server goes on writing.
    pub fn pause(&self) {
        // What is on its way to the server is not to be called back.
        if self.running.get_untracked() && self.reply.get_value().is_some() {
            self.close();
            self.reply.set_value(None);
            self.running.set(false);
        }
    }

    /// Catches up with what happened while nobody looked, here or on another device, and reads on.
    pub fn resume(&self) {
        let (Some(conversation), false) = (self.conversation.get_untracked(), self.running.get_untracked())
        else {
            return;
        };
        let thread = self.clone();
        // Reading on needs no list of what is new.
        thread.follow_running();
        spawn_local(async move {
            if let Ok(page) = api::messages(conversation, None).await {
                thread.catch_up(page);
            }
        });
    }

    fn catch_up(&self, page: Page) {
        if self.running.get_untracked() || self.conversation.get_untracked() != Some(page.conversation.id) {
            return;
        }
        let known: Vec<MessageId> = page.messages.iter().map(|message| message.id).collect();
        let first = known.first().copied();
        // Another version is shown by now; what is not stored yet stays.
        self.messages.update(|messages| {
            messages.retain(|live| live.id().is_none_or(|id| Some(id) < first || known.contains(&id)));
        });
        for message in page.messages {
            self.put(message);
        }
        self.follow_running();
    }
}
