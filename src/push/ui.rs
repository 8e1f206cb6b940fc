//! Web Push on the page: the section of the settings.

mod section;

pub use section::Notifications;

use crate::ui::script::Script;
use leptos::prelude::*;

/// Runs the script that keeps notifications on, in a browser in which the person has turned them on.
#[component]
pub fn KeepOn() -> impl IntoView {
    // A browser may refuse to remember anything.
    let text = "try { if (localStorage.getItem('docket.push')) await import('/notifications.js'); } catch {}";
    view! { <Script text/> }
}
