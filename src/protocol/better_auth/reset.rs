//! A forgotten password, and what else needs mail.

use super::Failure;
use super::call::Call;
use super::object::Status;
use crate::auth::server::Auth;
use axum::Json;
use axum::extract::State;
use url::form_urlencoded;

/// `POST /request-password-reset`: this server sends no mail.
pub(super) async fn request_password_reset(call: Call) -> Result<(), Failure> {
    let mut fields = call.fields();
    fields.email("email");
    fields.finish()?;
    Err(Failure::RESET_PASSWORD_DISABLED)
}

/// `POST /reset-password`: another password for whoever has the token of a link, in the body or the query.
pub(super) async fn reset_password(State(auth): State<Auth>, call: Call) -> Result<Json<Status>, Failure> {
    let mut fields = call.fields();
    let new = fields.text("newPassword");
    let token = fields.optional_text("token").filter(|token| !token.is_empty());
    fields.finish()?;
    let in_query = form_urlencoded::parse(call.query.as_bytes()).find(|(name, _)| name == "token");
    let token = token.map(Into::into).or(in_query.map(|(_, token)| token)).ok_or(Failure::INVALID_TOKEN)?;
    auth.reset_password(&token, new.into(), &call.client).await?;
    Ok(Json(Status::DONE))
}

/// `POST /send-verification-email`: this server sends no mail.
pub(super) async fn send_verification_email(call: Call) -> Result<(), Failure> {
    let mut fields = call.fields();
    fields.email("email");
    fields.finish()?;
    Err(Failure::VERIFICATION_EMAIL_NOT_ENABLED)
}
