//! Resetting a forgotten password, and other functions that need mail.

use super::Failure;
use super::call::Call;
use super::object::Status;
use crate::auth::server::{Auth, Recovery};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use url::form_urlencoded;

/// The answer is the same for everybody, so that it does not tell who has an account.
#[derive(Serialize)]
pub(super) struct Requested {
    status: bool,
    message: &'static str,
}

/// `POST /request-password-reset`: mails a link to Docket's own page, if there is such an account and this server can
/// send mail.
pub(super) async fn request_password_reset(
    State(recovery): State<Recovery>,
    call: Call,
) -> Result<Json<Requested>, Failure> {
    let mut fields = call.fields();
    let email = fields.email("email");
    fields.finish()?;
    recovery.request(email, &call.client).await?;
    let message = "If this email exists in our system, check your email for the reset link";
    Ok(Json(Requested { status: true, message }))
}

/// `POST /reset-password`: sets the password of the person for whom the token of a link was made. The token is in the
/// body or the query.
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

/// `POST /send-verification-email`: always refuses, because this server does not verify addresses.
pub(super) async fn send_verification_email(call: Call) -> Result<(), Failure> {
    let mut fields = call.fields();
    fields.email("email");
    fields.finish()?;
    Err(Failure::VERIFICATION_EMAIL_NOT_ENABLED)
}
