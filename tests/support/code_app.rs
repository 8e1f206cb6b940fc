//! An authenticator app: RFC 6238 once more, so that the tests do not believe the server.

use data_encoding::BASE32_NOPAD;
use docket::clock::Clock;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// The app of a person who has scanned this link.
pub struct CodeApp {
    key: Vec<u8>,
    clock: Clock,
}

impl CodeApp {
    pub fn scan(link: &str, clock: &Clock) -> Self {
        let (_, rest) = link.split_once("secret=").unwrap();
        let key = BASE32_NOPAD.decode(rest.split('&').next().unwrap().as_bytes()).unwrap();
        Self { key, clock: clock.clone() }
    }

    /// One that knows a secret.
    pub fn with(secret: &str, clock: &Clock) -> Self {
        Self { key: secret.as_bytes().to_vec(), clock: clock.clone() }
    }

    /// The code that it shows now.
    pub fn code(&self) -> String {
        let step = self.clock.now().unix_seconds() / 30;
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.key).unwrap();
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let offset = usize::from(hash[19] & 15);
        let number = u32::from_be_bytes(hash[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }

    /// Another code.
    pub fn wrong_code(&self) -> String {
        format!("{:06}", (self.code().parse::<u32>().unwrap() + 500_000) % 1_000_000)
    }
}
