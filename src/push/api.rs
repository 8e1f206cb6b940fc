//! What the browser may call about Web Push. Only a person at a browser may: a token is a program's, and a program has no
//! business with where a person is told.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

use super::{PushDevice, Subscribed, Trial};
use crate::call::{Json, PageClient};
use crate::error::AppError;
use crate::id::SubscriptionId;
use leptos::prelude::*;

/// The public key for which browsers subscribe, in base64url.
#[server(name = AskPushKey, prefix = "/rpc", client = PageClient, output = Json, endpoint = "push/key")]
pub async fn push_key() -> Result<String, AppError> {
    session().await?;
    Ok(expect_context::<super::server::Push>().key().to_owned())
}

/// Tells this browser from now on. `key` is the one for which it subscribed. `renews` is the session in which the page has
/// subscribed before, if it does so again without being asked; what the person has removed meanwhile then stays so.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "push/subscribe")]
pub async fn subscribe(
    endpoint: String,
    p256dh: String,
    auth: String,
    key: String,
    renews: Option<String>,
) -> Result<Subscribed, AppError> {
    use super::server::{NewSubscription, Push};
    let session = session().await?;
    let new = NewSubscription {
        endpoint: &endpoint,
        p256dh: &p256dh,
        auth: &auth,
        key: &key,
        renews: renews.as_deref(),
    };
    let push = expect_context::<Push>();
    crate::rpc::answer(push.subscribe(&session.user.id, &session.id, new).await)
}

/// Tells a browser of the person no more: the one with this number, or else this one.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "push/unsubscribe")]
pub async fn unsubscribe(subscription: Option<SubscriptionId>) -> Result<(), AppError> {
    use crate::rpc;
    let session = session().await?;
    let push = expect_context::<super::server::Push>();
    rpc::answer(push.unsubscribe(&session.user.id, &session.id, subscription).await)?;
    rpc::taken(crate::url::SETTINGS, "push-removed");
    Ok(())
}

/// The browsers of the person that are told.
#[server(name = AskPushDevices, prefix = "/rpc", client = PageClient, output = Json, endpoint = "push/devices")]
pub async fn push_devices() -> Result<Vec<PushDevice>, AppError> {
    use crate::rpc;
    let session = session().await?;
    // If the reader leaves while this waits, the context is gone.
    let push = expect_context::<super::server::Push>();
    let sessions = rpc::answer(rpc::auth().devices(&session).await)?;
    rpc::answer(push.devices(&session.user.id, &sessions).await)
}

/// Sends a notification to all browsers of the person, to try them.
#[server(name = TryPush, prefix = "/rpc", client = PageClient, output = Json, endpoint = "push/test")]
pub async fn try_push() -> Result<Trial, AppError> {
    use crate::rpc;
    let session = session().await?;
    rpc::answer(rpc::auth().count_push_trial(&session.user.id).await)?;
    let trial = rpc::answer(expect_context::<super::server::Push>().try_out(&session.user.id).await)?;
    rpc::taken(crate::url::SETTINGS, &trial.to_string());
    Ok(trial)
}

/// The session of the request, if it is a browser's.
#[cfg(feature = "ssr")]
async fn session() -> Result<crate::auth::server::ActiveSession, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    if session.by_token {
        return rpc::answer(Err(crate::auth::server::AuthError::CookieNeeded));
    }
    Ok(session)
}
