//! Drawers: on a narrow screen the side columns are popovers. A button opens them, and a tap beside them closes them.
//! The browser does all of that by itself, so they work without WebAssembly.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// The id of the column on the left, with the conversations.
pub const SIDEBAR: &str = "sidebar";
/// The id of the column on the right, with the tasks.
pub const TASKS: &str = "tasks";

/// A button that opens a drawer. The style sheet shows it on narrow screens only.
#[component]
pub fn DrawerButton(
    /// The drawer's id.
    drawer: &'static str,
    /// The name of the button.
    label: &'static str,
    /// The picture on it.
    glyph: Glyph,
    /// A count shown beside the picture, if there is one.
    #[prop(optional, into)]
    badge: Option<Signal<Option<usize>>>,
) -> impl IntoView {
    let badge = move || badge.and_then(|badge| badge.get()).filter(|count| *count > 0);
    let badge = move || badge().map(|count| view! { <span class="badge" aria-hidden="true">{count}</span> });
    view! {
        <button type="button" class="icon-button drawer-button" popovertarget=drawer aria-label=label>
            <Icon glyph/>
            <Transition>{badge}</Transition>
        </button>
    }
}

/// Closes a drawer after something in it was chosen. Does nothing if it is closed or shown as a column.
pub fn close(id: &str) {
    let drawer = document().get_element_by_id(id);
    if let Some(drawer) = drawer.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Fails if the drawer is not open; then nothing has to be done.
        _ = drawer.hide_popover();
    }
}
