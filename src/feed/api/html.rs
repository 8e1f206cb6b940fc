use super::{MakeFeed, RevokeFeed};
use crate::calendar::{self, Moment};
use crate::feed::server::Feed;
use crate::timestamp::Timestamp;
use jiff::ZonedDateTime;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The forms, and the link if it was just made. `programs` is the address for programs that change tasks too.
pub(super) fn section(
    feed: Option<&Feed>,
    link: Option<String>,
    now: &ZonedDateTime,
    programs: String,
) -> String {
    let today = now.date().to_string();
    let words =
        |at: &Timestamp| Moment::Time(calendar::in_zone(at, now.time_zone())).to_due().in_words(&today);
    let state = feed.map(|feed| {
        let used = match &feed.last_used_at {
            Some(at) => format!("Last used {}.", words(at)),
            None => "Not used yet.".to_owned(),
        };
        view! { <p class="hint">{format!("You have a link, made {}. {used}", words(&feed.created_at))}</p> }
    });
    let made = link.map(|link| {
        view! {
            <div class="form-note made-token" role="status">
                <label for="calendar-link">"Copy your link now. You cannot see it again."</label>
                <input id="calendar-link" readonly=true value=link.clone() autocomplete="off" spellcheck="false"/>
                <p class="hint">
                    "Google Calendar shows no tasks, only events: add "<code>"?events=all"</code>
                    " to the link for events of whole days too."
                </p>
            </div>
        }
    });
    let revoke = feed.map(|_| {
        view! { <form method="post" action=RevokeFeed::url()><button class="quiet danger">"Revoke"</button></form> }
    });
    view! {
        {made}
        {state}
        <div class="submit">
            <form method="post" action=MakeFeed::url()>
                <button class="primary">{if feed.is_some() { "Make a new link" } else { "Make a link" }}</button>
            </form>
            {revoke}
        </div>
        <h3>"Task programs"</h3>
        <p class="explanation">
            "Apple Reminders, Thunderbird, and Tasks.org or DAVx⁵ on Android show your tasks and change them too (CalDAV). "
            "Each of your lists is a list there. Such a program wants to know an address, a name and a password: "
        </p>
        <dl class="facts">
            <dt>"Address"</dt>
            <dd><code>{programs}</code></dd>
            <dt>"User name"</dt>
            <dd>"your e-mail address"</dd>
            <dt>"Password"</dt>
            <dd>
                "an access token that may read and write, which you make on this page under "
                <a href="#tokens-title">"Access tokens"</a>". Not the password of your account."
            </dd>
        </dl>
    }
    .to_html()
}
