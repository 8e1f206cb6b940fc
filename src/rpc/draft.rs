//! Messages of plain forms that could not be sent: kept for their author, and shown when the page comes back.

use super::{answer, auth};
use crate::auth::server::{ActiveSession, Auth};
use crate::error::AppError;
use crate::id::UserId;
use crate::response::wants_html;
use crate::url;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use leptos::prelude::use_context;

/// The text that waits for whoever asks for the page.
#[derive(Clone)]
struct Draft(String);

/// Keeps a message for its author, in case its page is a plain one and has to be sent again.
///
/// # Errors
/// If the database does not answer.
pub async fn keep_draft(author: &UserId, text: &str) -> Result<(), AppError> {
    if wants_html() { answer(auth().keep_draft(author, text).await) } else { Ok(()) }
}

/// The same when the author's session has ended: the form's proof says who it is. Goes to the log-in page, and from
/// there back to `page`.
///
/// # Errors
/// If the database does not answer.
pub async fn keep_draft_over_log_in(proof: &str, page: &str, text: &str) -> Result<(), AppError> {
    if let (true, Some(author)) = (wants_html(), auth().author(proof)) {
        keep_draft(&author, text).await?;
        leptos_axum::redirect(&url::log_in(&[page, "?", url::DRAFT].concat()));
    }
    Ok(())
}

/// What a form of this page carries to prove later who it was made for.
pub fn author_proof() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let session = parts.extensions.get::<ActiveSession>()?;
    Some(auth().author_proof(&session.user.id))
}

/// The text that waits for whoever asks for the page.
pub fn draft() -> Option<String> {
    use_context::<Parts>()?.extensions.get::<Draft>().map(|draft| draft.0.clone())
}

/// Puts the text that waits for the person into the request for the page, if the address says that there is one.
pub(crate) async fn recall(State(auth): State<Auth>, mut request: Request, next: Next) -> Response {
    let author = request.extensions().get::<ActiveSession>().map(|session| session.user.id.clone());
    if let (true, Some(author)) = (request.uri().query().is_some_and(tells_of_draft), author) {
        match auth.draft(&author).await {
            Ok(draft) => _ = draft.map(|text| request.extensions_mut().insert(Draft(text))),
            // The page is worth more than the text, which still waits.
            Err(error) => tracing::warn!(%error, "a draft could not be read"),
        }
    }
    next.run(request).await
}

/// Whether somebody was sent here to go on writing, or because their message was refused.
fn tells_of_draft(query: &str) -> bool {
    let refused = |pair: &str| pair.starts_with("__path=") && pair.ends_with("send_and_wait");
    query.split('&').any(|pair| pair.trim_end_matches('=') == url::DRAFT || refused(pair))
}
