//! A reply as the body of a response: one `ChatEvent` a line.

use crate::auth::server::{ActiveSession, while_holds};
use crate::chat::ChatEvent;
use crate::chat::server::{ChatError, Subscription};
use crate::error::{AppError, Error};
use crate::{lines, response, rpc};
use axum::http::request::Parts;
use futures::{Stream, StreamExt, stream};
use leptos::prelude::use_context;
use leptos::server_fn::codec::ByteStream;

/// A reply as the bytes of its events. If the turn could not start, the stream holds one `Refused`.
pub(super) fn event_stream(turn: Result<Subscription, ChatError>) -> ByteStream<AppError> {
    response::forbid_buffering();
    match turn {
        Ok(turn) => {
            let events = while_logged_in(turn.events());
            ByteStream::new(events.map(|event| Ok::<_, AppError>(lines::encode(&event))).fuse())
        }
        Err(error) => {
            let refused = ChatEvent::Refused { error: Error::from(error).public() };
            ByteStream::new(stream::iter([Ok::<_, AppError>(lines::encode(&refused))]))
        }
    }
}

/// Ends a stream when its session ends. The last event then says so.
fn while_logged_in(
    events: impl Stream<Item = ChatEvent> + Send + 'static,
) -> impl Stream<Item = ChatEvent> + Send {
    let session = use_context::<Parts>().and_then(|parts| parts.extensions.get::<ActiveSession>().cloned());
    let auth = rpc::auth();
    let holds = move || {
        let (auth, session) = (auth.clone(), session.clone());
        async move {
            match session {
                Some(session) => auth.still_lives(&session.id).await,
                None => Ok(true),
            }
        }
    };
    while_holds(holds, events, || ChatEvent::Refused { error: Error::Unauthenticated.public() })
}
