//! What the model thought, folded.

use crate::chat::Thought;
use crate::ui::dynamic::dynamic_text;
use leptos::prelude::*;

/// A thought: one line says how long it took. It unfolds to the words.
#[component]
pub fn ThoughtView(
    /// The thought.
    thought: Thought,
    /// Whether the reply is being written.
    streaming: Signal<bool>,
) -> impl IntoView {
    let Thought { text, seconds } = thought;
    let summary = dynamic_text(move || {
        Some(match seconds {
            Some(seconds) => format!("Thought for {seconds} s"),
            None if streaming.get() => "Thinking…".to_owned(),
            None => "Thought".to_owned(),
        })
    });
    view! {
        <details class="thought">
            <summary>{summary}</summary>
            <p class="plain" dir="auto">{text}</p>
        </details>
    }
    .into_any()
}
