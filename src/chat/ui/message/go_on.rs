//! The button under a reply that was cut off.

use super::delegate::MessageDelegate;
use crate::auth::api::author_proof;
use crate::chat::api::SendAndWait;
use crate::chat::ui::client_id::client_id;
use crate::ui::dynamic::listener;
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use std::sync::Arc;

/// The message that asks the assistant to go on.
pub const GO_ON: &str = "Continue";

/// Asks the assistant to go on. It is a plain form until the page is hydrated.
#[component]
pub fn GoOn(
    /// Who asks it.
    delegate: Arc<dyn MessageDelegate>,
) -> impl IntoView {
    let conversation = delegate.conversation().map(|id| id.to_string());
    let submit = listener(move |event: SubmitEvent| {
        event.prevent_default();
        delegate.go_on();
    });
    view! {
        <form method="post" action=SendAndWait::url() on:submit=submit>
            <input type="hidden" name="conversation" value=conversation/>
            <input type="hidden" name="text" value=GO_ON/>
            <input type="hidden" name="client_id" value=client_id()/>
            <input type="hidden" name="author" value=author_proof()/>
            <button class="quiet"><Icon glyph=Glyph::ArrowDown/>"Go on"</button>
        </form>
    }
    .into_any()
}
