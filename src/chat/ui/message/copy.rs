//! Buttons that copy a message, or a piece of code in one. They need no code in the client: one listener on the
//! document serves them all.

use crate::ui::icon::{Glyph, Icon};
#[cfg(feature = "ssr")]
use crate::ui::script::Script;
use leptos::prelude::*;

/// The button that copies a message.
#[component]
pub fn CopyMessage() -> impl IntoView {
    view! {
        <button type="button" class="copy icon-button message-action script-only" aria-label="Copy message">
            <Icon glyph=Glyph::Copy/>
        </button>
    }
    .into_any()
}

/// What the buttons do.
#[cfg(feature = "ssr")]
#[component]
pub fn CopyScript() -> impl IntoView {
    view! { <Script text=include_str!("copy.js")/> }
}
