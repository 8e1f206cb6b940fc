//! What the browser may call for live updates.

use crate::call::PageClient;
use crate::error::AppError;
use leptos::prelude::*;
use leptos::server_fn::codec::{ByteStream, Streaming};

/// Streams what changes of the person's tasks and conversations, as `LiveEvent`s.
#[server(name = LiveEvents, prefix = "/rpc", client = PageClient, endpoint = "live/events", output = Streaming)]
pub async fn events() -> Result<ByteStream<AppError>, AppError> {
    use super::LiveEvent;
    use super::server::Live;
    use crate::auth::server::{Reader, Via};
    use crate::{lines, response, rpc};
    use futures::StreamExt;
    let session = rpc::require_session().await?;
    let permit = rpc::answer(rpc::auth().permit_stream(&session.user.id, Reader::Page))?;
    response::forbid_buffering();
    let events = expect_context::<Live>().events(&session.user.id);
    let events = permit.while_holds(Via::Session(session.id), events, || LiveEvent::Ended);
    Ok(ByteStream::new(events.map(|event| Ok::<_, AppError>(lines::encode(&event)))))
}
