//! What a browser says of its subscription, checked.

use crate::outbound::Outbound;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::Url;
use web_push_native::Auth;
use web_push_native::p256::PublicKey;

/// Most bytes of an endpoint. Those of today's services have some 400.
const ENDPOINT_MAX: usize = 2000;
/// Bytes of an uncompressed point.
const POINT: usize = 65;

/// A subscription that can be sent to.
pub(super) struct Checked {
    pub(super) endpoint: Url,
    pub(super) key: PublicKey,
    pub(super) auth: Auth,
}

/// `None` if nothing can be sent to it: the endpoint must not be reached, or a key is none.
pub(super) fn check(outbound: &Outbound, endpoint: &str, p256dh: &str, auth: &str) -> Option<Checked> {
    let is_short = endpoint.len() <= ENDPOINT_MAX;
    let endpoint = Url::parse(endpoint).ok().filter(|url| is_short && outbound.accepts(url))?;
    let point = decode(p256dh).filter(|point| point.len() == POINT)?;
    let key = PublicKey::from_sec1_bytes(&point).ok()?;
    let auth: [u8; 16] = decode(auth)?.try_into().ok()?;
    let is_still_short = endpoint.as_str().len() <= ENDPOINT_MAX;
    is_still_short.then(|| Checked { endpoint, key, auth: auth.into() })
}

/// Browsers leave out the padding.
fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

    #[test]
    fn keys_that_are_none_and_addresses_that_must_not_be_reached_are_refused() {
        let outbound = Outbound::default();
        let is_fine = |endpoint: &str, key: &str, auth: &str| check(&outbound, endpoint, key, auth).is_some();
        let endpoint = "https://push.example/send/a";
        assert!(
            is_fine(endpoint, KEY, AUTH) && is_fine(endpoint, &[KEY, "="].concat(), &[AUTH, "=="].concat())
        );
        let not_on_the_curve = KEY.replacen("BCVx", "BCVy", 1);
        let compressed = URL_SAFE_NO_PAD.encode([&[2][..], &[7; 32]].concat());
        for key in ["", "AAAA", "!", &not_on_the_curve, &compressed, &[KEY, "AAAA"].concat()] {
            assert!(!is_fine(endpoint, key, AUTH), "{key}");
        }
        for auth in ["", "BTBZMqHH6r4Tts7J_aSI", "BTBZMqHH6r4Tts7J_aSIggAA", "BTBZMqHH6r4Tts7J+aSIgg"] {
            assert!(!is_fine(endpoint, KEY, auth), "{auth}");
        }
        let long = [endpoint, &"a".repeat(ENDPOINT_MAX)].concat();
        // Each space takes three bytes in the end.
        let growing = [endpoint, &" ".repeat(900), "a"].concat();
        for endpoint in ["", "push.example", "http://push.example/a", "https://10.0.0.1/a", &long, &growing] {
            assert!(!is_fine(endpoint, KEY, AUTH), "{endpoint}");
        }
    }
}
