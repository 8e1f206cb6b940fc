//! The last deliveries of a webhook.

use super::SendWebhookAgain;
use super::html::moment;
use crate::webhooks::server::{Delivery, State, Webhook};
use jiff::ZonedDateTime;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// A table of them, which is folded.
pub(super) fn of(webhook: &Webhook, last: &[Delivery], now: &ZonedDateTime) -> Option<AnyView> {
    let rows = last.iter().map(|delivery| row(webhook, delivery, now)).collect_view();
    let table = view! {
        <details>
            <summary>"Last deliveries"</summary>
            <div class="scroll">
                <table>
                    <thead>
                        <tr><th>"Time"</th><th>"Event"</th><th>"Outcome"</th><th>"Attempts"</th><th><span class="visually-hidden">"Action"</span></th></tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    };
    (!last.is_empty()).then(|| table.into_any())
}

fn row(webhook: &Webhook, delivery: &Delivery, now: &ZonedDateTime) -> AnyView {
    // A test is sent once, by its own button.
    let can = webhook.state != State::Off && delivery.due_at.is_none() && delivery.r#type != "webhook.test";
    let again = can.then(|| {
        let label = format!("Send again: {}, {}", delivery.r#type, moment(&delivery.created_at, now));
        view! {
            <form method="post" action=SendWebhookAgain::url()>
                <input type="hidden" name="delivery" value=delivery.id.to_string()/>
                <button class="quiet" aria-label=label>"Send again"</button>
            </form>
        }
    });
    view! {
        <tr>
            <td>{moment(&delivery.created_at, now)}</td>
            <td><code>{delivery.r#type.clone()}</code></td>
            <td>{outcome(delivery, now)}</td>
            <td>{delivery.attempts.to_string()}</td>
            <td>{again}</td>
        </tr>
    }
    .into_any()
}

/// How it went so far, in words.
fn outcome(delivery: &Delivery, now: &ZonedDateTime) -> String {
    let last = match (&delivery.status, &delivery.failure) {
        (Some(status), _) => format!("status {status}"),
        (None, Some(failure)) => failure.clone(),
        (None, None) => String::new(),
    };
    let words = match (delivery.delivered, &delivery.due_at, delivery.attempts) {
        (true, ..) => "Delivered".to_owned(),
        (false, None, _) => "Given up".to_owned(),
        (false, Some(_), 0) => "Waiting".to_owned(),
        (false, Some(at), _) => format!("Next try {}", moment(at, now)),
    };
    if last.is_empty() { words } else { format!("{words}: {last}") }
}
