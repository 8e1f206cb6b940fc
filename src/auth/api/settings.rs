//! What the browser may call about the person's own account, from the settings page. After a plain form, each function
//! redirects to that page, and the address tells what was done.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

use crate::auth::{Device, User};
use crate::call::{Json, PageClient};
use crate::error::AppError;
use crate::id::SessionId;
use leptos::prelude::*;

/// Changes the person's name.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/update_profile")]
pub async fn update_profile(name: String, #[server(default)] author: String) -> Result<User, AppError> {
    use crate::rpc;
    use crate::url;
    let session = rpc::require_account_session().await?;
    rpc::require_author(&session, &author).await?;
    rpc::remember_input(&[("name", &name)]);
    let user = rpc::answer(rpc::auth().update_profile(&session.user.id, Some(&name), None).await)?;
    rpc::taken(url::SETTINGS, "profile");
    Ok(user)
}

/// Changes the person's password, and logs out all other devices if asked.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/change_password")]
pub async fn change_password(
    current_password: String,
    new_password: String,
    #[server(default)] end_sessions: bool,
) -> Result<(), AppError> {
    use crate::rpc;
    use crate::url;
    let (session, client) = (rpc::require_account_session().await?, rpc::client().await?);
    rpc::remember_input(&[("end_sessions", if end_sessions { "true" } else { "false" })]);
    let auth = rpc::auth();
    let changed =
        auth.change_password(&session, current_password.into(), new_password.into(), end_sessions, &client);
    let replaced = rpc::answer(changed.await).map_err(|error| error.renamed("password", "new_password"))?;
    if let Some(session) = replaced {
        rpc::set_cookies(auth.session_cookies(&session));
    }
    rpc::taken(url::SETTINGS, "password");
    Ok(())
}

/// The person's log-ins, the newest first.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/devices")]
pub async fn devices() -> Result<Vec<Device>, AppError> {
    use crate::rpc;
    let session = rpc::require_account_session().await?;
    rpc::answer(rpc::auth().devices(&session).await)
}

/// Logs the person out on one device.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/end_session")]
pub async fn end_session(session: SessionId) -> Result<(), AppError> {
    use crate::rpc;
    use crate::url;
    let from = rpc::require_account_session().await?;
    let ended = rpc::answer(rpc::auth().end_own_session(&from, &session).await);
    match &ended {
        Ok(()) => rpc::taken(url::SETTINGS, "device"),
        Err(error) => rpc::log_in_again(error, url::SETTINGS),
    }
    ended
}

/// Logs the person out on all devices but this one.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/end_other_sessions")]
pub async fn end_other_sessions() -> Result<(), AppError> {
    use crate::rpc;
    use crate::url;
    let from = rpc::require_account_session().await?;
    let ended = rpc::answer(rpc::auth().end_own_sessions(&from, true).await.map(drop));
    match &ended {
        Ok(()) => rpc::taken(url::SETTINGS, "devices"),
        Err(error) => rpc::log_in_again(error, url::SETTINGS),
    }
    ended
}

/// Deletes the person's account and everything that belongs to it. `confirmation` is their e-mail address. Redirects to
/// `/`.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/delete_account")]
pub async fn delete_account(confirmation: String, password: String) -> Result<(), AppError> {
    use crate::rpc;
    use crate::url;
    let (session, client) = (rpc::require_account_session().await?, rpc::client().await?);
    rpc::remember_input(&[("confirmation", &confirmation)]);
    rpc::answer(session.confirm(&confirmation))?;
    let auth = rpc::auth();
    let deleted = auth.delete_account(&session, Some(password.into()), &client).await;
    rpc::answer(deleted).map_err(|error| error.renamed("current_password", "password"))?;
    rpc::forget_input();
    rpc::set_cookies(auth.expired_cookies());
    rpc::clear_storage();
    crate::response::redirect(url::HOME);
    Ok(())
}
