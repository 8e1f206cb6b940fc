//! How long a message may be, and what a person is told of it.

use crate::chat::MESSAGE_MAX;
use crate::ui::dynamic::{dynamic, dynamic_text};
use leptos::prelude::*;

/// A person is told how much room is left when it is at most so many characters.
const NEAR: usize = 500;

/// The id of the number of characters that the message in the composer has too many.
pub const EXCESS: &str = "message-excess";
/// The id of the number of characters that it may still have.
pub const ROOM: &str = "message-room";

/// Whether a text is too long for a message.
pub fn is_too_long(text: &str) -> bool {
    excess(text) > 0
}

/// By how many characters a text is too long for a message.
pub fn excess(text: &str) -> usize {
    // The bytes are counted at once, and are at least as many.
    if text.len() <= MESSAGE_MAX { 0 } else { length(text).saturating_sub(MESSAGE_MAX) }
}

/// How many characters a message may still grow, if that is soon no more.
fn room(text: &str) -> Option<usize> {
    let length = if text.len() < MESSAGE_MAX - NEAR { 0 } else { length(text) };
    MESSAGE_MAX.checked_sub(length).filter(|room| *room <= NEAR)
}

fn length(text: &str) -> usize {
    text.trim().chars().count()
}

fn characters(count: usize) -> String {
    [count.to_string().as_str(), if count == 1 { " character" } else { " characters" }].concat()
}

/// Says that a text is too long for a message. Assistive technology says it once: the number changes with every key, so
/// only the description of the field has it.
#[component]
pub fn TooLong(
    /// By how many characters it is.
    #[prop(into)]
    excess: Signal<usize>,
    /// The id of the element with the number.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let too_long = Memo::new(move |_| excess.get() > 0);
    let more = move || {
        Some([": ", &characters(excess.get()), " more than ", &MESSAGE_MAX.to_string(), "."].concat())
    };
    dynamic(move || {
        too_long.get().then(|| {
            let more = dynamic_text(more);
            view! {
                <p class="form-error" role="alert">
                    "This is too long to send"<span id=id aria-hidden="true">{more}</span>
                </p>
            }
            .into_any()
        })
    })
}

/// Says how much room is left in the composer, when that is little.
#[component]
pub fn RoomLeft(
    /// The text in it.
    text: RwSignal<String>,
) -> impl IntoView {
    let room = Memo::new(move |_| text.with(|text| room(text)));
    let words = dynamic_text(move || Some([&characters(room.get()?), " left"].concat()));
    view! { <p class="room-left" id=ROOM>{words}</p> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_count_and_the_space_around_them_does_not() {
        assert_eq!(excess(&"ä".repeat(MESSAGE_MAX)), 0);
        assert_eq!(excess(&format!("  {}\n", "ä".repeat(MESSAGE_MAX))), 0);
        assert_eq!(excess(&"ä".repeat(MESSAGE_MAX + 3)), 3);
    }

    #[test]
    fn the_room_that_is_left_counts_when_it_is_little() {
        assert_eq!(room("ä"), None);
        assert_eq!(room(&"ä".repeat(MESSAGE_MAX - NEAR - 1)), None);
        assert_eq!(room(&"ä".repeat(MESSAGE_MAX - NEAR)), Some(NEAR));
        assert_eq!(room(&"ä".repeat(MESSAGE_MAX)), Some(0));
        assert_eq!(room(&"ä".repeat(MESSAGE_MAX + 1)), None);
    }
}
