//! The people: they write messages, follow the replies on one or more pages, come back when a connection breaks, and stop
//! what they do not want.

use super::node::Node;
use super::page::Page;
use super::record::Sent;
use super::world::World;
use crate::chat::store::turns::Beginning;
use crate::chat::turn::Subscription;
use crate::chat::turn::parts;
use crate::chat::{Exchange, MessageStatus};
use crate::config::Quotas;
use crate::id::{ConversationId, MessageId, UserId};
use futures::StreamExt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// How long a page may lag behind the model.
const LAG: Duration = Duration::from_secs(2);
/// A connection that is silent for so long is broken.
const SILENCE: Duration = Duration::from_secs(40);

/// Writes the messages of one conversation, and returns when all their replies have ended.
pub(super) async fn converse(world: Arc<World>, user: UserId, thread: usize) {
    let mut conversation = None;
    let mut pages = JoinSet::new();
    let messages = world.draw(1..=4);
    let waits = world.happens(500);
    for number in 0..messages {
        sleep(world.milliseconds(0..=3000)).await;
        let text = format!("t{thread}m{number}");
        world.lock().record.sent.insert(text.clone(), Sent { thread, confirmed: None });
        let (node, turn) = send(&world, &user, conversation, &text).await;
        let place = (turn.conversation(), turn.reply());
        if let Some(sent) = world.lock().record.sent.get_mut(&text) {
            sent.confirmed = Some(place);
        }
        conversation = Some(place.0);
        let ends = read(world.clone(), user.clone(), place.1, Some((node, turn)));
        if world.happens(300) {
            pages.spawn(read(world.clone(), user.clone(), place.1, None));
        }
        if world.happens(120) {
            pages.spawn(stop_at_some_time(world.clone(), user.clone(), place.1));
        }
        pages.spawn(stop_if_silent(world.clone(), user.clone(), text, place.1));
        if waits { ends.await } else { _ = pages.spawn(ends) }
    }
    while pages.join_next().await.is_some() {}
}

/// Sends a message until some process confirms it.
async fn send(
    world: &Arc<World>,
    user: &UserId,
    conversation: Option<ConversationId>,
    text: &str,
) -> (Arc<Node>, Subscription) {
    let mut pause = Duration::from_millis(250);
    loop {
        if let Some(node) = world.some_node() {
            // Some leave at once.
            let patience = if world.happens(100) { world.milliseconds(0..=12) } else { SILENCE };
            let sending = timeout(patience, send_once(&node, user, conversation, text));
            let sent = tokio::select! {
                biased;
                () = node.killed() => None,
                sent = sending => sent.ok().and_then(Result::ok).flatten(),
            };
            world.note(node.number, "sent", &(text, sent.is_some()));
            if let Some(turn) = sent {
                return (node, turn);
            }
        }
        sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}

async fn send_once(
    node: &Arc<Node>,
    user: &UserId,
    conversation: Option<ConversationId>,
    text: &str,
) -> sqlx::Result<Option<Subscription>> {
    let Some(engine) = node.engine().filter(|engine| engine.is_accepting()) else { return Ok(None) };
    let lease = engine.hold().await?;
    let beginning = Beginning {
        user: user.clone(),
        conversation,
        title: text.to_owned(),
        text: text.to_owned(),
        client_id: text.to_owned(),
        model: None,
        quotas: Quotas::default(),
        queue: 10,
        writer: lease.id.clone(),
        now: node.world.now(),
    };
    if let Some(turn) = engine.begin(beginning, lease).await? {
        return Ok(Some(turn));
    }
    let (person, client_id) = (user.clone(), text.to_owned());
    match node.clone().ask("sent", move |rows| rows.sent(&person, &client_id)).await? {
        Some(reply) => follow(node, user, reply, 0).await,
        None => Ok(None),
    }
}

/// Follows a reply, as `Chat::follow` does.
async fn follow(
    node: &Arc<Node>,
    user: &UserId,
    reply: MessageId,
    from: usize,
) -> sqlx::Result<Option<Subscription>> {
    let Some(engine) = node.engine() else { return Ok(None) };
    if let Some(live) = engine.running(reply) {
        return Ok(Some(Subscription::to(&live, from)));
    }
    let Some(stored) = engine.stored(user, reply).await? else { return Ok(None) };
    if let Some(live) = engine.running(reply) {
        return Ok(Some(Subscription::to(&live, from)));
    }
    let (question, row) = (parts::message(stored.question), parts::message(stored.reply));
    let exchange = Exchange { conversation: stored.conversation, question, reply: row };
    Ok(Some(Subscription::of_row(&engine, user, exchange, stored.progress, stored.number, from)))
}

/// Reads a reply to its end on one page.
async fn read(world: Arc<World>, user: UserId, reply: MessageId, first: Option<(Arc<Node>, Subscription)>) {
    world.lock().record.seen.entry(reply).or_default().began += 1;
    let mut page = Page::new();
    let is_slow = world.happens(150);
    let breaks = world.happens(250);
    let mut next = first;
    loop {
        let here = match next.take() {
            Some(here) => Some(here),
            None => come_back(&world, &user, reply, page.position).await,
        };
        if let Some((node, turn)) = here {
            read_here(&world, &node, turn, &mut page, (is_slow, breaks)).await;
        }
        if let Some((status, end)) = page.end.take() {
            check_end(&world, reply, &page, status, &end);
            if world.plan.is_quiet() && !is_slow && !breaks {
                check_lag(&world, reply, &page);
            }
            if let Some(seen) = world.lock().record.seen.get_mut(&reply) {
                seen.ended += 1;
            }
            return;
        }
        sleep(world.milliseconds(250..=1500)).await;
    }
}

async fn come_back(
    world: &Arc<World>,
    user: &UserId,
    reply: MessageId,
    position: usize,
) -> Option<(Arc<Node>, Subscription)> {
    let node = world.some_node()?;
    let turn = tokio::select! {
        biased;
        () = node.killed() => None,
        turn = timeout(SILENCE, follow(&node, user, reply, position)) => turn.ok()?.ok()?,
    };
    Some((node, turn?))
}

/// Reads until the connection breaks or the reply has ended.
async fn read_here(
    world: &Arc<World>,
    node: &Arc<Node>,
    turn: Subscription,
    page: &mut Page,
    (is_slow, breaks): (bool, bool),
) {
    let reply = turn.reply();
    let mut events = pin!(turn.events());
    loop {
        if is_slow {
            sleep(world.milliseconds(0..=800)).await;
        }
        if breaks && world.happens(60) {
            return;
        }
        let event = tokio::select! {
            biased;
            () = node.killed() => None,
            event = timeout(SILENCE, events.next()) => event.unwrap_or_default(),
        };
        node.runs_or_dies().await;
        let Some(event) = event.filter(|_| !node.is_dead()) else { return };
        world.note(node.number, "a page reads", &(reply, super::page::told(&event)));
        if let Some(wrong) = page.apply(event) {
            world.violated(format!("reply {reply}: {wrong}"));
        }
        let shown = page.shown().len();
        let mut state = world.lock();
        let writer = state.writer_of(reply);
        let seen = state.record.seen.entry(reply).or_default();
        let is_home = writer.is_none_or(|writer| writer == node.number);
        // What it has may be in the row later: a writer that was taken for dead adds it. The checks at the end look.
        page.came_from_home |= page.was_home && !is_home;
        page.was_home |= is_home;
        match writer {
            Some(writer) if writer != node.number && !page.was_home => {
                seen.elsewhere = seen.elsewhere.max(shown)
            }
            _ => seen.here = seen.here.max(shown),
        }
        if page.end.is_some() {
            return;
        }
    }
}

/// Checks what a page shows when its reply has ended.
fn check_end(world: &World, reply: MessageId, page: &Page, status: MessageStatus, end: &str) {
    let wrong = {
        let state = world.lock();
        let ends = state.rows.ends.get(&reply).cloned().unwrap_or_default();
        let is_stored = ends.iter().any(|(text, how)| *how == status && super::page::letters(text) == end);
        let shown = page.shown();
        if !is_stored {
            Some(format!("reply {reply}: a page ends {status:?} with {end:?}, and its row with {ends:?}"))
        } else if !end.starts_with(&shown) && !state.may_lose(reply) && !page.came_from_home {
            Some(format!("reply {reply}: a page showed {shown:?} and ends with {end:?}"))
        } else {
            None
        }
    };
    if let Some(wrong) = wrong {
        world.violated(wrong);
    }
}

/// Checks that a page did not lag behind the model, where nothing went wrong.
fn check_lag(world: &World, reply: MessageId, page: &Page) {
    let (shown, now) = (page.shown().len(), Instant::now());
    let said = {
        let state = world.lock();
        let run = state.run_of(reply).filter(|run| !run.rethought);
        run.map(|run| {
            let said = run.times.iter().rev().find(|(time, _)| *time + LAG <= now && page.began + LAG <= now);
            let said = said.map_or(0, |(_, bytes)| *bytes);
            super::page::letters(run.said.get(..said).unwrap_or_default()).len()
        })
    };
    if said.is_some_and(|said| shown < said) {
        world.violated(format!(
            "reply {reply}: a page shows {shown} letters of {said:?} that were said long ago"
        ));
    }
}

async fn stop_at_some_time(world: Arc<World>, user: UserId, reply: MessageId) {
    sleep(world.milliseconds(0..=4000)).await;
    stop(&world, &user, reply).await;
}

/// Stops a reply whose model has gone silent.
async fn stop_if_silent(world: Arc<World>, user: UserId, question: String, reply: MessageId) {
    loop {
        sleep(Duration::from_secs(2)).await;
        let (hung, ended) = {
            let state = world.lock();
            let runs = state.record.runs.get(&question);
            let hung = runs.and_then(|runs| runs.last()).is_some_and(|run| run.hung);
            (hung, state.rows.messages.get(&reply).is_some_and(|row| row.status().is_final()))
        };
        if ended {
            return;
        }
        if hung {
            return stop(&world, &user, reply).await;
        }
    }
}

/// Stops a reply: tries until a process says that it is done.
async fn stop(world: &Arc<World>, user: &UserId, reply: MessageId) {
    loop {
        if let Some(node) = world.some_node() {
            let stopping = async {
                match node.engine() {
                    Some(engine) => engine.stop(user, reply).await.unwrap_or_default(),
                    None => false,
                }
            };
            let stopped = tokio::select! {
                biased;
                () = node.killed() => false,
                stopped = stopping => stopped,
            };
            world.note(node.number, "stopped", &(reply, stopped));
            if stopped && !node.is_dead() {
                return;
            }
        }
        sleep(Duration::from_millis(500)).await;
    }
}
