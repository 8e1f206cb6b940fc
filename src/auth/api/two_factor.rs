//! What the browser may call about two-factor log-in: the second step of a log-in, and the card of the settings page.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

use crate::auth::{TwoFactor, TwoFactorSecrets};
use crate::call::{Json, PageClient};
use crate::error::AppError;
use leptos::prelude::*;

/// The name under which the settings page knows the form that makes a secret.
pub const SET_UP: &str = "two_factor";
/// The name of the form that confirms it.
pub const CONFIRMED: &str = "two_factor_on";
/// The name of the form that turns two-factor log-in off.
pub const TURNED_OFF: &str = "two_factor_off";
/// The name of the form that makes recovery codes.
pub const NEW_CODES: &str = "recovery_codes";

/// The second step of a log-in. With `trust` the browser needs none for 30 days. Redirects as `log_in` does.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/second_step")]
pub async fn second_step(
    code: String,
    #[server(default)] recovery: bool,
    #[server(default)] trust: bool,
    next: Option<String>,
) -> Result<(), AppError> {
    use crate::auth::server::SecondFactor;
    use crate::rpc;
    use crate::url;
    rpc::remember_input(&[("trust", if trust { "true" } else { "" })]);
    let given = if recovery { SecondFactor::RecoveryCode(code) } else { SecondFactor::Code(code) };
    let (auth, client) = (rpc::auth(), rpc::client().await?);
    let logged_in = rpc::answer(auth.finish_log_in(&rpc::log_in_cookies(), &given, trust, client).await)?;
    rpc::forget_input();
    rpc::set_cookies(logged_in.cookies);
    rpc::enter(url::after_log_in(next.as_deref()));
    Ok(())
}

/// The person's two-factor log-in, and the secrets that a plain form has just made.
#[server(name = AskTwoFactor, prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/two_factor")]
pub async fn two_factor() -> Result<TwoFactor, AppError> {
    use crate::auth::server::{NewTwoFactor, codes_of_word, shown_codes};
    use crate::rpc;
    let session = rpc::require_account_session().await?;
    let state = rpc::answer(rpc::auth().two_factor(&session.user.id).await)?;
    let set_up = rpc::shown_once(SET_UP).and_then(|word| NewTwoFactor::parse(&word, &session.user));
    let made = set_up.map(|set_up| set_up.shown());
    let made = made.or_else(|| rpc::shown_once(NEW_CODES).map(|word| shown_codes(&codes_of_word(&word))));
    Ok(TwoFactor { made, ..state })
}

/// Makes a secret and recovery codes. They are in this answer and nowhere else.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/set_up_two_factor")]
pub async fn set_up_two_factor(two_factor_password: String) -> Result<TwoFactorSecrets, AppError> {
    use crate::rpc;
    let (session, client) = (rpc::require_account_session().await?, rpc::client().await?);
    let made = rpc::auth().set_up_two_factor(&session, two_factor_password.into(), &client).await;
    let made = rpc::answer(made)
        .inspect_err(|error| rpc::log_in_again(error, &rpc::factors_page()))
        .map_err(|error| error.renamed("current_password", "two_factor_password"))?;
    rpc::taken(&rpc::factors_page(), SET_UP);
    rpc::show_once(&made.to_word());
    Ok(made.shown())
}

/// Turns two-factor log-in on with the first code of the app.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/confirm_two_factor")]
pub async fn confirm_two_factor(two_factor_code: String) -> Result<(), AppError> {
    use crate::auth::server::SecondFactor;
    use crate::rpc;
    let (session, client) = (rpc::require_account_session().await?, rpc::client().await?);
    let given = SecondFactor::Code(two_factor_code);
    let checked = rpc::auth().check_second_factor(&session, &given, &client).await;
    rpc::answer(checked).map_err(|error| error.renamed("code", "two_factor_code"))?;
    rpc::taken(&rpc::factors_page(), CONFIRMED);
    Ok(())
}

/// Makes new recovery codes, or turns two-factor log-in off.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "auth/change_two_factor")]
pub async fn change_two_factor(
    two_factor_password: String,
    change: String,
) -> Result<Option<TwoFactorSecrets>, AppError> {
    use crate::auth::server::{shown_codes, word_of_codes};
    use crate::error::{Error, Reason};
    use crate::rpc;
    let (session, client) = (rpc::require_account_session().await?, rpc::client().await?);
    let (auth, password) = (rpc::auth(), two_factor_password.into());
    let renamed = |error: AppError| {
        rpc::log_in_again(&error, &rpc::factors_page());
        error.renamed("current_password", "two_factor_password")
    };
    match change.as_str() {
        NEW_CODES => {
            let made = auth.new_recovery_codes(&session, password, &client).await;
            let codes = rpc::answer(made).map_err(renamed)?;
            rpc::taken(&rpc::factors_page(), NEW_CODES);
            rpc::show_once(&word_of_codes(&codes));
            Ok(Some(shown_codes(&codes)))
        }
        TURNED_OFF => {
            let done = auth.turn_two_factor_off(&session, password, &client).await;
            rpc::answer(done).map_err(renamed)?;
            rpc::taken(&rpc::factors_page(), TURNED_OFF);
            Ok(None)
        }
        _ => rpc::answer(Err(Error::Refused(Reason::MalformedRequest.into()))),
    }
}
