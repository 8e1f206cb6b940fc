//! People who have lost their authenticator app and their recovery codes.

use super::account;
use crate::auth::User;
use crate::auth::server::Notices;
use crate::command::operator::Operator;
use crate::command::{CommandError, terminal};

pub(super) async fn reset(
    operator: &Operator,
    notices: &Notices,
    who: &str,
    yes: bool,
    json: bool,
) -> Result<(), CommandError> {
    let person = operator.person(who).await?;
    terminal::confirm(&format!("{} will log in with the password alone.", person.email), yes)?;
    if !operator.auth.reset_two_factor(&person.id).await? {
        return Err(CommandError::Refused(format!("{} does not log in with two factors", person.email)));
    }
    let text = format!("{} logs in with the password alone.", person.email);
    let email = person.email.clone();
    terminal::print_answer(json, &User { two_factor_enabled: false, ..person }, &text)?;
    account::told(notices, "two-factor log-in is off", &email).await
}
