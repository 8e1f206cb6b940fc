//! The middle of the page: the messages of a conversation and the place to write.

use super::composer::Composer;
use super::message::MessageView;
use super::scroll::Scroll;
use super::thread::Thread;
use super::welcome::Welcome;
use crate::tasks::api::UndoChange;
use crate::ui::form::{FormError, refusal};
use crate::ui::hydrated::Hydrated;
use crate::ui::icon::{Glyph, Icon};
use crate::url;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A conversation.
#[component]
pub fn ThreadView(
    /// The conversation.
    thread: Thread,
) -> impl IntoView {
    let scroller = NodeRef::<Div>::new();
    let content = NodeRef::<Div>::new();
    let scroll = Scroll::watch(scroller, content);
    let (follow, close) = (thread.clone(), thread.clone());
    Effect::new(move || {
        scroll.to_end();
        follow.follow_running();
    });
    on_cleanup(move || close.close());
    watch_visibility(thread.clone());

    let hydrated = Hydrated::here();
    let (messages, has_more) = (thread.messages.clone(), thread.has_more.clone());
    let empty = {
        let messages = thread.messages.clone();
        Memo::new(move |_| messages.with(Vec::is_empty))
    };
    let (welcome, earlier, shown) = (thread.clone(), thread.clone(), thread.clone());
    view! {
        <div class="scroller" node_ref=scroller on:scroll=move |_| scroll.scrolled()>
            <div class="content" node_ref=content>
                {move || empty.get().then(|| view! { <Welcome thread=welcome.clone()/> })}
                {move || has_more.get().then(|| view! {
                    <Earlier thread=earlier.clone() scroll/>
                })}
                <div class="log" role="log" aria-label="Conversation">
                    <For each=move || messages.get() key=|message| message.key let(message)>
                        <MessageView message thread=shown.clone()/>
                    </For>
                </div>
            </div>
        </div>
        <div class="chat-footer">
            <Show when=move || hydrated.get() && !scroll.at_end()>
                <button type="button" class="jump-to-latest" on:click=move |_| scroll.to_end()>
                    <Icon glyph=Glyph::ArrowDown/>
                    "Jump to latest"
                </button>
            </Show>
            <FormError error=Signal::stored(refusal::<UndoChange>())/>
            <Composer thread sent=Callback::new(move |()| scroll.to_end())/>
        </div>
    }
    .into_any()
}

/// A page that nobody sees holds no connection open; it catches up when it is seen again.
fn watch_visibility(thread: Thread) {
    Effect::new(move || {
        let thread = thread.clone();
        let watching = window_event_listener_untyped("visibilitychange", move |_| {
            if document().hidden() {
                thread.pause();
            } else {
                thread.resume();
            }
        });
        on_cleanup(move || watching.remove());
    });
}

/// Puts older messages before those that are there, when it is pressed or comes into sight. Before the page lives it leads
/// to them.
#[component]
fn Earlier(thread: Thread, scroll: Scroll) -> impl IntoView {
    let hydrated = Hydrated::here();
    let loading = RwSignal::new(false);
    let link = thread.earlier().map(|(conversation, first)| url::before(conversation, first));
    let load = move || {
        if loading.get_untracked() {
            return;
        }
        loading.set(true);
        let thread = thread.clone();
        spawn_local(async move {
            scroll.hold();
            if let Err(error) = thread.load_earlier().await {
                thread.around.notices.show(error);
            }
            loading.try_set(false);
        });
    };
    let seen = load.clone();
    Effect::new(move || {
        if scroll.at_start() {
            seen();
        }
    });
    move || match hydrated.get() {
        true => {
            let load = load.clone();
            view! {
                <button
                    type="button"
                    class="quiet show-more"
                    on:click=move |_| load()
                    aria-busy=move || loading.get().then_some("true")
                >
                    "Show earlier messages"
                </button>
            }
            .into_any()
        }
        false => view! { <a class="button quiet show-more" href=link.clone()>"Show earlier messages"</a> }
            .into_any(),
    }
}
