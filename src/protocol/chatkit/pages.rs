//! Threads and items, a page at a time.

use super::Refusal;
use super::event::Thread;
use super::id::{ItemId, ThreadId};
use super::object::{Item, Page};
use super::request::List;
use crate::chat::server::{self, Order, Place};
use crate::id::{ConversationId, MessageId, UserId};
use crate::state::AppState;
use crate::tasks::Status;

/// How many items a thread comes with.
const FIRST_ITEMS: usize = 20;

/// A thread with its first items.
pub(super) async fn thread(
    state: &AppState,
    user: &UserId,
    thread: ConversationId,
) -> Result<Thread, Refusal> {
    let first = List { limit: FIRST_ITEMS, order: Order::OldestFirst, after: None };
    let (thread, items) = read(state, user, thread, first).await?;
    Ok(Thread::new(&thread, items))
}

/// A person's threads. They are empty, as in the reference server's list.
pub(super) async fn threads(
    state: &AppState,
    user: &UserId,
    list: List<ConversationId>,
) -> Result<Page<Thread>, Refusal> {
    let one_more = i64::try_from(list.limit + 1).unwrap_or(i64::MAX);
    let threads = state.chat.threads(user, list.order, list.after, one_more).await?;
    let threads = threads.iter().map(Thread::empty).collect();
    Ok(Page::cut(threads, list.limit, |thread: &Thread| thread.id.to_string()))
}

/// The items of a thread.
pub(super) async fn items(
    state: &AppState,
    user: &UserId,
    thread: ConversationId,
    list: List<ItemId>,
) -> Result<Page<Item>, Refusal> {
    Ok(read(state, user, thread, list).await?.1)
}

async fn read(
    state: &AppState,
    user: &UserId,
    id: ConversationId,
    List { limit, order, after }: List<ItemId>,
) -> Result<(server::Thread, Page<Item>), Refusal> {
    let chunk = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let is_after = |item: &Item| match (order, after) {
        (_, None) => true,
        (Order::OldestFirst, Some(after)) => item.id > after,
        (Order::NewestFirst, Some(after)) => item.id < after,
    };
    let mut place = Place { order, from: after.map(|after| after.message) };
    let mut found: Vec<Item> = Vec::new();
    let thread = loop {
        let page = state.chat.written(user, id, place, chunk).await?;
        let last = page.messages.last().map(|message| message.id);
        let is_whole_chunk = i64::try_from(page.messages.len()).is_ok_and(|count| count == chunk);
        for message in page.messages {
            // A thread has one list of tasks. An older one would show the past, with buttons for the present.
            let tasks = match page.last_reply_with_calls == Some(message.id) {
                true => Some(state.tasks.list(user, Status::All).await?),
                false => None,
            };
            let mut items = super::items::of(ThreadId(id), &message, tasks.as_deref());
            if order == Order::NewestFirst {
                items.reverse();
            }
            found.extend(items.into_iter().filter(is_after));
        }
        match last {
            Some(last) if is_whole_chunk && found.len() <= limit => {
                let step = if order == Order::OldestFirst { 1 } else { -1 };
                place.from = Some(MessageId::new(last.get() + step));
            }
            _ => break page.thread,
        }
    };
    Ok((thread, Page::cut(found, limit, |item: &Item| item.id.to_string())))
}
