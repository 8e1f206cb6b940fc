//! The URLs that export a person's data as files: everything, or one conversation.

use crate::auth::server::{ActiveSession, Auth, AuthError};
use crate::chat::server::{Chat, Transcript};
use crate::endpoint::{Access, Endpoints};
use crate::error::Error;
use crate::export::{Exporter, markdown};
use crate::id::ConversationId;
use crate::url;
use axum::extract::{FromRef, Path, State};
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};

/// The URLs of the files.
pub(crate) fn endpoints<S>() -> Endpoints<S>
where
    S: Clone + Send + Sync + 'static,
    Auth: FromRef<S>,
    Exporter: FromRef<S>,
    Chat: FromRef<S>,
{
    Endpoints::new()
        .on(Method::GET, crate::url::EXPORT, Access::Member, export)
        .on(Method::GET, "/chat/{conversation}/export.json", Access::Member, as_json)
        .on(Method::GET, "/chat/{conversation}/export.md", Access::Member, as_markdown)
}

/// `GET /settings/export`: the person's data, as a download. It is all that there is, so it is for the person alone: not
/// for a program with a token, and not for whoever finds a browser that was left open yesterday.
async fn export(
    State(auth): State<Auth>,
    State(exporter): State<Exporter>,
    session: Option<Extension<ActiveSession>>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let Extension(session) = session.ok_or(Error::Unauthenticated)?;
    if session.by_token {
        return Err(AuthError::CookieNeeded.into());
    }
    if !auth.is_fresh(&session) {
        let is_page = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if is_page.contains("text/html") {
            return Ok((StatusCode::FOUND, [(LOCATION, url::log_in_again(url::SETTINGS))]).into_response());
        }
        return Err(AuthError::NotFresh.into());
    }
    let export = exporter.export(&session.user).await?;
    let attachment = [(CONTENT_DISPOSITION, "attachment; filename=\"docket.json\"")];
    Ok((attachment, Json(export)).into_response())
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
