//! Waiting in the browser.

use futures::channel::oneshot;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout};
use std::time::Duration;

/// Waits. Dropping the future also clears the browser's timer.
pub async fn sleep(duration: Duration) {
    struct Timer(Option<TimeoutHandle>);

    impl Drop for Timer {
        fn drop(&mut self) {
            if let Some(handle) = self.0 {
                handle.clear();
            }
        }
    }

    let (wake, woken) = oneshot::channel();
    let _timer = Timer(set_timeout(move || _ = wake.send(()), duration).ok());
    _ = woken.await;
}
