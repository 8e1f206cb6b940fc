//! Two-factor log-in, as Better Auth's plugin of that name has it.

use super::Failure;
use super::call::Call;
use super::object::{Status, UserObject, headers};
use crate::auth::User;
use crate::auth::server::{Auth, AuthError, SecondFactor};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Enabled {
    method: &'static str,
    #[serde(rename = "totpURI")]
    totp_uri: String,
    backup_codes: Vec<String>,
}

/// `POST /two-factor/enable`: makes a secret and recovery codes. A code at `/two-factor/verify-totp` confirms them.
pub(super) async fn enable(State(auth): State<Auth>, call: Call) -> Result<Json<Enabled>, Failure> {
    let session = call.member()?;
    let mut fields = call.fields();
    let password = fields.text("password");
    let method = fields.optional_text("method").unwrap_or("totp");
    let issuer = fields.optional_text("issuer").filter(|issuer| !issuer.is_empty());
    fields.finish()?;
    match method {
        "totp" => {}
        "otp" => return Err(Failure::OTP_NOT_CONFIGURED),
        _ => {
            let problem = "[body.method] Invalid option: expected one of \"otp\"|\"totp\"";
            return Err(Failure::invalid(problem.to_owned()));
        }
    }
    let made = auth.set_up_two_factor(session, password.into(), &call.client).await?;
    let totp_uri = made.link(issuer);
    Ok(Json(Enabled { method: "totp", totp_uri, backup_codes: made.recovery_codes }))
}

/// `POST /two-factor/disable`: turns it off.
pub(super) async fn disable(State(auth): State<Auth>, call: Call) -> Result<Json<Status>, Failure> {
    let session = call.member()?;
    let mut fields = call.fields();
    let password = fields.text("password");
    fields.finish()?;
    auth.turn_two_factor_off(session, password.into(), &call.client).await?;
    Ok(Json(Status::DONE))
}

#[derive(Serialize)]
pub(super) struct Uri {
    #[serde(rename = "totpURI")]
    totp_uri: String,
}

/// `POST /two-factor/get-totp-uri`: the link for another authenticator app.
pub(super) async fn get_totp_uri(State(auth): State<Auth>, call: Call) -> Result<Json<Uri>, Failure> {
    let session = call.member()?;
    let mut fields = call.fields();
    let password = fields.text("password");
    fields.finish()?;
    let made = auth.two_factor_again(session, password.into(), &call.client).await;
    Ok(Json(Uri { totp_uri: made.map_err(|error| without(error, Failure::TOTP_NOT_ENABLED))?.link(None) }))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Codes {
    status: bool,
    backup_codes: Vec<String>,
}

/// `POST /two-factor/generate-backup-codes`: new recovery codes.
pub(super) async fn generate_backup_codes(
    State(auth): State<Auth>,
    call: Call,
) -> Result<Json<Codes>, Failure> {
    let session = call.member()?;
    let mut fields = call.fields();
    let password = fields.text("password");
    fields.finish()?;
    let backup_codes = auth.new_recovery_codes(session, password.into(), &call.client).await?;
    Ok(Json(Codes { status: true, backup_codes }))
}

/// `POST /two-factor/verify-totp`: the second step of a log-in. For somebody who is logged in, it confirms the app.
pub(super) async fn verify_totp(State(auth): State<Auth>, call: Call) -> Result<Response, Failure> {
    let mut fields = call.fields();
    let code = fields.text("code").to_owned();
    let trust = fields.optional_flag("trustDevice").unwrap_or(false);
    fields.finish()?;
    let verified = verify(&auth, &call, &SecondFactor::Code(code), trust).await;
    verified.map_err(|error| without(error, Failure::TOTP_NOT_ENABLED))
}

/// `POST /two-factor/verify-backup-code`: the same with a recovery code. The field `disableSession` changes nothing: who
/// wants no session of the answer ends it.
pub(super) async fn verify_backup_code(State(auth): State<Auth>, call: Call) -> Result<Response, Failure> {
    let mut fields = call.fields();
    let code = fields.text("code").to_owned();
    fields.optional_flag("disableSession");
    let trust = fields.optional_flag("trustDevice").unwrap_or(false);
    fields.finish()?;
    let verified = verify(&auth, &call, &SecondFactor::RecoveryCode(code), trust).await;
    verified.map_err(|error| without(error, Failure::BACKUP_CODES_NOT_ENABLED))
}

/// `POST /two-factor/send-otp`: always refuses, because Docket mails no codes.
pub(super) async fn send_otp(_: Call) -> Failure {
    Failure::OTP_NOT_CONFIGURED
}

/// `POST /two-factor/verify-otp`: always refuses.
pub(super) async fn verify_otp(call: Call) -> Result<(), Failure> {
    let mut fields = call.fields();
    fields.text("code");
    fields.optional_flag("trustDevice");
    fields.finish()?;
    Err(Failure::OTP_NOT_CONFIGURED)
}

#[derive(Serialize)]
struct Verified<'a> {
    token: &'a str,
    user: UserObject<'a>,
}

/// Checks a code. A bearer token is no session here: it has no log-in to confirm.
async fn verify(auth: &Auth, call: &Call, given: &SecondFactor, trust: bool) -> Result<Response, AuthError> {
    let answer = |token: &str, user: &User| Json(Verified { token, user: user.into() }).into_response();
    match call.session.as_ref().filter(|session| !session.by_token) {
        Some(session) => {
            let user = auth.check_second_factor(session, given, &call.client).await?;
            Ok(answer(session.token(), &user))
        }
        None => {
            let logged_in = auth.finish_log_in(&call.cookies, given, trust, call.client.clone()).await?;
            let session = &logged_in.session;
            Ok((headers(&logged_in.cookies), answer(session.token(), &session.user)).into_response())
        }
    }
}

/// An error as a failure, where one without a second factor has a name of its own on each route.
fn without(error: AuthError, off: Failure) -> Failure {
    if let AuthError::TwoFactorOff = error { off } else { error.into() }
}
