//! A reply as the body of a response: one `ChatEvent` a line.

use crate::auth::server::{Reader, Via};
use crate::chat::ChatEvent;
use crate::chat::server::{Chat, ChatError, Subscription};
use crate::error::{AppError, Error};
use crate::id::UserId;
use crate::{lines, response, rpc};
use futures::{StreamExt, stream};
use leptos::prelude::expect_context;
use leptos::server_fn::codec::ByteStream;

/// Starts a turn for the person who is logged in. Returns the bytes of its events. If the turn cannot start, there is one:
/// `Refused`. When the session ends, the last event says so.
pub(super) async fn reply<Turn>(
    start: impl FnOnce(Chat, UserId) -> Turn,
) -> Result<ByteStream<AppError>, AppError>
where
    Turn: Future<Output = Result<Subscription, ChatError>>,
{
    let session = rpc::require_session().await?;
    response::forbid_buffering();
    let permit = match rpc::auth().permit_stream(&session.user.id, Reader::Page) {
        Ok(permit) => permit,
        Err(error) => return Ok(refused(error)),
    };
    let turn = match start(expect_context(), session.user.id).await {
        Ok(turn) => turn,
        Err(error) => return Ok(refused(error)),
    };
    let logged_out = || {
        let refused = ChatEvent::Refused { error: Error::Unauthenticated.public() };
        lines::encode(&refused).into()
    };
    let lines = permit.while_holds(Via::Session(session.id), turn.lines(), logged_out);
    Ok(ByteStream::new(lines.map(Ok::<_, AppError>)))
}

fn refused(error: impl Into<Error>) -> ByteStream<AppError> {
    let refused = ChatEvent::Refused { error: error.into().public() };
    ByteStream::new(stream::iter([Ok::<_, AppError>(lines::encode(&refused))]))
}
