//! The text that is still being written.
//!
//! New text costs no more at the end of a long text than at its beginning. It is appended to the last text node, and
//! what was finished long ago stands in elements of its own, which the browser need not lay out again.

use super::reactive::{ReactiveMessage, SeenTail};
use crate::ui::dynamic::dynamic_bool;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Text};

/// A text node that is longer, in UTF-16 units, gives its finished lines away.
const LINES_MAX: u32 = 4096;

/// The unfinished text of a message. New text changes text nodes, so a translator must leave it alone: it would put
/// others in their place.
#[component]
pub fn TailView(
    /// The message.
    message: ReactiveMessage,
    /// Whether the message is being written.
    streaming: Signal<bool>,
) -> impl IntoView {
    let place = NodeRef::<html::P>::new();
    let empty = {
        let message = message.clone();
        Memo::new(move |_| !message.has_tail())
    };
    // A message has no such text when the server draws it. Space at the end waits for what follows: if that is another
    // block, the lines between the two are not shown.
    Effect::new(move |before: Option<(SeenTail, String)>| {
        let (mut seen, mut new) = before.unwrap_or_default();
        if let Some(place) = place.get() {
            let (another, text) = message.new_tail(&mut seen);
            if another {
                place.set_text_content(None);
                new.clear();
            }
            new.push_str(&text);
            let space = new.split_off(new.trim_end().len());
            if !new.is_empty() {
                append(&place, &new);
            }
            new = space;
        }
        (seen, new)
    });
    view! {
        <p
            node_ref=place
            class="plain tail"
            dir="auto"
            translate="no"
            // The style sheet shows these words, beside the dots, until the first text or tool call comes.
            data-words="Thinking"
            class:caret=dynamic_bool(move || streaming.get())
            class:waiting=dynamic_bool(move || streaming.get() && empty.get())
            class:none=dynamic_bool(move || !streaming.get() && empty.get())
        ></p>
    }
    .into_any()
}

fn append(place: &HtmlElement, text: &str) {
    let Some(last) = place.last_child().and_then(|last| last.dyn_into::<Text>().ok()) else {
        let node = document().create_text_node(text);
        // Nothing can refuse a new text node here.
        let _ = place.append_child(&node);
        return;
    };
    let _ = last.append_data(text);
    if last.length() > LINES_MAX {
        give_lines_away(place, &last);
    }
}

/// Moves the lines that are finished from the last text node into an element before it.
fn give_lines_away(place: &HtmlElement, last: &Text) {
    let text = last.data();
    let Some((lines, rest)) = text.rfind('\n').and_then(|end| text.split_at_checked(end + 1)) else { return };
    let Ok(block) = document().create_element("span") else { return };
    block.set_text_content(Some(lines));
    if place.insert_before(&block, Some(last)).is_ok() {
        last.set_data(rest);
    }
}
