//! Who a plain form was made for, in case the person's session has ended when the form is sent.

use super::{answer, auth};
use crate::auth::server::ActiveSession;
use crate::error::AppError;
use crate::id::UserId;
use axum::http::request::Parts;
use leptos::prelude::use_context;

/// What a form of this page carries to prove later who it was made for.
pub fn author_proof() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let session = parts.extensions.get::<ActiveSession>()?;
    Some(auth().author_proof(&session.user.id))
}

/// The person that a form with this proof was made for.
pub async fn author(proof: &str) -> Result<Option<UserId>, AppError> {
    answer(auth().author(proof).await)
}
