//! ChatKit's protocol for backends of one's own: `POST /chatkit` answers each request with one JSON document or with a
//! stream of server-sent events. The types and the order of events are those of openai-chatkit 1.6 (`chatkit/types.py`,
//! `chatkit/server.py`).
//!
//! A thread is a conversation of the page, and a message becomes one or more items (`items`). `docs/chatkit.md` is for
//! those who attach the component.

mod actions;
mod event;
mod id;
mod items;
mod object;
mod pages;
mod quote;
mod read;
mod request;
mod stream;
mod widget;
mod words;
mod writer;

use self::event::{Event, Thread, encode};
use self::request::Request;
use self::stream::{Opening, reply_stream};
use crate::auth::Permission;
use crate::auth::server::Grant;
use crate::chat::server::NewMessage;
use crate::endpoint::{Access, Endpoints};
use crate::error::{AppError, Error};
use crate::protocol::door::{Authorized, permit_stream};
use crate::random::Random;
use crate::state::AppState;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::{IntoResponse, Response};
use futures::stream::BoxStream;
use futures::{StreamExt, stream as streams};
use serde::Serialize;
use serde_json::json;

/// The URL of the protocol.
pub(crate) fn endpoints() -> Endpoints<AppState> {
    Endpoints::new().on(Method::POST, "/chatkit", Access::Member, serve)
}

/// The length of the ids that the server makes for messages. The protocol has none.
const CLIENT_ID_LENGTH: usize = 32;

async fn serve(
    grant: Result<Authorized, Error>,
    State(state): State<AppState>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let Authorized(grant) = grant?;
    let request = request::parse(&body)?;
    if !request.only_reads() {
        grant.require(Permission::Write)?;
    }
    answer(&state, &grant, request).await
}

async fn answer(state: &AppState, grant: &Grant, request: Request) -> Result<Response, Refusal> {
    let (chat, user) = (&state.chat, &grant.user.id);
    Ok(match request {
        Request::GetThread(thread) => document(pages::thread(state, user, thread).await?),
        Request::ListThreads(list) => document(pages::threads(state, user, list).await?),
        Request::ListItems(thread, list) => document(pages::items(state, user, thread, list).await?),
        Request::RenameThread(thread, title) => {
            chat.rename(user, thread, &title).await?;
            document(Thread::empty(&chat.thread(user, thread).await?))
        }
        Request::DeleteThread(thread) => {
            chat.delete(user, thread).await?;
            document(json!({}))
        }
        Request::Rate { thread, replies, feedback } => {
            chat.thread(user, thread).await?;
            chat.rate_all(user, thread, &replies, Some(feedback)).await?;
            document(json!({}))
        }
        Request::Send { thread, message } => {
            let permit = permit_stream(state, grant)?;
            let client_id = Random::system().alphanumeric(CLIENT_ID_LENGTH);
            let (text, model) = (message.text.as_str(), message.model.as_deref());
            let message = NewMessage { conversation: thread, text, client_id: &client_id, model };
            let turn = chat.send_message(user, message).await?;
            let opening = if thread.is_none() { Opening::Thread } else { Opening::Question };
            events(reply_stream(state, grant, permit, turn, opening).await?)
        }
        Request::Retry { thread, question } => {
            let permit = permit_stream(state, grant)?;
            let turn = chat.answer_again(user, thread, question).await?;
            events(reply_stream(state, grant, permit, turn, Opening::None).await?)
        }
        Request::Act { thread, item, action, streaming: true } => {
            events(actions::stream(state, grant, thread, item, action).await?)
        }
        Request::Act { thread, item, action, streaming: false } => {
            document(actions::run(state, user, thread, item, action).await?)
        }
    })
}

fn document(value: impl Serialize) -> Response {
    ([(CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(value)).into_response()
}

/// Server-sent events.
fn events(events: BoxStream<'static, Bytes>) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // nginx would hold the events back.
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    (headers, Body::from_stream(events.map(Ok::<_, std::convert::Infallible>))).into_response()
}

/// A stream of these events and nothing more.
fn just(events: Vec<Event>) -> BoxStream<'static, Bytes> {
    streams::iter(events.into_iter().map(|event| encode(&event)).collect::<Vec<_>>()).boxed()
}

/// Why a request was refused before its answer began, as `{detail, code, field?, retry_after?}`.
#[derive(Debug)]
struct Refusal(AppError);

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.into().public())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.0.status(), Json(self.0.body())).into_response();
        if let Some(seconds) = self.0.retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}
