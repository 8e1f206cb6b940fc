//! The URLs that export a person's data as files: everything, or one conversation.

use crate::auth::server::ActiveSession;
use crate::chat::server::{Chat, Transcript};
use crate::endpoint::{Access, Endpoints};
use crate::error::Error;
use crate::export::{Export, Exporter, markdown};
use crate::id::ConversationId;
use axum::extract::{FromRef, Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderName, Method};
use axum::{Extension, Json};

/// The URLs of the files.
pub(crate) fn endpoints<S>() -> Endpoints<S>
where
    S: Clone + Send + Sync + 'static,
    Exporter: FromRef<S>,
    Chat: FromRef<S>,
{
    Endpoints::new()
        .on(Method::GET, crate::url::EXPORT, Access::Member, export)
        .on(Method::GET, "/chat/{conversation}/export.json", Access::Member, as_json)
        .on(Method::GET, "/chat/{conversation}/export.md", Access::Member, as_markdown)
}

/// `GET /settings/export`: the person's data, as a download.
async fn export(
    State(exporter): State<Exporter>,
    session: Option<Extension<ActiveSession>>,
) -> Result<([(HeaderName, &'static str); 1], Json<Export>), Error> {
    let Extension(session) = session.ok_or(Error::Unauthenticated)?;
    let export = exporter.export(&session.user).await?;
    Ok(([(CONTENT_DISPOSITION, "attachment; filename=\"docket.json\"")], Json(export)))
}

/// `GET /chat/{conversation}/export.json`: one conversation with all its versions and tool calls, as a download.
async fn as_json(
    State(chat): State<Chat>,
    session: Option<Extension<ActiveSession>>,
    Path(conversation): Path<String>,
) -> Result<([(HeaderName, String); 1], Json<Transcript>), Error> {
    let transcript = transcript(&chat, session, &conversation).await?;
    Ok(([attachment(&transcript, "json")], Json(transcript)))
}

/// `GET /chat/{conversation}/export.md`: one conversation as people read it, as a download.
async fn as_markdown(
    State(chat): State<Chat>,
    session: Option<Extension<ActiveSession>>,
    Path(conversation): Path<String>,
) -> Result<([(HeaderName, String); 2], String), Error> {
    let transcript = transcript(&chat, session, &conversation).await?;
    let kind = (CONTENT_TYPE, "text/markdown; charset=utf-8".to_owned());
    Ok(([attachment(&transcript, "md"), kind], markdown(&transcript)))
}

async fn transcript(
    chat: &Chat,
    session: Option<Extension<ActiveSession>>,
    conversation: &str,
) -> Result<Transcript, Error> {
    let Extension(session) = session.ok_or(Error::Unauthenticated)?;
    // A text that is not a number is the id of no conversation.
    let id = conversation.parse().unwrap_or(ConversationId::new(0));
    Ok(chat.transcript(&session.user.id, id).await?)
}

/// A download's name. It does not contain the title, which may have characters that file names must not have.
fn attachment(transcript: &Transcript, kind: &str) -> (HeaderName, String) {
    let id = transcript.conversation.id;
    (CONTENT_DISPOSITION, format!("attachment; filename=\"docket-conversation-{id}.{kind}\""))
}
