//! What becomes of a page whose client has failed. Something may have changed the page under it, such as a translator
//! or an extension of the browser.

use leptos::prelude::{document, window};
use std::panic::PanicHookInfo;

/// The key in the tab's storage under which the time of the last such reload is kept.
const KEY: &str = "docket.fault";
/// A page that fails again within so many seconds is not loaded again. It would go on forever.
const PAUSE: u32 = 60;

/// Loads the page again. If that has not helped, the page stays as it is without the client: its links and forms work.
pub fn reload_after_fault(fault: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(fault);
    if let Some(body) = document().body() {
        _ = body.remove_attribute("data-hydrated");
    }
    let Ok(Some(storage)) = window().session_storage() else { return };
    let last = storage.get_item(KEY).ok().flatten().and_then(|last| last.parse().ok());
    let now = now();
    if last.is_none_or(|last: u32| now.wrapping_sub(last) > PAUSE)
        && storage.set_item(KEY, &now.to_string()).is_ok()
    {
        _ = window().location().reload();
    }
}

/// Seconds since 1970.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "fits until 2106; to read and write fractions would take 10 KB of WebAssembly"
)]
fn now() -> u32 {
    (js_sys::Date::now() / 1000.0) as u32
}
