//! One message.

use super::anew::{Anew, Retry};
use super::content::State;
use super::live::Live;
use super::stream::Call;
use super::thread::Thread;
use super::tool_card::ToolCard;
use crate::chat::{MessageStatus, Part, Role};
use crate::id::MessageId;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::time::Time;
use leptos::prelude::*;

/// A message of the person or of the assistant.
#[component]
pub fn MessageView(
    /// The message.
    message: Live,
    /// The conversation it is in.
    thread: Thread,
) -> impl IntoView {
    let (label, class) = match message.role {
        Role::User => ("You", "message mine"),
        Role::Assistant => ("Assistant", "message"),
    };
    let streaming = {
        let message = message.clone();
        Signal::derive(move || message.with_state(|content| content.is_streaming()))
    };
    let shown = message.clone();
    let pieces = {
        let message = message.clone();
        move || message.pieces()
    };
    let at = {
        let message = message.clone();
        move || message.with_state(|content| content.at.clone()).map(|at| view! { <Time at/> })
    };
    view! {
        // While it is busy, assistive technology waits with reading it out.
        <article class=class aria-label=label aria-busy=move || streaming.get().then_some("true")>
            <div class="body">
                <For each=pieces key=|piece| piece.key let(piece)>
                    {match piece.part {
                        Part::Text { text } => view! { <p class="plain" dir="auto">{text}</p> }.into_any(),
                        Part::Html { html } => view! { <div class="prose" dir="auto" inner_html=html></div> }.into_any(),
                        Part::Tool { call } => view! { <ToolCard call reply=shown.id()/> }.into_any(),
                    }}
                </For>
                {(message.role == Role::Assistant).then(|| view! { <Tail message=message.clone() streaming/> })}
            </div>
            <footer>
                <Outcome message=message.clone() thread=thread.clone()/>
                <Anew message thread/>
                {at}
            </footer>
        </article>
    }
    .into_any()
}

/// The text that is still being written. Each bit of it changes this one text node.
#[component]
fn Tail(message: Live, streaming: Signal<bool>) -> impl IntoView {
    let tail = Memo::new(move |_| message.tail());
    let empty = Memo::new(move |_| tail.with(String::is_empty));
    view! {
        <p
            class="plain tail"
            dir="auto"
            class:caret=move || streaming.get()
            class:waiting=move || streaming.get() && empty.get()
            class:none=move || !streaming.get() && empty.get()
        >
            {move || tail.get()}
        </p>
    }
    .into_any()
}

/// How a message ended, where that is not simply well, and what can be done about it.
#[component]
fn Outcome(message: Live, thread: Thread) -> impl IntoView {
    move || {
        let (state, error, id) =
            message.with_state(|content| (content.state.clone(), content.error.clone(), content.id));
        match state {
            State::Sending => view! { <p class="outcome">"Sending…"</p> }.into_any(),
            State::Unsent(call) => {
                view! { <Unsent message=message.clone() thread=thread.clone() call/> }.into_any()
            }
            State::Lost => view! { <Lost thread=thread.clone() reply=id/> }.into_any(),
            State::LoggedOut => {
                view! { <p class="outcome">"Docket goes on with this. Log in again to read on."</p> }
                    .into_any()
            }
            State::Stored(MessageStatus::Complete) => ().into_any(),
            State::Stored(MessageStatus::Queued) => {
                view! { <p class="outcome">"Waiting for its turn…"</p> }.into_any()
            }
            State::Stored(MessageStatus::Streaming) => {
                view! { <p class="outcome fallback">"Still writing. Load the page again to read on."</p> }
                    .into_any()
            }
            State::Stored(status) => {
                let detail = error.map(|error| error.detail);
                let (words, bad) = match status {
                    MessageStatus::Interrupted => {
                        ("Docket was restarted while writing this.".to_owned(), true)
                    }
                    MessageStatus::Failed => (detail.unwrap_or_else(|| "The reply failed.".to_owned()), true),
                    MessageStatus::Length => {
                        ("Cut off: the reply reached its length limit.".to_owned(), false)
                    }
                    _ => ("Stopped.".to_owned(), false),
                };
                let retry = id.filter(|_| status != MessageStatus::Length && thread.ends_with(&message));
                view! {
                    <p class="outcome" class:bad=bad>{bad.then(|| view! { <Icon glyph=Glyph::Alert/> })}{words}</p>
                    {retry.map(|reply| view! { <Retry thread=thread.clone() reply label="Retry"/> })}
                }
                .into_any()
            }
        }
    }
}

/// A message that is only here.
#[component]
fn Unsent(message: Live, thread: Thread, call: Call) -> impl IntoView {
    view! {
        <p class="outcome bad" role="alert"><Icon glyph=Glyph::Alert/>"Not sent. Check your connection."</p>
        <button type="button" class="quiet" on:click=move |_| thread.send_again(&message, call.clone())>
            <Icon glyph=Glyph::Retry/>
            "Retry"
        </button>
    }
    .into_any()
}

/// A reply that cannot be read on.
#[component]
fn Lost(thread: Thread, reply: Option<MessageId>) -> impl IntoView {
    view! {
        <p class="outcome bad" role="alert"><Icon glyph=Glyph::Alert/>"Connection lost."</p>
        {reply.map(|reply| view! {
            <button type="button" class="quiet" on:click=move |_| thread.follow(reply)>
                <Icon glyph=Glyph::Retry/>
                "Retry"
            </button>
        })}
    }
    .into_any()
}
