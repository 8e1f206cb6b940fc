//! Revisions: short texts that differ when what they stand for differs. A program that changes something names the
//! revision it has seen, so that it overwrites nothing that it has not seen.

use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};

/// How many bytes of the digest a revision has. No two contents of a person will ever share 128 bits.
const BYTES: usize = 16;

/// The revision of something that a person has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision(String);

impl Revision {
    /// The revision of something with this content.
    pub fn of(content: &impl Serialize) -> Self {
        Self(digest(content, BYTES))
    }

    /// The revision as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first bytes of the SHA-256 digest of a content, in hexadecimal digits.
pub(crate) fn digest(content: &impl Serialize, bytes: usize) -> String {
    let json = serde_json::to_vec(content).unwrap_or_default();
    Sha256::digest(json).iter().take(bytes).fold(String::new(), |mut text, byte| {
        // Writing to a text never fails.
        _ = write!(text, "{byte:02x}");
        text
    })
}

/// What a program expects to find before it changes something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Expected {
    /// Any revision.
    #[default]
    Any,
    /// One of these revisions.
    OneOf(Vec<String>),
}

impl Expected {
    /// Whether the program may go on if this is the current revision.
    pub fn allows(&self, current: &Revision) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(revisions) => revisions.iter().any(|revision| revision == current.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_changes_with_the_content() {
        let milk = Revision::of(&("Buy milk", false));
        assert_eq!(milk, Revision::of(&("Buy milk", false)));
        assert_eq!(milk.as_str().len(), 32);
        let done = Revision::of(&("Buy milk", true));
        assert_ne!(milk, done);
        assert!(Expected::Any.allows(&milk));
        let expected = Expected::OneOf(vec![done.to_string()]);
        assert!(expected.allows(&done) && !expected.allows(&milk));
    }
}
