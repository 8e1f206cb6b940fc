//! What the browser may call about passkeys. Texts of the browser's Web Authentication API pass through as JSON.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

use crate::auth::PasskeyList;
use crate::call::{Json, PageClient};
use crate::error::AppError;
use leptos::prelude::*;

/// The person's passkeys.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/passkeys")]
pub async fn passkeys() -> Result<PasskeyList, AppError> {
    use crate::rpc;
    let session = rpc::require_account_session().await?;
    rpc::answer(rpc::auth().passkeys(&session, rpc::passkey_page().as_ref()).await)
}

/// What the browser needs to make a passkey.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/start_passkey")]
pub async fn start_passkey() -> Result<String, AppError> {
    use crate::rpc;
    let session = rpc::require_account_session().await?;
    let page = rpc::require_passkey_page()?;
    let (options, cookie) = rpc::answer(rpc::auth().start_passkey(&session, &page).await)?;
    rpc::set_cookies(vec![cookie]);
    Ok(options.to_string())
}

/// Adds the passkey that the browser has made. Without a name it is called like the browser, until the person renames it.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/add_passkey")]
pub async fn add_passkey(answer: String, passkey_name: String) -> Result<(), AppError> {
    use crate::rpc;
    use crate::ui::device_name::device_name;
    let (session, client) = (rpc::require_account_session().await?, rpc::client().await?);
    let page = rpc::require_passkey_page()?;
    let answer = serde_json::from_str(&answer).unwrap_or_default();
    let name = if passkey_name.is_empty() { device_name(&client.agent) } else { passkey_name };
    rpc::answer(rpc::auth().add_passkey(&session, &page, &answer, Some(&name), &client).await)?;
    Ok(())
}

/// Renames a passkey.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/rename_passkey")]
pub async fn rename_passkey(passkey: String, passkey_name: String) -> Result<(), AppError> {
    use crate::rpc;
    let session = rpc::require_account_session().await?;
    rpc::answer(rpc::auth().rename_passkey(&session.user.id, &passkey, &passkey_name).await)?;
    rpc::taken(&rpc::factors_page(), "passkey-renamed");
    Ok(())
}

/// Removes a passkey.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/remove_passkey")]
pub async fn remove_passkey(passkey: String) -> Result<(), AppError> {
    use crate::rpc;
    let (session, client) = (rpc::require_account_session().await?, rpc::client().await?);
    rpc::answer(rpc::auth().remove_passkey(&session, &passkey, &client).await)?;
    rpc::taken(&rpc::factors_page(), "passkey-removed");
    Ok(())
}

/// What the browser needs to use a passkey. `None` if nobody can have one at this server's address.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/start_passkey_log_in")]
pub async fn start_passkey_log_in() -> Result<Option<String>, AppError> {
    use crate::rpc;
    let Some(page) = rpc::passkey_page() else { return Ok(None) };
    let (options, cookie) = rpc::answer(rpc::auth().start_passkey_log_in(None, &page).await)?;
    rpc::set_cookies(vec![cookie]);
    Ok(Some(options.to_string()))
}

/// Logs in with a passkey. Redirects to `next` if that is one of our pages, else to `/chat`.
#[server(name = PasskeyLogIn, prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/passkey_log_in")]
pub async fn passkey_log_in(answer: String, next: Option<String>) -> Result<(), AppError> {
    use crate::rpc;
    use crate::url;
    let (auth, client) = (rpc::auth(), rpc::client().await?);
    let page = rpc::require_passkey_page()?;
    let answer = serde_json::from_str(&answer).unwrap_or_default();
    let cookies = rpc::log_in_cookies();
    let logged_in = rpc::answer(auth.log_in_with_passkey(&page, &answer, client, &cookies).await)?;
    rpc::set_cookies(logged_in.cookies);
    rpc::enter(url::after_log_in(next.as_deref()));
    Ok(())
}
