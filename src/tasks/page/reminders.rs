//! The forms about reminders and plans by mail, a part of the settings.

use crate::auth::User;
use crate::tasks::api::preferences::{ConfirmAddress, SendAddressLink, SetMailWishes};
use crate::tasks::server::{MailWishes, TaskError, Tasks};
use crate::tasks::view::TaskHtml;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The time that the form suggests for a plan.
const MORNING: &str = "07:00";

/// The forms. `by_mail`: this server can send mail. `token` is that of a link which the person has followed, or empty.
///
/// # Errors
/// If the database failed.
pub async fn forms(tasks: &Tasks, user: &User, by_mail: bool, token: &str) -> Result<TaskHtml, TaskError> {
    let wishes = tasks.mail_wishes(&user.id).await?;
    let html = Owner::new().with(|| {
        let obstacle = match (by_mail, user.email_verified) {
            (false, _) => Some(
                view! { <p>"This Docket sends no mail: its operator has not set that up."</p> }.into_any(),
            ),
            (true, false) => Some(unconfirmed(&user.email, token)),
            (true, true) => None,
        };
        let can = obstacle.is_none();
        view! {
            {obstacle.map(|obstacle| view! { <div class="form-note" id="no-mail">{obstacle}</div> })}
            {form(&wishes, can)}
        }
        .to_html()
    });
    Ok(TaskHtml::untitled(html))
}

/// Why nothing is mailed to an address, and what the person can do about it.
fn unconfirmed(email: &str, token: &str) -> AnyView {
    let email = view! { <bdi>{email.to_owned()}</bdi> };
    if token.is_empty() {
        view! {
            <p>"Docket mails your tasks only to an address that is confirmed. "{email}" is not yet."</p>
            <form method="post" action=SendAddressLink::url()>
                <button class="primary">"Mail me a link to confirm it"</button>
            </form>
        }
        .into_any()
    } else {
        view! {
            <p>"Is "{email}" your address?"</p>
            <form method="post" action=ConfirmAddress::url()>
                <input type="hidden" name="token" value=token.to_owned()/>
                // After a log-in the address has lost the part that names this section.
                <button class="primary" autofocus>"Confirm my address"</button>
            </form>
        }
        .into_any()
    }
}

fn form(wishes: &MailWishes, can: bool) -> AnyView {
    let why = || (!can).then_some("no-mail");
    let time = wishes.plan_time.clone();
    let has_plan = time.is_some();
    view! {
        <form class="mail-wishes" method="post" action=SetMailWishes::url()>
            <p class="checkbox-field">
                <input type="checkbox" id="reminder_mail" name="reminder_mail" value="true" autocomplete="off"
                    checked=wishes.reminders disabled=!can aria-describedby=why()/>
                <label for="reminder_mail">"Remind me by mail too"</label>
            </p>
            <p class="checkbox-field">
                <input type="checkbox" id="daily_plan" name="daily_plan" value="true" autocomplete="off"
                    checked=has_plan disabled=!can aria-describedby=why()/>
                <label for="daily_plan">"Mail me the plan of the day"</label>
            </p>
            <div class="field">
                <label for="plan_time">"Time of the plan"</label>
                <input type="time" id="plan_time" name="plan_time" autocomplete="off"
                    value=time.unwrap_or_else(|| MORNING.to_owned()) disabled=!can aria-describedby=why()/>
            </div>
            {can.then(|| view! { <button class="primary">"Save"</button> })}
        </form>
    }
    .into_any()
}
