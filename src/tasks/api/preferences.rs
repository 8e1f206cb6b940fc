//! What the browser may call about what a person wants by mail.

use crate::call::{Json, PageClient};
use crate::error::AppError;
use leptos::prelude::*;

/// Sets what the person wants by mail: reminders, and a plan of the day at a time such as `07:00`.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "preferences/mail")]
pub async fn set_mail_wishes(
    #[server(default)] reminder_mail: bool,
    #[server(default)] daily_plan: bool,
    #[server(default)] plan_time: String,
) -> Result<(), AppError> {
    use crate::rpc;
    use crate::tasks::server::{MailWishes, Tasks};
    let session = rpc::require_session().await?;
    let wishes = MailWishes { reminders: reminder_mail, plan_time: daily_plan.then_some(plan_time) };
    rpc::answer(expect_context::<Tasks>().set_mail_wishes(&session.user.id, &wishes).await)?;
    rpc::taken(crate::url::SETTINGS, "mail-wishes");
    Ok(())
}

/// Mails the person a link that confirms their address.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "preferences/send-address-link")]
pub async fn send_address_link() -> Result<(), AppError> {
    use crate::rpc;
    let (session, client) = (rpc::require_session().await?, rpc::client().await?);
    let recovery = expect_context::<crate::auth::server::Recovery>();
    rpc::answer(recovery.send_address_link(&session.user, &client).await)?;
    rpc::taken(crate::url::SETTINGS, "address-link");
    Ok(())
}

/// Confirms the person's address with the token of such a link.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "preferences/confirm-address")]
pub async fn confirm_address(token: String) -> Result<(), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(rpc::auth().confirm_address(&session.user, &token).await)?;
    rpc::taken(crate::url::SETTINGS, "address");
    Ok(())
}
