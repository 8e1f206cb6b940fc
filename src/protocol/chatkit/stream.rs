//! The stream of a reply. While it is open it also tells what changes by other ways: the list of tasks, if the reply
//! shows one, and the thread's title.

use super::Refusal;
use super::event::{Event, Thread, Update, encode, ping};
use super::id::{ItemId, Kind, ThreadId};
use super::items::{Maker, numbered};
use super::object::{Item, ItemContent};
use super::writer::Writer;
use crate::auth::server::{Grant, StreamPermit};
use crate::chat::server::{self, Piece, Subscription, WrittenCall, WrittenEvent};
use crate::chat::{Message, MessageStatus, Part, ToolCall};
use crate::db::{News, Topic};
use crate::error::Error;
use crate::id::{ConversationId, UserId};
use crate::state::AppState;
use crate::tasks::Status;
use axum::body::Bytes;
use futures::stream::{self, BoxStream, StreamExt};
use std::collections::VecDeque;

/// What a stream tells before the reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// The new thread and the question.
    Thread,
    /// The question.
    Question,
    /// Nothing: the client knows the question.
    None,
}

/// A reply as the bytes of its events. The stream ends soon after the right to read it does.
pub(super) async fn reply_stream(
    state: &AppState,
    grant: &Grant,
    permit: StreamPermit,
    turn: Subscription,
    opening: Opening,
) -> Result<BoxStream<'static, Bytes>, Refusal> {
    let user = grant.user.id.clone();
    // From now on, so that no change after what is read next is missed.
    let news = state.db.news(&user);
    let thread = state.chat.thread(&user, turn.conversation()).await?;
    let reply = ReplyStream {
        state: state.clone(),
        user,
        opening: Some(opening),
        turn: turn.written().boxed(),
        news,
        thread,
        writer: None,
        list: None,
        ready: VecDeque::new(),
        ended: false,
    };
    let bytes = stream::unfold(reply, |mut reply| async { reply.next().await.map(|bytes| (bytes, reply)) });
    let logged_out = || encode(&Event::failure(&Error::Unauthenticated.public(), false));
    Ok(permit.while_holds(grant.via.clone(), bytes, logged_out).boxed())
}

struct ReplyStream {
    state: AppState,
    user: UserId,
    /// `None` once it was told.
    opening: Option<Opening>,
    turn: BoxStream<'static, WrittenEvent>,
    news: News,
    /// The thread as it was told last.
    thread: server::Thread,
    writer: Option<Writer>,
    /// The list of tasks as it was told last.
    list: Option<Item>,
    ready: VecDeque<Event>,
    ended: bool,
}

impl ReplyStream {
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(encode(&event));
            }
            if self.ended {
                return None;
            }
            tokio::select! {
                // The reply comes first: news about it only repeat what it tells.
                biased;
                event = self.turn.next() => match event {
                    Some(WrittenEvent::Ping) => return Some(ping()),
                    Some(event) => self.tell(event).await,
                    None => {
                        self.ended = true;
                        self.ready.extend(self.writer.iter_mut().flat_map(Writer::lose));
                    }
                },
                topic = self.news.next() => self.hear(topic).await,
            }
        }
    }

    async fn tell(&mut self, event: WrittenEvent) {
        match event {
            WrittenEvent::Started { question, reply, .. } => self.start(&question, &reply),
            WrittenEvent::Piece(Piece::Text(delta), _) => {
                if let Some(writer) = &mut self.writer {
                    self.ready.extend(writer.text(delta));
                }
            }
            WrittenEvent::Piece(Piece::Call(call), _) => {
                let Some(writer) = &mut self.writer else { return };
                let (events, ended) = writer.call(call);
                self.ready.extend(events);
                if ended {
                    self.show_list().await;
                }
            }
            WrittenEvent::Ended { status, error } => {
                self.ended = true;
                self.ready.extend(self.list.take().map(|item| Event::ItemDone { item }));
                self.ready
                    .extend(self.writer.iter_mut().flat_map(|writer| writer.end(status, error.as_ref())));
                self.tell_title().await;
            }
            WrittenEvent::Ping => {}
        }
    }

    fn start(&mut self, question: &Message, reply: &Message) {
        let thread = ThreadId(self.thread.conversation.id);
        if let Some(opening) = self.opening.take() {
            if opening == Opening::Thread {
                self.ready.push_back(Event::ThreadCreated { thread: Thread::empty(&self.thread) });
            }
            if opening != Opening::None {
                let maker = Maker { thread, message: question.id, created_at: question.created_at.clone() };
                self.ready.push_back(Event::ItemDone { item: maker.question(&said(question)) });
            }
            self.ready.push_back(Event::options());
            if reply.status == MessageStatus::Queued {
                let text = "Waiting for the reply before this one…";
                self.ready.push_back(Event::Progress { icon: "clock", text });
            }
        }
        if self.writer.is_none() {
            let maker = Maker { thread, message: reply.id, created_at: reply.created_at.clone() };
            self.writer = Some(Writer::new(maker));
        }
    }

    async fn hear(&mut self, topic: Topic) {
        let here = self.thread.conversation.id;
        let (tasks, title) = match topic {
            Topic::Tasks => (true, false),
            Topic::Conversation(id) => (false, id == here),
            Topic::Messages(_) | Topic::Reminders => (false, false),
            Topic::Everything => (true, true),
        };
        if tasks && self.list.is_some() {
            self.show_list().await;
        }
        if title {
            self.tell_title().await;
        }
    }

    /// Tells the title if it has changed.
    async fn tell_title(&mut self) {
        // If the database does not answer, the client learns the title when it lists the threads.
        if let Ok(thread) = self.state.chat.thread(&self.user, self.thread.conversation.id).await
            && thread.conversation.title != self.thread.conversation.title
        {
            self.ready.push_back(Event::ThreadUpdated { thread: Thread::empty(&thread) });
            self.thread = thread;
        }
    }

    /// Shows the list of tasks as it is now. The first time, it takes the place of the thread's earlier list.
    async fn show_list(&mut self) {
        let Some(writer) = &self.writer else { return };
        let (maker, calls) = (writer.maker.clone(), writer.calls.clone());
        let thread = self.thread.conversation.id;
        let item = match read_list(&self.state, &self.user, thread, &maker, calls).await {
            Ok(item) => item,
            Err(error) => return tracing::warn!(?error, "could not read the list of tasks"),
        };
        match self.list.replace(item.clone()) {
            None => {
                let chat = &self.state.chat;
                let earlier = chat.last_reply_with_calls(&self.user, thread, maker.message).await;
                let earlier = earlier.ok().flatten().map(|reply| ItemId::new(reply, Kind::List));
                self.ready.extend(earlier.map(|item_id| Event::ItemRemoved { item_id }));
                self.ready.push_back(Event::ItemAdded { item });
            }
            Some(told) => {
                if let (ItemContent::Widget { widget, .. }, ItemContent::Widget { widget: told, .. }) =
                    (item.content, told.content)
                    && widget != told
                {
                    let update = Update::RootUpdated { widget };
                    self.ready.push_back(Event::ItemUpdated { item_id: item.id, update });
                }
            }
        }
    }
}

/// The list of tasks of a reply that is being written.
async fn read_list(
    state: &AppState,
    user: &UserId,
    thread: ConversationId,
    maker: &Maker,
    calls: Vec<ToolCall>,
) -> Result<Item, Error> {
    let tasks = state.tasks.list(user, Status::All).await?;
    let stored = state.chat.written_message(user, thread, maker.message).await?;
    // The row knows which changes were undone since. The last calls may not be in it yet.
    let mut calls: Vec<_> = calls.into_iter().map(|call| WrittenCall { at: 0, call }).collect();
    for (call, stored) in calls.iter_mut().zip(stored.calls) {
        if stored.call.result.is_some() {
            *call = stored;
        }
    }
    Ok(maker.list(&tasks, numbered(&calls)))
}

/// The text of a question.
fn said(question: &Message) -> String {
    let texts = question.parts.iter().map(|part| match part {
        Part::Text { text } => text.as_str(),
        Part::Html { .. } | Part::Tool { .. } | Part::Thought { .. } | Part::Unknown => "",
    });
    texts.collect()
}
