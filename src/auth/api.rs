//! What the browser may call about accounts. Each function also works from a plain form. It then answers with a
//! redirect, and the page of the form shows the error, if there is one.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

use super::{SignUpOffer, Token, User};
use crate::call::{Json, PageClient};
use crate::error::AppError;
use leptos::prelude::*;

mod passkeys;
mod personal_tokens;
mod settings;
mod two_factor;

pub use passkeys::*;
pub use personal_tokens::*;
pub use settings::*;
pub use two_factor::*;

/// Makes an account and logs in. Redirects to `next` if that is one of our pages, else to `/chat`.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/sign_up")]
pub async fn sign_up(
    name: String,
    email: String,
    password: String,
    next: Option<String>,
    invitation: Option<String>,
) -> Result<(), AppError> {
    use super::server::NewAccount;
    use crate::rpc;
    use crate::url;
    rpc::remember_input(&[("name", &name), ("email", &email)]);
    let (auth, client) = (rpc::auth(), rpc::client().await?);
    let account = NewAccount { name, email, password: password.into(), image: None };
    let invitation = invitation.as_deref().filter(|token| !token.is_empty());
    let session = rpc::answer(auth.sign_up_with(account, client, true, invitation).await)?;
    if let Some(before) = rpc::account_session().await?.filter(|before| !before.by_token) {
        rpc::answer(auth.log_out(&before).await)?;
    }
    rpc::forget_input();
    rpc::set_cookies(auth.first_cookies(&session));
    rpc::enter(url::after_log_in(next.as_deref()));
    Ok(())
}

/// What the sign-up page offers to somebody with this invitation, or with none.
#[server(name = AskSignUpOffer, prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/sign_up_offer")]
pub async fn sign_up_offer(invitation: Option<String>) -> Result<SignUpOffer, AppError> {
    use crate::rpc;
    rpc::answer(rpc::auth().sign_up_offer(invitation.as_deref()).await)
}

/// Logs in. Redirects to `next` if that is one of our pages, else to `/chat`. If the person logs in with two factors,
/// it redirects to the page for the second one.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/log_in")]
pub async fn log_in(email: String, password: String, next: Option<String>) -> Result<(), AppError> {
    use super::server::LogIn;
    use crate::rpc;
    use crate::url;
    rpc::remember_input(&[("email", &email)]);
    let (auth, client) = (rpc::auth(), rpc::client().await?);
    let begun = auth.begin_log_in(&email, password.into(), client, true, &rpc::log_in_cookies()).await;
    let begun = rpc::answer(begun)?;
    rpc::forget_input();
    let next = url::after_log_in(next.as_deref());
    match begun {
        LogIn::Done(logged_in) => {
            rpc::set_cookies(logged_in.cookies);
            rpc::enter(next);
        }
        LogIn::SecondStep(step) => {
            rpc::set_cookies(vec![step.cookie]);
            if url::is_authorize(next) {
                crate::response::keep_opener();
            }
            crate::response::redirect(&url::second_step(next, false));
        }
    }
    Ok(())
}

/// Ends this session. Redirects to `/login`, which then leads to `next` if that is one of our pages.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/log_out")]
pub async fn log_out(next: Option<String>) -> Result<(), AppError> {
    use crate::rpc;
    use crate::url;
    let auth = rpc::auth();
    if let Some(session) = rpc::account_session().await? {
        rpc::answer(auth.log_out(&session).await)?;
    }
    rpc::set_cookies(auth.expired_cookies());
    rpc::clear_storage();
    let next = url::after_log_in(next.as_deref());
    if url::is_authorize(next) {
        crate::response::keep_opener();
    }
    crate::response::redirect(&url::log_in(next));
    Ok(())
}

/// Mails a link that resets the password to the person with this e-mail address. Redirects to `/forgot-password?sent`,
/// whether there is such a person or not.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/forgot_password")]
pub async fn forgot_password(email: String) -> Result<(), AppError> {
    use crate::rpc;
    use crate::url;
    rpc::remember_input(&[("email", &email)]);
    let client = rpc::client().await?;
    rpc::answer(expect_context::<super::server::Recovery>().request(&email, &client).await)?;
    rpc::forget_input();
    crate::response::redirect(&url::reset_link_sent());
    Ok(())
}

/// Whether this server can mail links that reset a password.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/reset_by_mail")]
pub async fn reset_by_mail() -> Result<bool, AppError> {
    Ok(expect_context::<super::server::Recovery>().by_mail())
}

/// Whether a link with this token works now.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/reset_link_works")]
pub async fn reset_link_works(token: String) -> Result<bool, AppError> {
    use crate::rpc;
    rpc::answer(rpc::auth().reset_link_works(&token).await)
}

/// Sets the password of the person for whom the link with this token was made. Ends all their sessions and redirects to
/// `/login?reset`, where they log in with the new password.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/reset_password")]
pub async fn reset_password(token: String, password: String) -> Result<(), AppError> {
    use crate::rpc;
    use crate::url;
    let (auth, client) = (rpc::auth(), rpc::client().await?);
    let outcome = rpc::answer(auth.reset_password(&token, password.into(), &client).await);
    match &outcome {
        Ok(()) => {
            rpc::set_cookies(auth.expired_cookies());
            crate::response::redirect(&url::log_in_after_reset());
        }
        Err(error) => rpc::refuse_at::<ResetPassword>(url::RESET_PASSWORD, &[(url::TOKEN, &token)], error),
    }
    outcome
}

/// The person who is logged in. `None` if nobody is.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/me")]
pub async fn me() -> Result<Option<User>, AppError> {
    use crate::rpc;
    Ok(rpc::account_session().await?.map(|session| session.user))
}

/// A bearer token for the HTTP API. It is valid while this session lives, at most 7 days.
#[server(name = IssueToken, prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/token")]
pub async fn token() -> Result<Token, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(rpc::auth().issue_token(&session).await)
}

/// What a form held when it was last refused, so that a page without WebAssembly can show it again. Never a password.
/// `None` in the browser, where the form still holds it.
pub fn remembered_input(field: &str) -> Option<String> {
    #[cfg(feature = "ssr")]
    return crate::rpc::remembered_input(field);
    #[cfg(not(feature = "ssr"))]
    {
        let _ = field;
        None
    }
}

/// What a plain form carries to prove for whom it was made, so that it acts for nobody else. `None` in the browser,
/// where each call names the person (see `call`).
pub fn author_proof() -> Option<String> {
    #[cfg(feature = "ssr")]
    return crate::rpc::author_proof();
    #[cfg(not(feature = "ssr"))]
    None
}
