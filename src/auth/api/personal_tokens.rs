//! What the browser may call about personal access tokens.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

use crate::auth::{Permission, Token, TokenList};
use crate::call::{Json, PageClient};
use crate::error::AppError;
use leptos::prelude::*;

/// The name under which the settings page knows the form that makes a token.
pub const MADE: &str = "token";

/// The person's tokens, and the text of the one that a plain form has just made.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/personal_tokens")]
pub async fn personal_tokens() -> Result<TokenList, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tokens = rpc::answer(rpc::auth().personal_tokens(&session.user.id).await)?;
    Ok(TokenList { tokens, made: rpc::shown_once(MADE) })
}

/// Makes a token. Its text is in this answer and nowhere else.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/make_personal_token")]
pub async fn make_personal_token(
    token_name: String,
    permission: Permission,
    days: u16,
    token_password: String,
) -> Result<Token, AppError> {
    use crate::auth::server::NewPersonalToken;
    use crate::rpc;
    use crate::url;
    let (session, client) = (rpc::require_session().await?, rpc::client().await?);
    rpc::remember_input(&[("token_name", &token_name)]);
    let new = NewPersonalToken { name: token_name, permission, days };
    let made = rpc::auth().make_personal_token(&session, new, token_password.into(), &client).await;
    let made = rpc::answer(made).map_err(|error| error.renamed("current_password", "token_password"))?;
    rpc::taken(url::SETTINGS, MADE);
    rpc::show_once(&made.token);
    Ok(made)
}

/// Revokes a token.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/revoke_personal_token")]
pub async fn revoke_personal_token(personal_token: String) -> Result<(), AppError> {
    use crate::rpc;
    use crate::url;
    let (session, client) = (rpc::require_session().await?, rpc::client().await?);
    let revoked = rpc::auth().revoke_personal_token(&session.user.id, &personal_token, &client).await;
    rpc::answer(revoked)?;
    rpc::taken(url::SETTINGS, "revoked");
    Ok(())
}
