//! Waiting in the browser. Leptos' own timers end with the part of the page whose event has started them; these do not.

use futures::channel::oneshot;
use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use std::time::Duration;

/// A call that will be made.
#[derive(Clone, Copy, Debug)]
pub struct Timeout(Option<i32>);

impl Timeout {
    /// Calls after a time.
    pub fn new(after: Duration, call: impl FnOnce() + 'static) -> Self {
        let call = Closure::once_into_js(call);
        let milliseconds = i32::try_from(after.as_millis()).unwrap_or(i32::MAX);
        let set = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), milliseconds);
        Self(set.ok())
    }

    /// Does not call, if it has not yet.
    pub fn clear(self) {
        if let Some(number) = self.0 {
            window().clear_timeout_with_handle(number);
        }
    }
}

/// Calls before the browser draws the page again.
pub fn before_next_frame(call: impl FnOnce() + 'static) {
    _ = window().request_animation_frame(Closure::once_into_js(call).unchecked_ref());
}

/// Waits. Dropping the future also clears the browser's timer.
pub async fn sleep(duration: Duration) {
    struct Timer(Timeout);

    impl Drop for Timer {
        fn drop(&mut self) {
            self.0.clear();
        }
    }

    let (wake, woken) = oneshot::channel();
    let _timer = Timer(Timeout::new(duration, move || _ = wake.send(())));
    _ = woken.await;
}
