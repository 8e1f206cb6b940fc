//! Tells assistive technology about replies. The log itself is silent: it grows in many small steps, and at its
//! beginning as well.

use crate::chat::ui::message::ending;
use crate::chat::{Message, Part};
use crate::ui::dynamic::dynamic_text;
use crate::ui::timer::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How long the words stay. Assistive technology takes them when they come; later they would only be met twice.
const STAY: Duration = Duration::from_secs(3);

/// Says once what it is told.
#[component]
pub fn Announcer(
    /// What to say.
    told: ArcRwSignal<Option<String>>,
) -> impl IntoView {
    let words = told.clone();
    Effect::new(move || {
        if told.get().is_some() {
            let told = told.clone();
            spawn_local(async move {
                sleep(STAY).await;
                told.set(None);
            });
        }
    });
    view! { <p class="visually-hidden" role="status">{dynamic_text(move || words.get())}</p> }.into_any()
}

/// A reply as it is spoken: its text, and how it ended if it did not end well.
pub fn spoken(reply: &Message) -> String {
    let html = |part: &Part| if let Part::Html { html } = part { Some(html.clone()) } else { None };
    let html: String = reply.parts.iter().filter_map(html).collect();
    // An element that is not in the page. The server has made its HTML safe.
    let text = document().create_element("div").ok().and_then(|element| {
        element.set_inner_html(&html);
        element.text_content()
    });
    let (words, _) = ending(reply.status, reply.error.as_ref());
    [text.unwrap_or_default(), words].concat()
}
