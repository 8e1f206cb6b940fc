//! What a message and its client-made id may be.

use super::ChatError;
use crate::chat::MESSAGE_MAX;

/// Most characters of a client-made id; a UUID has 36.
pub(crate) const CLIENT_ID_MAX: usize = 64;

pub(crate) fn parse_message(text: &str) -> Result<&str, ChatError> {
    let text = text.trim();
    let fits = (1..=MESSAGE_MAX).contains(&text.chars().count()) && !text.contains('\0');
    if fits { Ok(text) } else { Err(ChatError::InvalidMessage) }
}

pub(crate) fn parse_client_id(text: &str) -> Result<&str, ChatError> {
    let fits = (1..=CLIENT_ID_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if fits { Ok(text) } else { Err(ChatError::InvalidClientId) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn client_ids_are_short_and_plain() {
        assert!(parse_client_id("0b9a1f6e-6f7c-4c1b-9d0f-1c2d3e4f5a6b").is_ok());
        for refused in ["", "a b", "é", "'; drop table messages", &"x".repeat(65)] {
            assert!(parse_client_id(refused).is_err(), "{refused}");
        }
    }
}
