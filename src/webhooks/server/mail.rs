//! The mail about an address that was turned off. Only to addresses that are confirmed, as all that speaks of tasks.

use super::Webhooks;
use crate::id::UserId;
use crate::webhooks::store::{Off, Webhook};
use url::Url;

impl Webhooks {
    /// Mails the person, if mail is set up and they have confirmed their address. It is tried once.
    pub(super) async fn mail_off(&self, user: &UserId, webhook: &Webhook, why: Off) {
        let Some(mailer) = &self.settings.mailer else { return };
        let address = match self.auth.confirmed_address(user).await {
            Ok(Some(address)) => address,
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(webhook = %webhook.id, %error, "nobody was told that a webhook is off");
                return;
            }
        };
        let id = format!("webhook-{}-{}", webhook.id, self.clock.now().unix_milliseconds());
        let text = text(webhook, why, &self.settings.page);
        if let Err(error) = mailer.send_as(&id, &address, "A webhook was turned off", text).await {
            tracing::warn!(webhook = %webhook.id, %error, "nobody was told that a webhook is off");
        }
    }
}

fn text(webhook: &Webhook, why: Off, page: &Url) -> String {
    let host =
        Url::parse(&webhook.url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let why = in_words(why);
    format!(
        "Docket does not tell {host} any more what happens to your tasks. {why}\n\nWhat waited for it was given up. You can turn it on \
         again in your settings:\n{page}\n"
    )
}

/// Why an address was turned off, as a sentence.
pub(crate) fn in_words(why: Off) -> &'static str {
    match why {
        Off::Gone => "It answered that it is gone (status 410).",
        Off::Failing => "It failed for three days.",
        Off::Unreadable => "This server cannot read its secret. Make a new one.",
    }
}
