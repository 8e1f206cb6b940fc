use crate::id::UserId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long requests are counted together.
const WINDOW: Duration = Duration::from_secs(60);
/// Most requests of a person's calendars in a window. Calendars ask every few minutes at most.
const MOST: u32 = 30;
/// From how many counts on the old ones are removed.
const MANY: usize = 10_000;

/// Counts the requests of people's calendars. Each replica counts its own. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Requests(Arc<Mutex<HashMap<UserId, (Instant, u32)>>>);

impl Requests {
    /// Counts a request.
    ///
    /// # Errors
    /// Seconds after which trying again makes sense, if there were too many.
    pub(super) fn count(&self, user: &UserId) -> Result<(), u64> {
        let now = Instant::now();
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() > MANY {
            counts.retain(|_, (began, _)| now.duration_since(*began) < WINDOW);
        }
        let (began, count) = counts.entry(user.clone()).or_insert((now, 0));
        if now.duration_since(*began) >= WINDOW {
            (*began, *count) = (now, 0);
        }
        if *count >= MOST {
            return Err(WINDOW.saturating_sub(now.duration_since(*began)).as_secs() + 1);
        }
        *count += 1;
        Ok(())
    }
}
