//! How long a message may be.

use crate::chat::MESSAGE_MAX;

/// Whether a text is too long for a message.
pub fn is_too_long(text: &str) -> bool {
    excess(text) > 0
}

/// By how many characters a text is too long for a message.
pub fn excess(text: &str) -> usize {
    // The bytes are counted at once, and are at least as many.
    if text.len() <= MESSAGE_MAX { 0 } else { text.trim().chars().count().saturating_sub(MESSAGE_MAX) }
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
}
