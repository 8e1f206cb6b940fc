//! The list of a person's conversations, a page at a time.

mod store;

use super::super::{Conversation, ConversationList};
use super::{Chat, ChatError};
use crate::id::{ConversationId, UserId};
use crate::timestamp::Timestamp;
use std::fmt;
use std::str::FromStr;

/// Conversations on one page of the list.
const PAGE_SIZE: usize = 50;

impl Chat {
    /// A page of a person's conversations, in the archive or outside: pinned ones first, then the last used first. `after`
    /// is what the page before gave as its `next`.
    ///
    /// # Errors
    /// [`ChatError::InvalidPlace`].
    pub async fn conversations(
        &self,
        user: &UserId,
        archived: bool,
        after: Option<&str>,
    ) -> Result<ConversationList, ChatError> {
        let place = after.map_or(Ok(Place::start()), str::parse)?;
        let mut scope = self.db.read_as(user).await?;
        // One more than the page has, to know whether the list goes on.
        let mut conversations = store::list(&mut scope, archived, &place, PAGE_SIZE as i64 + 1).await?;
        let goes_on = conversations.len() > PAGE_SIZE;
        conversations.truncate(PAGE_SIZE);
        let next = conversations.last().filter(|_| goes_on).map(|last| Place::of(last).to_string());
        Ok(ConversationList { conversations, next })
    }
}

/// A place in the list: what stands there comes before all that is less.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    pinned: bool,
    updated_at: Timestamp,
    id: ConversationId,
}

impl Place {
    fn start() -> Self {
        Self { pinned: true, updated_at: Timestamp::latest(), id: ConversationId::new(i64::MAX) }
    }

    fn of(conversation: &Conversation) -> Self {
        let Conversation { pinned, updated_at, id, .. } = conversation;
        Self { pinned: *pinned, updated_at: updated_at.clone(), id: *id }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", u8::from(self.pinned), self.id, self.updated_at)
    }
}

impl FromStr for Place {
    type Err = ChatError;

    fn from_str(text: &str) -> Result<Self, ChatError> {
        let place = || {
            let (pinned, rest) = text.split_once('_')?;
            let (id, updated_at) = rest.split_once('_')?;
            let pinned = match pinned {
                "0" => false,
                "1" => true,
                _ => return None,
            };
            Some(Self { pinned, updated_at: Timestamp::parse(updated_at)?, id: id.parse().ok()? })
        };
        place().ok_or(ChatError::InvalidPlace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written_and_nothing_else_is() {
        let place = Place { pinned: true, updated_at: Timestamp::now(), id: ConversationId::new(7) };
        assert!(place.to_string().parse::<Place>().is_ok_and(|read| read == place));
        for other in [
            "",
            "1",
            "1_7",
            "2_7_2026-11-20T21:53:46.085Z",
            "1_x_2026-11-20T21:53:46.085Z",
            "1_7_2026-11-20",
            "1_7_",
        ] {
            assert!(other.parse::<Place>().is_err(), "{other}");
        }
    }
}
