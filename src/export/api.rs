//! The URLs that export a person's data as files: everything, or one conversation.

use crate::auth::server::{ActiveSession, Auth, AuthError};
use crate::endpoint::{Access, Endpoints};
use crate::error::Error;
use crate::export::{Exporter, Pieces};
use crate::id::ConversationId;
use crate::tasks::file::Format;
use crate::url;
use axum::Extension;
use axum::body::Body;
use axum::extract::{FromRef, Path, State};
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};

const JSON: &str = "application/json";
const MARKDOWN: &str = "text/markdown; charset=utf-8";

/// The URLs of the files.
pub(crate) fn endpoints<S>() -> Endpoints<S>
where
    S: Clone + Send + Sync + 'static,
    Auth: FromRef<S>,
    Exporter: FromRef<S>,
{
    Endpoints::new()
        .on(Method::GET, crate::url::EXPORT, Access::Member, export)
        .on(Method::GET, "/tasks/export.ics", Access::Member, tasks_as_calendar)
        .on(Method::GET, "/tasks/export.csv", Access::Member, tasks_as_table)
        .on(Method::GET, "/tasks/export.md", Access::Member, tasks_as_outline)
        .on(Method::GET, "/tasks/export.json", Access::Member, tasks_as_json)
        .on(Method::GET, "/chat/{conversation}/export.json", Access::Member, as_json)
        .on(Method::GET, "/chat/{conversation}/export.md", Access::Member, as_markdown)
}

/// `GET /settings/export`: the person's data, as a download. It is all that there is, so it is for the person alone:
/// not for a program with a token, and not for a stranger at a browser that was left open yesterday.
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
    download(exporter.export(&session.user)?, JSON, "docket.json").await
}

/// The export of tasks in one format: the state and the session of its request.
macro_rules! tasks {
    ($name:ident, $format:expr) => {
        async fn $name(
            State(exporter): State<Exporter>,
            session: Option<Extension<ActiveSession>>,
        ) -> Result<Response, Error> {
            tasks(&exporter, session, $format).await
        }
    };
}

tasks!(tasks_as_calendar, Format::Calendar);
tasks!(tasks_as_table, Format::Table);
tasks!(tasks_as_outline, Format::Outline);
tasks!(tasks_as_json, Format::Json);

/// `GET /tasks/export.{ics,csv,md,json}`: the person's tasks, as a download. It is for the person alone, not for a program.
async fn tasks(
    exporter: &Exporter,
    session: Option<Extension<ActiveSession>>,
    format: Format,
) -> Result<Response, Error> {
    let Extension(session) = session.ok_or(Error::Unauthenticated)?;
    if session.by_token {
        return Err(AuthError::CookieNeeded.into());
    }
    let name = format!("docket-tasks.{}", format.ending());
    download(exporter.tasks(&session.user.id, format)?, format.media_type(), &name).await
}

/// `GET /chat/{conversation}/export.json`: one conversation with all its versions and tool calls, as a download.
async fn as_json(
    State(exporter): State<Exporter>,
    session: Option<Extension<ActiveSession>>,
    Path(conversation): Path<String>,
) -> Result<Response, Error> {
    let Extension(session) = session.ok_or(Error::Unauthenticated)?;
    let id = id(&conversation);
    let pieces = exporter.conversation(&session.user.id, id).await?;
    download(pieces, JSON, &format!("docket-conversation-{id}.json")).await
}

/// `GET /chat/{conversation}/export.md`: one conversation as people read it, as a download.
async fn as_markdown(
    State(exporter): State<Exporter>,
    session: Option<Extension<ActiveSession>>,
    Path(conversation): Path<String>,
) -> Result<Response, Error> {
    let Extension(session) = session.ok_or(Error::Unauthenticated)?;
    let id = id(&conversation);
    let pieces = exporter.conversation_as_markdown(&session.user.id, id).await?;
    download(pieces, MARKDOWN, &format!("docket-conversation-{id}.md")).await
}

/// A text that is not a number is the id of no conversation.
fn id(text: &str) -> ConversationId {
    text.parse().unwrap_or(ConversationId::new(0))
}

/// Sends pieces as they are made. If the first cannot be made, the answer is the error. If a later one cannot, the
/// connection ends before the answer does, so that nobody takes the part for the whole. The name is never a title,
/// which may have characters that file names must not have.
async fn download(mut pieces: Pieces, kind: &'static str, name: &str) -> Result<Response, Error> {
    let first = pieces.next().await.transpose()?.unwrap_or_default();
    let body = Body::from_stream(stream::once(async { Ok(first) }).chain(pieces));
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], body).into_response())
}
