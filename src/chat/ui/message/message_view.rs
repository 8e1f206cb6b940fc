//! A message on the page.

use super::copy::CopyMessage;
use super::delegate::MessageDelegate;
use super::feedback_form::FeedbackForm;
use super::message_actions::MessageActions;
use super::outcome::Outcome;
use super::reactive::ReactiveMessage;
use super::tail_view::TailView;
use super::thought_view::ThoughtView;
use super::tool_card::ToolCard;
use crate::chat::{Part, Role};
use crate::ui::dynamic::{dynamic, dynamic_text};
use crate::ui::time::Time;
use leptos::prelude::*;
use std::sync::Arc;

/// A message of the person or of the assistant.
#[component]
pub fn MessageView(
    /// The message.
    message: ReactiveMessage,
    /// Who carries out what its buttons ask for. Without one it can only be read.
    delegate: Option<Arc<dyn MessageDelegate>>,
) -> impl IntoView {
    let (label, class) = match message.role {
        Role::User => ("You", "message mine"),
        Role::Assistant => ("Assistant", "message"),
    };
    // A message that can only be read does not grow here.
    let grows = delegate.is_some();
    let streaming = {
        let message = message.clone();
        Signal::derive(move || grows && message.with_state(|content| content.is_streaming()))
    };
    let shown = message.clone();
    let keys = {
        let message = message.clone();
        move || message.part_keys()
    };
    let at = {
        let message = message.clone();
        dynamic(move || {
            message.with_state(|content| content.created_at.clone()).map(|at| view! { <Time at/> }.into_any())
        })
    };
    let busy = dynamic_text(move || streaming.get().then(|| "true".to_owned()));
    let tail = (grows && message.role == Role::Assistant)
        .then(|| view! { <TailView message=message.clone() streaming/> });
    view! {
        <article class=class aria-label=label aria-busy=busy>
            <div class="body">
                <For each=keys key=|key| *key let(key)>
                    {match shown.part(key).unwrap_or(Part::Unknown) {
                        Part::Text { text } => view! { <p class="plain" dir="auto">{text}</p> }.into_any(),
                        Part::Html { html } => view! { <div class="prose" dir="auto" inner_html=html></div> }.into_any(),
                        Part::Thought { thought } => view! { <ThoughtView thought streaming/> }.into_any(),
                        Part::Tool { call } => view! { <ToolCard call reply=shown.id()/> }.into_any(),
                        Part::Unknown => ().into_any(),
                    }}
                </For>
                {tail}
            </div>
            <footer>
                <Outcome message=message.clone() delegate=delegate.clone()/>
                {(message.role == Role::Assistant).then(|| view! { <FeedbackForm message=message.clone()/> })}
                <CopyMessage/>
                {delegate.map(|delegate| view! { <MessageActions message delegate/> })}
                {at}
            </footer>
        </article>
    }
    .into_any()
}
