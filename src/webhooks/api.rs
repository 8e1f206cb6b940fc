//! What the browser may call about webhooks. Only a person at a browser may: a token is a program's, and a program has no business with
//! where a person's tasks are told.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

#[cfg(feature = "ssr")]
mod deliveries;
#[cfg(feature = "ssr")]
mod html;

use super::Deed;
use crate::call::{Json, PageClient};
use crate::error::AppError;
use crate::id::{WebhookDeliveryId, WebhookId};
use leptos::prelude::*;

/// The name of the forms that make a secret.
pub const MADE: &str = "webhook-secret";

/// The part of the settings with the webhooks, as HTML with plain forms. The server alone makes it, so that the client need not know it.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "webhooks/section")]
pub async fn webhook_section() -> Result<String, AppError> {
    use crate::rpc;
    let (session, webhooks) = session().await?;
    let (listed, now) = rpc::answer(webhooks.list(&session.user.id).await)?;
    let secret = rpc::shown_once(MADE);
    Ok(Owner::new().with(|| html::section(&listed, secret, &now)))
}

/// Adds a webhook. Returns its secret, which is told this once.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "webhooks/add")]
pub async fn add_webhook(
    webhook_url: String,
    #[server(default)] types: Vec<String>,
) -> Result<String, AppError> {
    use crate::rpc;
    let (session, webhooks) = session().await?;
    rpc::remember_input(&[("webhook_url", &webhook_url), ("webhook_types", &types.join(","))]);
    tell(rpc::answer(webhooks.add(&session, &rpc::client().await?, (&webhook_url, &types)).await)?)
}

/// Makes a new secret. Returns it, which is told this once.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "webhooks/rotate")]
pub async fn rotate_webhook(webhook: WebhookId) -> Result<String, AppError> {
    use crate::rpc;
    let (session, webhooks) = session().await?;
    tell(rpc::answer(webhooks.rotate(&session, &rpc::client().await?, webhook).await)?)
}

/// Pauses, resumes or removes a webhook.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "webhooks/change")]
pub async fn change_webhook(webhook: WebhookId, deed: Deed) -> Result<(), AppError> {
    use crate::rpc;
    let (session, webhooks) = session().await?;
    rpc::answer(webhooks.change(&session.user.id, &rpc::client().await?, webhook, deed).await)?;
    let done = match deed {
        Deed::Pause => "webhook-paused",
        Deed::Resume => "webhook-resumed",
        Deed::Remove => "webhook-removed",
    };
    rpc::taken(crate::url::SETTINGS, done);
    Ok(())
}

/// Sends a test. Returns whether the address has taken it.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "webhooks/test")]
pub async fn try_webhook(webhook: WebhookId) -> Result<bool, AppError> {
    use crate::rpc;
    let (session, webhooks) = session().await?;
    let is_taken = rpc::answer(webhooks.try_out(&session.user.id, webhook).await)?;
    rpc::taken(crate::url::SETTINGS, if is_taken { "webhook-tried" } else { "webhook-failed" });
    Ok(is_taken)
}

/// Sends something again.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "webhooks/send-again")]
pub async fn send_webhook_again(delivery: WebhookDeliveryId) -> Result<(), AppError> {
    use crate::rpc;
    let (session, webhooks) = session().await?;
    rpc::answer(webhooks.send_again(&session.user.id, delivery).await)?;
    rpc::taken(crate::url::SETTINGS, "webhook-again");
    Ok(())
}

/// Tells a secret once: in the answer, or on the page of a plain form.
#[cfg(feature = "ssr")]
fn tell(secret: secrecy::SecretString) -> Result<String, AppError> {
    use crate::rpc;
    use secrecy::ExposeSecret;
    rpc::show_once(secret.expose_secret());
    rpc::taken(crate::url::SETTINGS, MADE);
    Ok(secret.expose_secret().to_owned())
}

/// The session of the request, if it is a browser's, and the webhooks.
#[cfg(feature = "ssr")]
async fn session() -> Result<(crate::auth::server::ActiveSession, super::server::Webhooks), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    if session.by_token {
        return rpc::answer(Err(crate::auth::server::AuthError::CookieNeeded));
    }
    Ok((session, expect_context()))
}
