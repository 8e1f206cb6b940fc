//! What an empty thread shows: a few examples of messages.

use super::controller::ThreadController;
use crate::chat::api::SendAndWait;
use crate::chat::ui::client_id::client_id;
use crate::ui::dynamic::listener;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Together they show what the assistant can do.
const EXAMPLES: [&str; 4] =
    ["Remind me to buy groceries", "What's pending?", "I need to call mom tonight", "Show me all my tasks"];

/// A greeting and the examples. A click sends one.
#[component]
pub fn Welcome(
    /// The new thread's controller.
    controller: ThreadController,
) -> impl IntoView {
    let example = move |text: &'static str| {
        let controller = controller.clone();
        view! {
            <form
                method="post"
                action=SendAndWait::url()
                on:submit=listener(move |event: SubmitEvent| {
                    event.prevent_default();
                    controller.send(text.to_owned());
                })
            >
                <input type="hidden" name="text" value=text/>
                <input type="hidden" name="client_id" value=client_id()/>
                <button class="example">{text}</button>
            </form>
        }
    };
    view! {
        <div class="welcome">
            <h1>"What needs doing?"</h1>
            <p>"Say it in your own words. Docket puts it on your list and finds it again."</p>
            <div class="examples">{EXAMPLES.map(example).collect_view()}</div>
        </div>
    }
    .into_any()
}
