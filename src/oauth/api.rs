//! What the browser may call about connected apps.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

use super::ConnectedApp;
use crate::call::{Json, PageClient};
use crate::error::AppError;
use leptos::prelude::*;

/// The apps that act for the person, the last used first.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "oauth/connected_apps")]
pub async fn connected_apps() -> Result<Vec<ConnectedApp>, AppError> {
    use super::server::OAuth;
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<OAuth>().connected_apps(&session.user.id).await)
}

/// Lets an app only read from now on.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "oauth/narrow")]
pub async fn narrow(connection: String) -> Result<(), AppError> {
    use super::server::OAuth;
    use crate::rpc;
    use crate::url;
    let (session, client) = (rpc::require_session().await?, rpc::client().await?);
    rpc::answer(expect_context::<OAuth>().narrow(&session.user.id, &connection, &client).await)?;
    rpc::taken(url::SETTINGS, "narrowed");
    Ok(())
}

/// Ends the connection to an app.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "oauth/disconnect")]
pub async fn disconnect(connection: String) -> Result<(), AppError> {
    use super::server::OAuth;
    use crate::rpc;
    use crate::url;
    let (session, client) = (rpc::require_session().await?, rpc::client().await?);
    rpc::answer(expect_context::<OAuth>().disconnect(&session.user.id, &connection, &client).await)?;
    rpc::taken(url::SETTINGS, "disconnected");
    Ok(())
}
