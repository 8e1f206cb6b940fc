//! Decides when the page asks for a turn, and which reply it reads.

use super::state::{PageContext, ThreadState};
use super::turn_reader::TurnReader;
use super::turn_request::TurnRequest;
use crate::chat::ui::client_id::client_id;
use crate::chat::ui::message::{MessageState, ReactiveMessage};
use crate::chat::{Exchange, Page, api};
use crate::error::ErrorCode;
use crate::id::MessageId;
use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Sends and reads the turns of one thread. It reads one reply at a time. Clones share everything.
#[derive(Clone)]
pub struct ThreadController {
    /// What the page knows of the thread.
    pub state: ThreadState,
    /// The reply that is read, once it has an id.
    reply: ArcStoredValue<Option<MessageId>>,
    /// Whether the person wants the reply stopped as soon as it has an id.
    stop_requested: ArcStoredValue<bool>,
    /// Ends the reading.
    stream: ArcStoredValue<Option<AbortHandle>>,
    /// Questions with their client ids that were sent while the first one was still creating the conversation.
    early: ArcStoredValue<Vec<(ReactiveMessage, String)>>,
}

impl ThreadController {
    /// Opens a conversation with its newest messages, or a new one.
    pub fn open(page: Option<Page>, context: PageContext) -> Self {
        Self {
            state: ThreadState::new(page, context),
            reply: ArcStoredValue::new(None),
            stop_requested: ArcStoredValue::new(false),
            stream: ArcStoredValue::new(None),
            early: ArcStoredValue::default(),
        }
    }

    /// Sends a question. It is shown at once. While a reply is running, it waits for its turn.
    pub fn send(&self, text: String) {
        let question = self.state.messages.add_question(text);
        self.deliver(question, client_id());
    }

    /// Sends a question: at once, behind the running reply, or as soon as the conversation is there.
    pub fn deliver(&self, question: ReactiveMessage, client_id: String) {
        self.state.sending(&question, &client_id);
        let running = self.state.running.get_untracked();
        if running && self.state.conversation.get_untracked().is_none() {
            self.early.update_value(|early| early.push((question, client_id)));
        } else if running {
            self.enqueue(question, client_id);
        } else {
            self.start(TurnRequest::Send { text: question.text(), client_id }, Some(question));
        }
    }

    /// Asks for a turn and reads it, unless a reply is being read already.
    pub fn start(&self, request: TurnRequest, question: Option<ReactiveMessage>) {
        if self.state.running.get_untracked() {
            return;
        }
        self.state.running.set(true);
        self.state.refused.set(None);
        self.reply.set_value(None);
        self.stop_requested.set_value(false);
        let controller = self.clone();
        let (reading, handle) = abortable(async move {
            let started = controller.clone();
            let reader =
                TurnReader::new(controller.state.clone(), question, move |reply| started.started(reply));
            let ended = reader.run(request).await;
            controller.reply.set_value(None);
            controller.state.running.set(false);
            controller.deliver_early();
            if ended {
                controller.follow_running();
            }
        });
        self.stream.set_value(Some(handle));
        spawn_local(async move {
            // Fails if it was aborted, as when the page opens another conversation.
            _ = reading.await;
        });
    }

    /// Reads a reply that was begun before.
    pub fn follow(&self, reply: MessageId) {
        self.start(TurnRequest::Follow(reply), None);
    }

    /// Reads the first reply that is being written or waits, if there is one.
    pub fn follow_running(&self) {
        if let Some(reply) = self.state.messages.first_pending() {
            self.follow(reply);
        }
    }

    /// Stops the running reply. What was written of it stays.
    pub fn stop(&self) {
        let Some(reply) = self.reply.get_value() else {
            return self.stop_requested.set_value(true);
        };
        let notices = self.state.context.notices;
        spawn_local(async move {
            if let Err(error) = api::stop(reply).await {
                notices.show(error);
            }
        });
    }

    /// Whether a reply is read that has an id.
    pub fn is_reading(&self) -> bool {
        self.reply.get_value().is_some()
    }

    /// Stops reading. The server goes on writing.
    pub fn close(&self) {
        if let Some(stream) = self.stream.get_value() {
            stream.abort();
        }
    }

    /// Stops reading until the page is visible again. The server goes on writing.
    pub fn pause(&self) {
        // A request that the server has not answered yet is not cancelled.
        if self.state.running.get_untracked() && self.reply.get_value().is_some() {
            self.close();
            self.reply.set_value(None);
            self.state.running.set(false);
        }
    }

    /// Does what had to wait for the id of the reply.
    fn started(&self, reply: MessageId) {
        self.reply.set_value(Some(reply));
        self.deliver_early();
        if self.stop_requested.get_value() {
            self.stop_requested.set_value(false);
            self.stop();
        }
        if document().hidden() {
            self.pause();
        }
    }

    fn deliver_early(&self) {
        let early = self.early.try_update_value(std::mem::take).unwrap_or_default();
        for (question, client_id) in early {
            self.deliver(question, client_id);
        }
    }

    /// Sends a question that the server answers after the running reply.
    fn enqueue(&self, question: ReactiveMessage, client_id: String) {
        let controller = self.clone();
        self.state.refused.set(None);
        spawn_local(async move {
            let state = &controller.state;
            let (conversation, text) = (state.conversation.get_untracked(), question.text());
            match api::queue(conversation, text, client_id.clone()).await {
                Ok(Exchange { question: stored, reply, .. }) => {
                    state.settled(&question);
                    question.update(|content| content.replace(stored, String::new()));
                    state.messages.put(reply);
                    if !state.running.get_untracked() {
                        controller.follow_running();
                    }
                }
                Err(error) if error.code == ErrorCode::Unreachable => {
                    question.set_state(MessageState::Unsent { client_id });
                }
                Err(error) => state.refuse(&question, error),
            }
        });
    }
}
