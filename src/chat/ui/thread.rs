//! One conversation as the page holds it: its messages, and whether a reply is running.

mod anew;
mod delivery;
mod presence;

use super::client_id::client_id;
use super::content::{Change, Content, State};
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
    /// The id of the model that was chosen for it; none or `AUTOMATIC` is the configured order.
    pub model: ArcRwSignal<Option<String>>,
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
    /// What was sent before the first message had made the conversation.
    early: ArcStoredValue<Vec<(Call, Live)>>,
    next_key: Arc<AtomicU32>,
}

impl Thread {
    /// Opens a conversation with its newest messages, or a new one.
    pub fn open(page: Option<Page>, around: Around) -> Self {
        let thread = Self {
            conversation: ArcRwSignal::new(page.as_ref().map(|page| page.conversation.id)),
            model: ArcRwSignal::new(page.as_ref().and_then(|page| page.conversation.model.clone())),
            messages: ArcRwSignal::default(),
            has_more: ArcRwSignal::new(page.as_ref().is_some_and(|page| page.has_more)),
            running: ArcRwSignal::new(false),
            refusal: ArcRwSignal::new(None),
            around,
            reply: ArcStoredValue::new(None),
            stop_wanted: ArcStoredValue::new(false),
            stream: ArcStoredValue::new(None),
            early: ArcStoredValue::default(),
            next_key: Arc::default(),
        };
        let messages = page.map(|page| page.messages).unwrap_or_default();
        thread.messages.set(thread.live(messages));
        thread
    }

    /// Sends what the person said. It shows at once; while a reply is running, it waits for its turn.
    pub fn send(&self, text: String) {
        let question = Live::new(self.fresh_key(), Role::User, Content::sending(text.clone()));
        self.messages.update(|messages| messages.push(question.clone()));
        self.deliver(Call::Send { text, client_id: client_id() }, question);
    }

    /// Sends a message again that did not reach the server, under the id it already has there, if it has.
    pub fn send_again(&self, question: &Live, call: Call) {
        question.set_state(State::Sending);
        self.deliver(call, question.clone());
    }

    /// Reads on in a reply that is being written.
    pub fn follow(&self, reply: MessageId) {
        self.start(Call::Follow(reply), None);
    }

    /// Reads on in the first reply that is being written or waits, if one is.
    pub fn follow_running(&self) {
        let running = self.messages.with_untracked(|messages| {
            messages.iter().find(|message| message.is_to_come()).and_then(Live::id)
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
    pub fn put(&self, message: Message) -> Live {
        self.put_with(message, |content, message| content.replace(message, String::new()))
    }

    /// The same, where `change` says what it does to the message that is there.
    pub fn put_with(&self, message: Message, change: impl FnOnce(&mut Content, Message) -> Change) -> Live {
        let (id, role) = (message.id, message.role);
        if let Some(live) = self.find(id) {
            live.update(|content| change(content, message));
            return live;
        }
        let mut content = Content::sending(String::new());
        content.pieces.clear();
        change(&mut content, message);
        let live = Live::new(self.fresh_key(), role, content);
        // Behind those that are older, before those that wait and those that are not stored yet.
        self.messages.update(|messages| {
            let at = messages.iter().rposition(|other| other.id().is_some_and(|other| other < id));
            messages.insert(at.map_or(0, |before| before + 1), live.clone());
        });
        live
    }

    /// Takes away a message and all that follow it, but for one.
    pub fn leave(&self, first: MessageId, but: MessageId) {
        self.messages.update(|messages| {
            messages.retain(|live| live.id().is_none_or(|id| id < first || id == but));
        });
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
        self.deliver_early();
        if self.stop_wanted.get_value() {
            self.stop_wanted.set_value(false);
            self.stop();
        }
        if document().hidden() {
            self.pause();
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
            let there = Turn::new(thread.clone(), question).run(call).await;
            thread.reply.set_value(None);
            thread.running.set(false);
            thread.deliver_early();
            if there {
                thread.follow_running();
            }
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
