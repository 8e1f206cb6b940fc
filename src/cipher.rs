//! Encryption of what the database keeps and the server must read again. The format is that of Better Auth
//! (`symmetricEncrypt` of better-auth 1.7), so that each reads what the other has written: XChaCha20-Poly1305 under the
//! SHA-256 of the secret, as the nonce, the ciphertext and the tag in hexadecimal.

use chacha20poly1305::aead::Aead;
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use sha2::{Digest, Sha256};

/// Bytes of a nonce. Random ones of this length do not repeat.
pub(crate) const NONCE: usize = 24;
/// What stands before a text of a Better Auth whose secrets have numbers, which is `$ba$<number>$<hexadecimal>`.
const ENVELOPE: &str = "$ba$";

/// Encrypts a text. The nonce must be new and random. `None` if the text is longer than the cipher allows (256 GB).
pub(crate) fn encrypt(text: &str, secret: &str, nonce: [u8; NONCE]) -> Option<String> {
    let ciphertext = cipher(secret).encrypt(&XNonce::from(nonce), text.as_bytes()).ok()?;
    Some([HEXLOWER.encode(&nonce), HEXLOWER.encode(&ciphertext)].concat())
}

/// Decrypts a text. `None` if it was encrypted with another secret, or changed. The number in an envelope is not
/// asked: the tag tells whether the secret is right.
pub(crate) fn decrypt(encrypted: &str, secret: &str) -> Option<String> {
    let hexadecimal = match encrypted.strip_prefix(ENVELOPE) {
        Some(rest) => rest.split_once('$')?.1,
        None => encrypted,
    };
    let bytes = HEXLOWER_PERMISSIVE.decode(hexadecimal.as_bytes()).ok()?;
    let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE>()?;
    String::from_utf8(cipher(secret).decrypt(&XNonce::from(*nonce), ciphertext).ok()?).ok()
}

fn cipher(secret: &str) -> XChaCha20Poly1305 {
    let key: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
    XChaCha20Poly1305::new(&Key::from(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a secret of at least thirty-two characters";
    // better-auth 1.7.7 made these.
    const PLAIN: &str =
        "cc1b5e97f506a9e953cf8d34c00207ef4bbf94903c0c88b82c44b2d07350ccedb5c8838d22340b7cf1eec2c884";
    const IN_ENVELOPE: &str =
        "$ba$2$eff6397044bbe7fd86cf14a0d5923a1789db5d6c96b607cf7b4132c110c647879adcbb2018f0721d9dc87a8a39";

    #[test]
    fn reads_what_better_auth_has_written() {
        assert_eq!(decrypt(PLAIN, SECRET).as_deref(), Some("hello"));
        assert_eq!(decrypt(&PLAIN.to_uppercase(), SECRET).as_deref(), Some("hello"));
        assert_eq!(decrypt(IN_ENVELOPE, SECRET).as_deref(), Some("hello"));
    }

    #[test]
    fn writes_what_better_auth_writes() {
        let nonce =
            HEXLOWER.decode(&PLAIN.as_bytes()[..2 * NONCE]).ok().and_then(|nonce| nonce.try_into().ok());
        assert_eq!(nonce.and_then(|nonce| encrypt("hello", SECRET, nonce)).as_deref(), Some(PLAIN));
    }

    #[test]
    fn another_secret_or_a_changed_text_reads_nothing() {
        assert_eq!(decrypt(PLAIN, "another secret of thirty-two characters!"), None);
        let changed = [
            PLAIN.replacen("cc", "cd", 1),
            PLAIN[..60].to_owned(),
            "$ba$2".into(),
            String::new(),
            "é".into(),
        ];
        for text in changed {
            assert_eq!(decrypt(&text, SECRET), None, "{text}");
        }
    }
}
