//! A passage from the middle of a conversation. A search leads to one, and so does the link to earlier messages. It can
//! only be read: the composer is at the end of the conversation.

use super::messages::MessageList;
use crate::chat::Passage;
use crate::chat::ui::message::MessageView;
use crate::id::MessageId;
use crate::ui::hydrated::SCROLLED;
use crate::url;
use leptos::prelude::*;
use leptos_router::components::A;

/// The messages, between links to those before and after them.
#[component]
pub fn PastView(
    /// The messages.
    passage: Passage,
    /// The message that was asked for, if one was.
    at: Option<MessageId>,
) -> impl IntoView {
    let Passage { page, has_newer } = passage;
    let (conversation, has_more) = (page.conversation.id, page.has_more);
    let first = page.messages.first().map(|message| message.id);
    let last = page.messages.last().map(|message| message.id);
    let list = MessageList::default();
    list.replace(page.messages);
    Effect::new(move || {
        let scrolled = document().query_selector(".scroller").ok().flatten();
        if scrolled.is_some_and(|scroller| scroller.has_attribute(SCROLLED)) {
            return;
        }
        let wanted = at.or(last).and_then(|id| document().get_element_by_id(&anchor(id)));
        if let Some(element) = wanted {
            element.scroll_into_view();
        }
    });
    let messages = list.all_untracked().into_iter().map(|message| {
        let id = message.id();
        let wanted = id.is_some() && id == at;
        let shown = view! { <MessageView message delegate=None/> };
        view! { <div id=id.map(anchor) class="linked-message" class:search-hit=wanted>{shown}</div> }
    });
    view! {
        <div class="scroller">
            <div class="content">
                {first.filter(|_| has_more).map(|first| view! {
                    <A href=url::before(conversation, first) {..} class="button quiet show-more">"Show earlier messages"</A>
                })}
                <div class="log" role="log" aria-live="off" aria-label="Conversation">{messages.collect_view()}</div>
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
