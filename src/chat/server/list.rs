//! The list of a person's conversations, a page at a time.

use super::{Chat, ChatError};
use crate::chat::ConversationList;
use crate::chat::store::list as store;
use crate::chat::store::list::Cursor;
use crate::id::UserId;
use crate::timestamp::Timestamp;
use std::fmt;
use std::str::FromStr;

/// Conversations on one page of the list.
const PAGE_SIZE: usize = 50;

impl Chat {
    /// A page of a person's conversations, in the archive or outside: pinned ones first, then the last used first.
    /// `after` is the `next` of the page before.
    ///
    /// # Errors
    /// [`ChatError::InvalidCursor`].
    pub async fn conversations(
        &self,
        user: &UserId,
        archived: bool,
        after: Option<&str>,
    ) -> Result<ConversationList, ChatError> {
        self.conversation_page(user, archived, after, PAGE_SIZE).await
    }

    /// The same, with at most `limit` conversations on the page.
    ///
    /// # Errors
    /// [`ChatError::InvalidCursor`].
    pub async fn conversation_page(
        &self,
        user: &UserId,
        archived: bool,
        after: Option<&str>,
        limit: usize,
    ) -> Result<ConversationList, ChatError> {
        let place = after.map_or(Ok(Cursor::start()), str::parse)?;
        let mut scope = self.db.read_as(user).await?;
        // One more than fits on the page shows whether the list goes on.
        let mut conversations = store::list(&mut scope, archived, &place, limit as i64 + 1).await?;
        let goes_on = conversations.len() > limit;
        conversations.truncate(limit);
        let next = conversations.last().filter(|_| goes_on).map(|last| Cursor::of(last).to_string());
        Ok(ConversationList { conversations, next })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", u8::from(self.pinned), self.id, self.updated_at.unix_milliseconds())
    }
}

impl FromStr for Cursor {
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
            let updated_at = Timestamp::of_unix_milliseconds(updated_at.parse().ok()?)?;
            Some(Self { pinned, updated_at, id: id.parse().ok()? })
        };
        place().ok_or(ChatError::InvalidCursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_other_texts_are_refused() {
        let place =
            Cursor { pinned: true, updated_at: Timestamp::latest(), id: crate::id::ConversationId::new(7) };
        assert!(place.to_string().parse::<Cursor>().is_ok_and(|read| read == place));
        for other in [
            "",
            "1",
            "1_7",
            "2_7_1763675626085",
            "1_x_1763675626085",
            "1_7_2026-11-20",
            "1_7_9223372036854775807",
            "1_7_",
        ] {
            assert!(other.parse::<Cursor>().is_err(), "{other}");
        }
    }
}
