//! What people do with their own account.

use super::Failure;
use super::call::Call;
use super::object::{AccountObject, Status, UserObject, headers};
use crate::auth::server::Auth;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// `POST /update-user`: changes the name, the picture or both.
pub(super) async fn update_user(State(auth): State<Auth>, call: Call) -> Result<impl IntoResponse, Failure> {
    let session = call.member()?;
    let mut fields = call.fields_of(&["record"]);
    let has_email = fields.is_truthy("email");
    let name = fields.optional_text("name");
    let image = fields.nullable_text("image");
    fields.finish()?;
    if has_email {
        return Err(Failure::EMAIL_CAN_NOT_BE_UPDATED);
    }
    if name.is_none() && image.is_none() {
        return Err(Failure::NO_FIELDS_TO_UPDATE);
    }
    auth.update_profile(&session.user.id, name, image).await?;
    Ok((headers(&auth.session_cookies(session)), Json(Status::DONE)))
}

/// `POST /change-email`: always refuses, because Docket cannot change addresses.
pub(super) async fn change_email(call: Call) -> Result<(), Failure> {
    call.member()?;
    let mut fields = call.fields();
    fields.email("newEmail");
    fields.finish()?;
    Err(Failure::CHANGE_EMAIL_DISABLED)
}

#[derive(Serialize)]
struct PasswordChanged<'a> {
    /// The token of the session that replaces this one, if all sessions have ended.
    token: Option<&'a str>,
    user: UserObject<'a>,
}

/// `POST /change-password`: changes the password and, if asked, ends every session.
pub(super) async fn change_password(State(auth): State<Auth>, call: Call) -> Result<Response, Failure> {
    let session = call.member()?;
    let mut fields = call.fields();
    let new = fields.text("newPassword");
    let current = fields.text("currentPassword");
    let end_sessions = fields.optional_flag("revokeOtherSessions").unwrap_or(false);
    fields.finish()?;
    let replaced =
        auth.change_password(session, current.into(), new.into(), end_sessions, &call.client).await?;
    let cookies = replaced.as_ref().map(|session| auth.session_cookies(session)).unwrap_or_default();
    let token = replaced.as_ref().map(|session| session.token());
    let body = Json(PasswordChanged { token, user: (&session.user).into() });
    Ok((headers(&cookies), body).into_response())
}

/// `POST /verify-password`: checks the person's password.
pub(super) async fn verify_password(State(auth): State<Auth>, call: Call) -> Result<Json<Status>, Failure> {
    let session = call.member()?;
    let mut fields = call.fields();
    let password = fields.text("password");
    fields.finish()?;
    auth.verify_password(session, password.into(), &call.client).await?;
    Ok(Json(Status::DONE))
}

#[derive(Serialize)]
struct Deleted {
    success: bool,
    message: &'static str,
}

/// `POST /delete-user`: deletes the account and everything that belongs to it.
pub(super) async fn delete_user(State(auth): State<Auth>, call: Call) -> Result<impl IntoResponse, Failure> {
    let session = call.member()?;
    let mut fields = call.fields();
    let password = fields.optional_text("password").filter(|password| !password.is_empty());
    let token = fields.optional_text("token").filter(|token| !token.is_empty());
    fields.finish()?;
    if token.is_some() {
        return Err(Failure::UNKNOWN_DELETION_TOKEN);
    }
    auth.delete_account(session, password.map(Into::into), &call.client).await?;
    Ok((headers(&auth.expired_cookies()), Json(Deleted { success: true, message: "User deleted" })))
}

/// `GET /list-accounts`: the ways in which the person can log in.
pub(super) async fn list(State(auth): State<Auth>, call: Call) -> Result<Response, Failure> {
    let user = &call.member()?.user.id;
    let accounts = auth.accounts(user).await?;
    let accounts: Vec<_> = accounts.iter().map(|account| AccountObject::new(account, user)).collect();
    Ok(Json(accounts).into_response())
}
