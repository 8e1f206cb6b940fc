//! The passkey plugin (@better-auth/passkey 1.7). Where the plugin lets an old session remove passkeys, this does not.

use super::Failure;
use super::call::Call;
use super::object::{PasskeyObject, SessionAndUser, Status, headers};
use crate::auth::server::{ActiveSession, Auth, PasskeyPage};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;
use url::form_urlencoded;

/// `GET /passkey/generate-register-options`: what a browser needs to make a passkey.
pub(super) async fn registration_options(State(auth): State<Auth>, call: Call) -> Result<Response, Failure> {
    let (session, page) = (fresh(&auth, &call)?, page(&auth, &call)?);
    let (mut options, cookie) = auth.start_passkey(session, &page).await?;
    for (name, value) in form_urlencoded::parse(call.query.as_bytes()) {
        match (name.as_ref(), value.as_ref()) {
            ("name", name) if !name.is_empty() => options["user"]["name"] = json!(name),
            ("authenticatorAttachment", kind @ ("platform" | "cross-platform")) => {
                options["authenticatorSelection"]["authenticatorAttachment"] = json!(kind);
            }
            _ => {}
        }
    }
    Ok((headers(&[cookie]), Json(options)).into_response())
}

/// `POST /passkey/verify-registration`: adds the passkey that the browser made.
pub(super) async fn verify_registration(State(auth): State<Auth>, call: Call) -> Result<Response, Failure> {
    let session = fresh(&auth, &call)?;
    let mut fields = call.fields();
    let answer = fields.record("response");
    let name = fields.optional_text("name");
    fields.finish()?;
    let added = auth.add_passkey(session, &page(&auth, &call)?, answer, name, &call.client).await?;
    Ok(Json(PasskeyObject::from(&added)).into_response())
}

/// `/passkey/generate-authenticate-options`: what a browser needs to use a passkey.
pub(super) async fn log_in_options(State(auth): State<Auth>, call: Call) -> Result<Response, Failure> {
    let by_cookie = call.session.as_ref().filter(|session| !session.by_token);
    let (mut options, cookie) = auth.start_passkey_log_in(by_cookie, &page(&auth, &call)?).await?;
    let is_open = options["allowCredentials"].as_array().is_none_or(Vec::is_empty);
    if let Some(options) = options.as_object_mut().filter(|_| is_open) {
        options.remove("allowCredentials");
    }
    Ok((headers(&[cookie]), Json(options)).into_response())
}

/// `POST /passkey/verify-authentication`: logs in.
pub(super) async fn verify_log_in(State(auth): State<Auth>, call: Call) -> Result<Response, Failure> {
    let mut fields = call.fields();
    let answer = fields.record("response");
    fields.finish()?;
    let page = page(&auth, &call)?;
    let logged_in = auth.log_in_with_passkey(&page, answer, call.client.clone(), &call.cookies).await?;
    Ok((headers(&logged_in.cookies), Json(SessionAndUser::from(&logged_in.session))).into_response())
}

/// `GET /passkey/list-user-passkeys`: the person's passkeys.
pub(super) async fn list(State(auth): State<Auth>, call: Call) -> Result<Response, Failure> {
    let passkeys = auth.stored_passkeys(&call.member()?.user.id).await?;
    Ok(Json(passkeys.iter().map(PasskeyObject::from).collect::<Vec<_>>()).into_response())
}

/// `POST /passkey/delete-passkey`: removes a passkey of the person.
pub(super) async fn delete(State(auth): State<Auth>, call: Call) -> Result<Json<Status>, Failure> {
    let session = fresh(&auth, &call)?;
    let mut fields = call.fields();
    let id = fields.text("id");
    fields.finish()?;
    auth.remove_passkey(session, id, &call.client).await?;
    Ok(Json(Status::DONE))
}

#[derive(Serialize)]
struct Updated<'a> {
    passkey: PasskeyObject<'a>,
}

/// `POST /passkey/update-passkey`: renames a passkey of the person.
pub(super) async fn update(State(auth): State<Auth>, call: Call) -> Result<Response, Failure> {
    let session = call.member()?;
    let mut fields = call.fields();
    let id = fields.text("id");
    let name = fields.filled_text("name");
    fields.finish()?;
    let renamed = auth.rename_passkey(&session.user.id, id, name).await?;
    Ok(Json(Updated { passkey: (&renamed).into() }).into_response())
}

/// The session of the request, if its person has just logged in.
fn fresh<'a>(auth: &Auth, call: &'a Call) -> Result<&'a ActiveSession, Failure> {
    let session = call.member()?;
    if auth.is_recent(session) { Ok(session) } else { Err(Failure::SESSION_NOT_FRESH) }
}

fn page(auth: &Auth, call: &Call) -> Result<PasskeyPage, Failure> {
    auth.passkey_page(&call.headers).ok_or(Failure::PASSKEYS_OFF)
}
