//! Digests of secrets. The database holds these, so a stolen copy of it opens nothing.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The SHA-256 of a secret in hexadecimal. Only for secrets that are too random to be guessed; passwords need a slow
/// hash.
pub(crate) fn digest(secret: &str) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(secret.as_bytes()) {
        // Writing to a String cannot fail.
        _ = write!(text, "{byte:02x}");
    }
    text
}
