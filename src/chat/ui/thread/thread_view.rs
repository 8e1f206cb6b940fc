//! The view of a thread: its messages, and the composer below them.

use super::announcer::Announcer;
use super::catch_up::{watch_news, watch_visibility};
use super::controller::ThreadController;
use super::earlier::Earlier;
use super::scroll::Scroll;
use super::welcome::Welcome;
use crate::chat::ui::composer::{Composer, ComposerTarget};
use crate::chat::ui::message::{MessageDelegate, MessageView};
use crate::ui::dynamic::{dynamic, listener};
use crate::ui::hydrated::Hydrated;
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::{Event, MouseEvent};
use leptos::html::Div;
use leptos::prelude::*;
use std::sync::Arc;

/// A thread.
#[component]
pub fn ThreadView(
    /// The thread's controller.
    controller: ThreadController,
    /// The person's draft, if the server has sent it with the page.
    draft: Option<String>,
) -> impl IntoView {
    let scroller = NodeRef::<Div>::new();
    let content = NodeRef::<Div>::new();
    let scroll = Scroll::watch(scroller, content);
    let (follow, close) = (controller.clone(), controller.clone());
    Effect::new(move || {
        scroll.open();
        follow.state.restore_unsent();
        follow.follow_running();
    });
    on_cleanup(move || close.close());
    watch_visibility(controller.clone());
    watch_news(controller.clone());

    let hydrated = Hydrated::here();
    let (messages, has_more) = (controller.state.messages.clone(), controller.state.has_more.clone());
    let empty = {
        let messages = messages.clone();
        Memo::new(move |_| messages.is_empty())
    };
    let told = controller.state.told.clone();
    let (welcome, earlier) = (controller.clone(), controller.state.clone());
    let welcome =
        dynamic(move || empty.get().then(|| view! { <Welcome controller=welcome.clone()/> }.into_any()));
    let earlier = dynamic(move || {
        has_more.get().then(|| view! { <Earlier thread=earlier.clone() scroll/> }.into_any())
    });
    let away = Memo::new(move |_| hydrated.get() && !scroll.at_end());
    let jump = dynamic(move || {
        away.get().then(|| {
            view! {
        <button type="button" class="jump-to-latest" on:click=listener(move |_: MouseEvent| scroll.to_end())>
            <Icon glyph=Glyph::ArrowDown/>
            "Jump to latest"
        </button>
    }.into_any()
        })
    });
    let delegate: Arc<dyn MessageDelegate> = Arc::new(controller.clone());
    view! {
        <div class="scroller" node_ref=scroller on:scroll=listener(move |_: Event| scroll.scrolled())>
            <div class="content" node_ref=content>
                {welcome}
                {earlier}
                <div class="log" role="log" aria-live="off" aria-label="Conversation">
                    <For each=move || messages.all() key=|message| message.key let(message)>
                        <MessageView message delegate=Some(delegate.clone())/>
                    </For>
                </div>
            </div>
        </div>
        <Announcer told/>
        <div class="chat-footer">
            {jump}
            <Composer target=composer_target(controller) draft sent=Callback::new(move |()| scroll.to_end())/>
        </div>
    }
    .into_any()
}

/// What the composer needs of the thread.
fn composer_target(controller: ThreadController) -> ComposerTarget {
    let state = controller.state.clone();
    let (stop, undelivered) = (controller.clone(), state.undelivered);
    ComposerTarget {
        conversation: state.conversation,
        model: state.model,
        running: state.running,
        refused: state.refused,
        delivering: Signal::derive(move || !undelivered.with(Vec::is_empty)),
        notices: state.context.notices,
        send: Arc::new(move |text| controller.send(text)),
        stop: Arc::new(move || stop.stop()),
    }
}
