//! How something is sent.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How a push service keeps and delivers something (RFC 8030, section 5).
#[derive(Clone, Debug)]
pub struct PushOptions {
    /// What it is about. It takes the place of what is still kept for the browser about the same.
    pub topic: Option<Topic>,
    /// How long it is kept for a browser that is away.
    pub ttl: Duration,
    /// How important it is to the person.
    pub urgency: Urgency,
}

/// What a message is about, in a form that push services take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic(String);

impl Topic {
    /// A topic for a name. The push service cannot tell the name from it.
    pub fn of(name: &str) -> Self {
        let digest = Sha256::digest(name.as_bytes());
        Self(URL_SAFE_NO_PAD.encode(&digest[..24]))
    }

    /// At most 32 characters of base64url.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How important something is: a device that saves power takes only what is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// For devices with power and a network without limits.
    VeryLow,
    /// For devices with one of the two.
    Low,
    /// For devices with neither.
    Normal,
    /// Also for those whose battery is nearly empty: what is due now.
    High,
}

impl Urgency {
    /// Its name in a request.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VeryLow => "very-low",
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_fits_into_its_header_and_tells_nothing() {
        let topic = Topic::of("buy milk");
        assert_eq!(topic.as_str().len(), 32);
        assert!(topic.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        assert_eq!((topic == Topic::of("buy milk"), topic == Topic::of("buy tea")), (true, false));
    }
}
