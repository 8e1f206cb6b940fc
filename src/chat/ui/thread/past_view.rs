//! A passage from the middle of a conversation. A search leads to one, and so does the link to earlier messages. It can
//! only be read: the composer is at the end of the conversation.

use super::controller::ThreadController;
use super::state::PageContext;
use crate::chat::Passage;
use crate::chat::ui::message::{MessageDelegate, MessageView};
use crate::id::MessageId;
use crate::url;
use leptos::prelude::*;
use leptos_router::components::A;
use std::sync::Arc;

/// The messages, between links to those before and after them.
#[component]
pub fn PastView(
    /// The messages.
    passage: Passage,
    /// The message that was asked for, if one was.
    at: Option<MessageId>,
    /// The page around the passage.
    context: PageContext,
) -> impl IntoView {
    let Passage { page, has_newer } = passage;
    let (conversation, has_more) = (page.conversation.id, page.has_more);
    let first = page.messages.first().map(|message| message.id);
    let last = page.messages.last().map(|message| message.id);
    let controller = ThreadController::open(Some(page), context);
    let delegate: Arc<dyn MessageDelegate> = Arc::new(controller.clone());
    Effect::new(move || {
        let wanted = at.or(last).and_then(|id| document().get_element_by_id(&anchor(id)));
        if let Some(element) = wanted {
            element.scroll_into_view();
        }
    });
    let messages = controller.state.messages.all_untracked().into_iter().map(|message| {
        let id = message.id();
        let wanted = id.is_some() && id == at;
        let shown = view! { <MessageView message=message delegate=delegate.clone()/> };
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
