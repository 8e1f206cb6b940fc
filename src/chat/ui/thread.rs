//! One conversation as the page holds it: its messages, and whether a reply is running.

use super::client_id::client_id;
use super::content::{Content, State};
use super::live::Live;
use super::stream::{Call, Turn};
use crate::chat::{Conversation, Message, Page, Part, Role, api};
use crate::error::AppError;
use crate::id::{ConversationId, MessageId};
use crate::tasks::ui::Tasks;
use crate::ui::notice::Notices;
use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What of the page around it a conversation touches.
#[derive(Clone, Copy)]
pub struct Around {
    /// To be called with the conversation when a turn has started in it; it may be new.
    pub started: Callback<Conversation>,
    /// The tasks, which the assistant changes.
    pub tasks: Tasks,
    /// Where to say what went wrong.
    pub notices: Notices,
}

/// A message that the server would not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why; `None` if the session has ended, which the page's notice says.
    pub error: Option<AppError>,
    /// What was said.
    pub text: String,
}

/// One conversation on the page.
#[derive(Clone)]
pub struct Thread {
    /// Its id; a new one has none until its first message is stored.
    pub conversation: ArcRwSignal<Option<ConversationId>>,
    /// Its messages, oldest first.
    pub messages: ArcRwSignal<Vec<Live>>,
    /// Whether the server has older ones.
    pub has_more: ArcRwSignal<bool>,
    /// Whether a reply is being waited for.
    pub running: ArcRwSignal<bool>,
    /// The last message, if the server would not take it.
    pub refusal: ArcRwSignal<Option<Refusal>>,
    /// The page around it.
    pub around: Around,
    /// The reply that is running, once it has an id.
    reply: ArcStoredValue<Option<MessageId>>,
    /// Whether the person wants it stopped as soon as it has one.
    stop_wanted: ArcStoredValue<bool>,
    stream: ArcStoredValue<Option<AbortHandle>>,
    next_key: Arc<AtomicU32>,
}

impl Thread {
    /// Opens a conversation with its newest messages, or a new one.
    pub fn open(page: Option<Page>, around: Around) -> Self {
        let thread = Self {
            conversation: ArcRwSignal::new(page.as_ref().map(|page| page.conversation.id)),
            messages: ArcRwSignal::default(),
            has_more: ArcRwSignal::new(page.as_ref().is_some_and(|page| page.has_more)),
            running: ArcRwSignal::new(false),
            refusal: ArcRwSignal::new(None),
            around,
            reply: ArcStoredValue::new(None),
            stop_wanted: ArcStoredValue::new(false),
            stream: ArcStoredValue::new(None),
            next_key: Arc::default(),
        };
        let messages = page.map(|page| page.messages).unwrap_or_default();
        thread.messages.set(thread.live(messages));
        thread
    }

    /// Sends what the person said. It shows at once; while a reply is running it is not taken.
    pub fn send(&self, text: String) {
        if self.running.get_untracked() {
            return;
        }
        let question = Live::new(self.fresh_key(), Role::User, Content::sending(text.clone()));
        self.messages.update(|messages| messages.push(question.clone()));
        self.start(Call::Send { text, client_id: client_id() }, Some(question));
    }

    /// Sends a message again that did not reach the server, under the id it already has there, if it has.
    pub fn send_again(&self, question: &Live, call: Call) {
        if self.running.get_untracked() {
            return;
        }
        question.set_state(State::Sending);
        self.start(call, Some(question.clone()));
    }

    /// Has a question answered again.
    pub fn retry(&self, reply: MessageId) {
        self.start(Call::Retry(reply), None);
    }

    /// Reads on in a reply that is being written.
    pub fn follow(&self, reply: MessageId) {
        self.start(Call::Follow(reply), None);
    }

    /// Reads on in the reply that was being written when the page was made, if one was.
    pub fn follow_running(&self) {
        let running = self.messages.with_untracked(|messages| {
            messages.iter().rev().find(|message| message.is_streaming()).and_then(Live::id)
        });
        if let Some(reply) = running {
            self.follow(reply);
        }
    }

    /// Ends the running reply. What it has said stays.
    pub fn stop(&self) {
        let Some(reply) = self.reply.get_value() else {
            return self.stop_wanted.set_value(true);
        };
        let notices = self.around.notices;
        spawn_local(async move {
            if let Err(error) = api::stop(reply).await {
                notices.show(error);
            }
        });
    }

    /// Where older messages would be: before the first that is here.
    pub fn earlier(&self) -> Option<(ConversationId, MessageId)> {
        let first = self.messages.with_untracked(|messages| messages.iter().find_map(Live::id));
        self.conversation.get_untracked().zip(first)
    }

    /// Puts older messages before those that are there.
    pub async fn load_earlier(&self) -> Result<(), AppError> {
        let Some((conversation, first)) = self.earlier() else {
            return Ok(());
        };
        let page = api::messages(conversation, Some(first)).await?;
        let earlier = self.live(page.messages);
        self.messages.update(|messages| {
            messages.splice(0..0, earlier);
        });
        self.has_more.set(page.has_more);
        Ok(())
    }

    /// Stops reading. The server goes on writing.
    pub fn close(&self) {
        if let Some(stream) = self.stream.get_value() {
            stream.abort();
        }
    }

    /// Whether nothing was said after a message, reactively. Only then can it be answered again.
    pub fn ends_with(&self, message: &Live) -> bool {
        self.messages.with(|messages| messages.last().is_some_and(|last| last.key == message.key))
    }

    /// The message with this id, if it is here.
    pub fn find(&self, id: MessageId) -> Option<Live> {
        self.messages
            .with_untracked(|messages| messages.iter().rev().find(|live| live.id() == Some(id)).cloned())
    }

    /// Takes a message of the server, in the place of the one with its id or at the end.
    pub fn put(&self, message: Message, tail: String) -> Live {
        if let Some(live) = self.find(message.id) {
            live.update(|content| content.replace(message, tail));
            return live;
        }
        let role = message.role;
        let mut content = Content::stored(message);
        content.tail = tail;
        let live = Live::new(self.fresh_key(), role, content);
        self.messages.update(|messages| messages.push(live.clone()));
        live
    }

    /// Takes back a message that the server would not take.
    pub fn refuse(&self, question: &Live, error: AppError) {
        self.messages.update(|messages| messages.retain(|live| live.key != question.key));
        let (error, text) = (self.around.notices.unless_logged_out(error), question.text());
        self.refusal.set(Some(Refusal { error, text }));
    }

    /// Says which reply is running, as soon as it is known.
    pub fn running_as(&self, reply: MessageId) {
        self.reply.set_value(Some(reply));
        if self.stop_wanted.get_value() {
            self.stop_wanted.set_value(false);
            self.stop();
        }
    }

    fn start(&self, call: Call, question: Option<Live>) {
        if self.running.get_untracked() {
            return;
        }
        self.running.set(true);
        self.refusal.set(None);
        self.reply.set_value(None);
        self.stop_wanted.set_value(false);
        let thread = self.clone();
        let (reading, handle) = abortable(async move {
            Turn::new(thread.clone(), question).run(call).await;
            thread.reply.set_value(None);
            thread.running.set(false);
        });
        self.stream.set_value(Some(handle));
        spawn_local(async move {
            // Aborted when the page moves to another conversation.
            _ = reading.await;
        });
    }

    fn live(&self, messages: Vec<Message>) -> Vec<Live> {
        let live = |message: Message| Live::new(self.fresh_key(), message.role, Content::stored(message));
        messages.into_iter().map(live).collect()
    }

    fn fresh_key(&self) -> u32 {
        self.next_key.fetch_add(1, Ordering::Relaxed)
    }
}

/// Whether a part says that the tasks may have changed.
pub fn touches_tasks(part: &Part) -> bool {
    matches!(part, Part::Tool { call } if call.result.as_ref().is_some_and(|result| !result.is_error))
}
