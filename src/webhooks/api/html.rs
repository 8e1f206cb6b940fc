//! The part of the settings with the webhooks.

use super::deliveries;
use super::{AddWebhook, ChangeWebhook, RotateWebhook, TryWebhook};
use crate::calendar::{self, Moment};
use crate::rpc;
use crate::timestamp::Timestamp;
use crate::webhooks::server::{Listed, State, Webhook, in_words};
use crate::webhooks::{MOST, TYPES};
use jiff::ZonedDateTime;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The list, the form, and the secret if one was just made.
pub(super) fn section(listed: &[Listed], secret: Option<String>, now: &ZonedDateTime) -> String {
    let made = secret.map(|secret| {
        view! {
            <div class="form-note made-token" role="status">
                <label for="webhook-secret">"Copy the secret now. You cannot see it again."</label>
                <input id="webhook-secret" readonly=true value=secret autocomplete="off" spellcheck="false"/>
                <p class="hint">"It shows your program that a message is from Docket."</p>
            </div>
        }
    });
    let rows = listed.iter().map(|listed| row(listed, now)).collect_view();
    let list = (!listed.is_empty()).then(|| view! { <ul class="devices webhooks">{rows}</ul> });
    let form = (listed.len() < MOST).then(form);
    view! { {made} {list} {form} }.to_html()
}

fn row(listed: &Listed, now: &ZonedDateTime) -> AnyView {
    let Listed { webhook, waiting, given_up, last } = listed;
    let name = format!("Webhook {}", webhook.url);
    let types = webhook.types.join(", ");
    let counts = [(*waiting, "waiting"), (*given_up, "given up in the last day")];
    let counts =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!(" {count} {words}."));
    let counts: String = counts.collect();
    view! {
        <li class="device" aria-label=name>
            <p class="device-name">
                <bdi class="webhook-url">{webhook.url.clone()}</bdi> " " {tag(webhook)}
            </p>
            <p class="hint">{types}</p>
            {state(webhook, now).map(|words| view! { <p class="hint">{words}</p> })}
            {(!counts.is_empty()).then(|| view! { <p class="hint">{counts.trim().to_owned()}</p> })}
            <div class="push-actions">{actions(webhook)}</div>
            {deliveries::of(webhook, last, now)}
        </li>
    }
    .into_any()
}

fn tag(webhook: &Webhook) -> Option<AnyView> {
    let words = match webhook.state {
        State::On if webhook.failures > 0 => "Failing",
        State::On => return None,
        State::Paused => "Paused",
        State::Off => "Off",
    };
    Some(view! { <span class="tag">{words}</span> }.into_any())
}

/// What there is to say of its state.
fn state(webhook: &Webhook, now: &ZonedDateTime) -> Option<String> {
    match (webhook.state, webhook.off_because, &webhook.failing_since) {
        (State::Off, why, _) => {
            let why = why.map(in_words).unwrap_or_default();
            Some(format!("Docket turned it off, and gave up what waited for it. {why}"))
        }
        (State::Paused, ..) => Some("What happens waits, for three days and up to 10,000 events.".to_owned()),
        (State::On, _, Some(since)) => {
            let next = moment(&webhook.due_at, now);
            Some(format!("It fails since {}. Next try: {next}.", moment(since, now)))
        }
        (State::On, ..) => None,
    }
}

fn actions(webhook: &Webhook) -> AnyView {
    let id = webhook.id.to_string();
    let one = |action: &'static str, deed: Option<&'static str>, words: &'static str, class: &'static str| {
        let label = format!("{words}: {}", webhook.url);
        view! {
            <form method="post" action=action>
                <input type="hidden" name="webhook" value=id.clone()/>
                {deed.map(|deed| view! { <input type="hidden" name="deed" value=deed/> })}
                <button class=class aria-label=label>{words}</button>
            </form>
        }
        .into_any()
    };
    let change = ChangeWebhook::url();
    let switch = match webhook.state {
        State::On => one(change, Some("pause"), "Pause", "button"),
        State::Paused => one(change, Some("resume"), "Resume", "button"),
        State::Off => one(change, Some("resume"), "Turn on", "button"),
    };
    view! {
        {one(TryWebhook::url(), None, "Send a test", "button")}
        {switch}
        {one(RotateWebhook::url(), None, "New secret", "button")}
        {one(change, Some("remove"), "Remove", "quiet danger")}
    }
    .into_any()
}

fn form() -> AnyView {
    let url = rpc::remembered_input("webhook_url").unwrap_or_default();
    let chosen = rpc::remembered_input("webhook_types");
    let types = TYPES.iter().enumerate().map(|(number, (name, words))| {
        let id = format!("webhook-type-{number}");
        let field = format!("types[{number}]");
        let is_chosen = chosen.as_ref().is_none_or(|chosen| chosen.split(',').any(|chosen| chosen == *name));
        view! {
            <p class="checkbox-field">
                <input type="checkbox" id=id.clone() name=field value=*name checked=is_chosen autocomplete="off"/>
                <label for=id>{*words}</label>
            </p>
        }
    });
    view! {
        <form class="webhook-form" method="post" action=AddWebhook::url()>
            <div class="field">
                <label for="webhook_url">"Address"</label>
                <input type="url" id="webhook_url" name="webhook_url" value=url required=true maxlength="2000"
                    placeholder="https://example.com/hook" autocomplete="off" spellcheck="false"/>
            </div>
            <fieldset>
                <legend>"Tell it when"</legend>
                {types.collect_view()}
            </fieldset>
            <button class="primary">"Add webhook"</button>
        </form>
    }
    .into_any()
}

/// A moment in the person's words.
pub(super) fn moment(at: &Timestamp, now: &ZonedDateTime) -> String {
    let today = now.date().to_string();
    Moment::Time(calendar::in_zone(at, now.time_zone())).to_due().in_words(&today)
}
