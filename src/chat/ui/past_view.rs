//! A passage of a conversation: what was around a message that was found, or before those that were read. Here one reads;
//! one writes at the conversation's end.

use super::message::MessageView;
use super::thread::{Around, Thread};
use crate::chat::Passage;
use crate::id::MessageId;
use crate::url;
use leptos::prelude::*;
use leptos_router::components::A;

/// Messages with the ways to those before and after.
#[component]
pub fn PastView(
    /// The messages.
    passage: Passage,
    /// The message that was asked for, if one was.
    at: Option<MessageId>,
    /// The page around it.
    around: Around,
) -> impl IntoView {
    let Passage { page, has_newer } = passage;
    let (conversation, has_more) = (page.conversation.id, page.has_more);
    let first = page.messages.first().map(|message| message.id);
    let last = page.messages.last().map(|message| message.id);
    let thread = Thread::open(Some(page), around);
    Effect::new(move || {
        let wanted = at.or(last).and_then(|id| document().get_element_by_id(&anchor(id)));
        if let Some(element) = wanted {
            element.scroll_into_view();
        }
    });
    let messages = thread.messages.get_untracked().into_iter().map(|message| {
        let id = message.id();
        let wanted = id.is_some() && id == at;
        let shown = view! { <MessageView message=message thread=thread.clone()/> };
        view! { <div id=id.map(anchor) class="linked-message" class:search-hit=wanted>{shown}</div> }
    });
    view! {
        <div class="scroller">
            <div class="content">
                {first.filter(|_| has_more).map(|first| view! {
                    <A href=url::before(conversation, first) {..} class="button quiet show-more">"Show earlier messages"</A>
                })}
                <div class="log" role="log" aria-label="Conversation">{messages.collect_view()}</div>
                {last.filter(|_| has_newer).map(|last| view! {
                    <A href=url::message(conversation, last) {..} class="button quiet show-more">"Show later messages"</A>
                })}
            </div>
        </div>
        <div class="chat-footer">
            <A href=url::conversation(conversation) {..} class="button wide">"Go to the end of the conversation"</A>
        </div>
    }
    .into_any()
}

fn anchor(id: MessageId) -> String {
    format!("message-{id}")
}
