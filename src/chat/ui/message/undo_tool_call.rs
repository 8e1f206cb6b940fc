//! The button that undoes one tool call.

use crate::chat::ChangeState;
use crate::error::AppError;
use crate::id::MessageId;
use crate::tasks::api::UndoChange;
use crate::tasks::ui::Tasks;
use crate::ui::dynamic::{dynamic, dynamic_text, listener};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::notice::Notices;
use leptos::ev::SubmitEvent;
use leptos::html::P;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use std::sync::Arc;

/// A button that undoes what a call did, or the news that it is undone. It is a plain form until the page is hydrated.
#[component]
pub fn UndoToolCall(
    /// The reply that made the call.
    reply: MessageId,
    /// The call's id.
    call: String,
    /// What the call did, in words.
    what: String,
    /// What was known when the server sent the call.
    state: ChangeState,
) -> impl IntoView {
    let (tasks, notices) = (Tasks::here(), Notices::here());
    let undone = {
        let call = call.clone();
        Memo::new(move |_| state == ChangeState::Undone || tasks.is_undone(reply, &call))
    };
    let error = RwSignal::new(None::<AppError>);
    let busy = StoredValue::new(false);
    let status = NodeRef::<P>::new();
    let submit = {
        let call = call.clone();
        Arc::new(move |event: SubmitEvent| {
            event.prevent_default();
            if busy.get_value() {
                return;
            }
            busy.set_value(true);
            let call = call.clone();
            spawn_local(async move {
                let refused = tasks.undo(reply, call).await.err();
                // The person may have left the conversation in the meantime.
                _ = busy.try_set_value(false);
                match refused {
                    Some(refused) => _ = error.try_set(notices.unless_logged_out(refused)),
                    // The button that had the focus is gone, so the status takes it.
                    None => _ = status.try_get_untracked().flatten().map(|status| status.focus()),
                }
            });
        })
    };
    let form = move || {
        let submit = Arc::clone(&submit);
        view! {
            <form method="post" action=UndoChange::url() on:submit=listener(move |event| submit(event))>
                <input type="hidden" name="message" value=reply.to_string()/>
                <input type="hidden" name="call" value=call.clone()/>
                <button class="quiet" aria-label=["Undo: ", &what].concat()><Icon glyph=Glyph::Undo/>"Undo"</button>
            </form>
        }
        .into_any()
    };
    let form = dynamic(move || (!undone.get()).then(&form));
    let news = dynamic_text(move || undone.get().then(|| "Undone".to_owned()));
    let refusal = dynamic(move || {
        let error = error.get().filter(|_| !undone.get())?;
        Some(view! { <p class="field-error" role="alert">{error.detail()}</p> }.into_any())
    });
    view! {
        {form}
        <p class="undone" role="status" tabindex="-1" node_ref=status>{news}</p>
        {refusal}
    }
    .into_any()
}
