//! Signing up, signing in, signing out.

use super::Failure;
use super::call::{Call, LogIn};
use super::object::{UserObject, headers};
use crate::auth::server::{Auth, LogIn as Begun, NewAccount, is_email};
use crate::response::CLEAR_SITE_DATA;
use axum::Json;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde::Serialize;

#[derive(Serialize)]
struct SignedUp<'a> {
    token: &'a str,
    user: UserObject<'a>,
}

/// `POST /sign-up/email`: makes an account and logs in.
pub(super) async fn sign_up(
    State(auth): State<Auth>,
    LogIn(call): LogIn,
) -> Result<impl IntoResponse, Failure> {
    let mut fields = call.fields_of(&["object", "record"]);
    let name = fields.text("name");
    let email = fields.email("email");
    let password = fields.filled_text("password");
    let image = fields.optional_text("image");
    let remember = fields.optional_flag("rememberMe").unwrap_or(true);
    // Docket's own field: the token of an invitation.
    let invitation = fields.optional_text("invitation").filter(|token| !token.is_empty());
    fields.finish()?;
    let account = NewAccount {
        name: name.to_owned(),
        email: email.to_owned(),
        password: password.into(),
        image: image.map(str::to_owned),
    };
    let session = auth.sign_up_with(account, call.client.clone(), remember, invitation).await?;
    if let Some(before) = call.session.as_ref().filter(|before| !before.by_token) {
        auth.log_out(before).await?;
    }
    let body = Json(SignedUp { token: session.token(), user: (&session.user).into() });
    Ok((headers(&auth.first_cookies(&session)), body).into_response())
}

#[derive(Serialize)]
struct SignedIn<'a> {
    redirect: bool,
    token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    user: UserObject<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SecondStepNeeded {
    two_factor_redirect: bool,
    two_factor_methods: Vec<&'static str>,
}

/// `POST /sign-in/email`: logs in. For somebody with two factors a session begins at `/two-factor/verify-totp`.
pub(super) async fn sign_in(State(auth): State<Auth>, LogIn(call): LogIn) -> Result<Response, Failure> {
    let mut fields = call.fields();
    let email = fields.text("email");
    let password = fields.text("password");
    let url = fields.optional_text("callbackURL");
    let remember = fields.optional_flag("rememberMe").unwrap_or(true);
    fields.finish()?;
    if !is_email(email) {
        return Err(Failure::INVALID_EMAIL);
    }
    let begun =
        auth.begin_log_in(email, password.into(), call.client.clone(), remember, &call.cookies).await?;
    let logged_in = match begun {
        Begun::Done(logged_in) => logged_in,
        Begun::SecondStep(step) => {
            // As Better Auth does: who logs in is no longer who was logged in here.
            let mut cookies = auth.expired_cookies();
            cookies.push(step.cookie);
            let two_factor_methods = if step.by_app { vec!["totp"] } else { Vec::new() };
            let body = SecondStepNeeded { two_factor_redirect: true, two_factor_methods };
            return Ok((headers(&cookies), Json(body)).into_response());
        }
    };
    let session = &logged_in.session;
    let location = url.filter(|url| !url.is_empty()).map(|url| (LOCATION, url.to_owned()));
    let redirect = location.is_some();
    let body = SignedIn { redirect, token: session.token(), url, user: (&session.user).into() };
    Ok((AppendHeaders(location), headers(&logged_in.cookies), Json(body)).into_response())
}

/// `POST /sign-in/social`: always refuses, because Docket has no providers.
pub(super) async fn sign_in_social(call: Call) -> Result<(), Failure> {
    let mut fields = call.fields();
    fields.text("provider");
    fields.finish()?;
    Err(Failure::PROVIDER_NOT_FOUND)
}

#[derive(Serialize)]
struct SignedOut {
    success: bool,
}

/// `POST /sign-out`: ends this session, if there is one.
pub(super) async fn sign_out(State(auth): State<Auth>, call: Call) -> Result<impl IntoResponse, Failure> {
    if let Some(fields) = call.optional_fields() {
        fields.finish()?;
    }
    if let Some(session) = &call.session {
        auth.log_out(session).await?;
    }
    let cleared = auth.https().then_some(CLEAR_SITE_DATA);
    Ok((AppendHeaders(cleared), headers(&auth.expired_cookies()), Json(SignedOut { success: true })))
}
