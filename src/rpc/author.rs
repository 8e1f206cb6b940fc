//! Who a plain form was made for, in case the person's session has ended when the form is sent.

use super::{answer, auth};
use crate::auth::server::{ActiveSession, middleware};
use crate::error::{AppError, Error, Reason};
use crate::id::UserId;
use axum::http::request::Parts;
use leptos::prelude::use_context;

/// What a form of this page carries to prove later who it was made for.
pub fn author_proof() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let session = middleware::account_session(&parts.extensions)?;
    Some(auth().author_proof(&session.user.id))
}

/// The id of the person whom this page is made for.
pub fn person() -> Option<String> {
    let parts = use_context::<Parts>()?;
    Some(middleware::account_session(&parts.extensions)?.user.id.as_str().to_owned())
}

/// Checks that a plain form was not made for somebody else than the person who is logged in now. A form without a
/// proof, or with one that no longer holds, passes: it comes from this site, and may only be old.
pub async fn require_author(session: &ActiveSession, proof: &str) -> Result<(), AppError> {
    match author(proof).await? {
        Some(author) if author != session.user.id => {
            answer(Err(Error::Refused(Reason::PageOfAnotherPerson.into())))
        }
        _ => Ok(()),
    }
}

/// The person that a form with this proof was made for.
pub async fn author(proof: &str) -> Result<Option<UserId>, AppError> {
    answer(auth().author(proof).await)
}
