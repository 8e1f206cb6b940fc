//! The session cookie, byte for byte as Better Auth writes and reads it. Its value is the session's token, a dot, and
//! the token's HMAC-SHA-256 under the shared secret in padded base64. The whole value is percent-encoded.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderName, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use time::Duration;

/// Characters of the signature: 32 bytes in padded base64.
const SIGNATURE_LENGTH: usize = 44;

/// The value of the cookie that says that the session must not outlive the browser.
const UNREMEMBERED: &str = "true";

/// A cookie for the browser. As text it is the value of a `Set-Cookie` header, with the attributes in Better Auth's
/// order. Most prove a session, so the text must go nowhere but into that header.
#[derive(Clone)]
pub struct SessionCookie {
    name: &'static str,
    value: String,
    https: bool,
    /// `None` means until the browser is closed.
    life: Option<Duration>,
}

impl SessionCookie {
    /// The value that a browser sends back.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The header that sets it. `None` if it has characters that a header cannot hold. Better Auth's cookies have none.
    pub fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        Some((SET_COOKIE, self.to_string().parse().ok()?))
    }
}

impl fmt::Display for SessionCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={};", self.name, self.value)?;
        if let Some(life) = self.life {
            write!(f, " Max-Age={};", life.whole_seconds())?;
        }
        write!(f, " Path=/; HttpOnly;{} SameSite=Lax", if self.https { " Secure;" } else { "" })
    }
}

impl fmt::Debug for SessionCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionCookie").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The session cookie's name. Browsers accept the `__Secure-` prefix only with HTTPS.
pub(crate) fn name(https: bool) -> &'static str {
    if https { "__Secure-better-auth.session_token" } else { "better-auth.session_token" }
}

/// The name of the cookie that repeats the session's with HTTPS. Better Auth's own name does not keep other hosts from
/// setting such a cookie. By this one's prefix, browsers take it from this host alone (RFC 6265bis, 4.1.3.2).
pub(crate) const HOST_NAME: &str = "__Host-docket.session";

/// The name of the cookie that says that the session must not outlive the browser.
pub(crate) fn unremembered_name(https: bool) -> &'static str {
    if https { "__Secure-better-auth.dont_remember" } else { "better-auth.dont_remember" }
}

/// The name of the cookie that binds a passkey's challenge to a browser.
pub(crate) fn challenge_name(https: bool) -> &'static str {
    if https { "__Secure-better-auth.better-auth-passkey" } else { "better-auth.better-auth-passkey" }
}

/// The name of the cookie of a browser in which its person has logged in before.
pub(crate) fn device_name(https: bool) -> &'static str {
    if https { "__Host-docket.device" } else { "docket.device" }
}

/// The name of the cookie of a log-in that waits for its second step.
pub(crate) fn second_step_name(https: bool) -> &'static str {
    if https { "__Secure-better-auth.two_factor" } else { "better-auth.two_factor" }
}

/// The name of the cookie of a device that its person trusts.
pub(crate) fn trust_name(https: bool) -> &'static str {
    if https { "__Secure-better-auth.trust_device" } else { "better-auth.trust_device" }
}

/// The name of Better Auth's cookie that caches the session. Docket never sets it, but deletes it.
fn cache_name(https: bool) -> &'static str {
    if https { "__Secure-better-auth.session_data" } else { "better-auth.session_data" }
}

/// The cookie that carries `token`, for `life` or, without one, until the browser is closed.
pub(crate) fn session(token: &str, secret: &str, https: bool, life: Option<Duration>) -> SessionCookie {
    build(name(https), signed(token, secret), https, life)
}

/// The same for this host alone. Only with HTTPS.
pub(crate) fn host_session(token: &str, secret: &str, life: Option<Duration>) -> SessionCookie {
    build(HOST_NAME, signed(token, secret), true, life)
}

/// The cookie that accompanies a session that must not outlive the browser.
pub(crate) fn unremembered(secret: &str, https: bool) -> SessionCookie {
    build(unremembered_name(https), signed(UNREMEMBERED, secret), https, None)
}

/// The cookie that binds a passkey's challenge to a browser.
pub(crate) fn challenge(text: &str, secret: &str, https: bool, life: Duration) -> SessionCookie {
    build(challenge_name(https), signed(text, secret), https, Some(life))
}

/// The cookie of a browser in which its person has logged in.
pub(crate) fn device(text: &str, secret: &str, https: bool, life: Duration) -> SessionCookie {
    build(device_name(https), signed(text, secret), https, Some(life))
}

/// The cookie that names a challenge. Without one it deletes the cookie.
pub(crate) fn second_step(challenge: &str, secret: &str, https: bool, life: Duration) -> SessionCookie {
    let value = if challenge.is_empty() { String::new() } else { signed(challenge, secret) };
    build(second_step_name(https), value, https, Some(life))
}

/// The cookie of a device that its person trusts.
pub(crate) fn trust(value: &str, secret: &str, https: bool, life: Duration) -> SessionCookie {
    build(trust_name(https), signed(value, secret), https, Some(life))
}

/// The cookies that delete those of a session.
pub(crate) fn expired(https: bool) -> Vec<SessionCookie> {
    let names = [name(https), cache_name(https), unremembered_name(https)];
    let names = names.into_iter().chain(https.then_some(HOST_NAME));
    names.map(|name| build(name, String::new(), https, Some(Duration::ZERO))).collect()
}

/// The signed token or text in a cookie's value, if this server signed it. The signature may be percent-encoded or
/// decoded.
pub(crate) fn verify<'a>(value: &'a str, secret: &str) -> Option<&'a str> {
    let (token, signature) = value.rsplit_once('.')?;
    let signature = decode(signature);
    if token.is_empty() || signature.len() != SIGNATURE_LENGTH || !signature.ends_with('=') {
        return None;
    }
    let signature = STANDARD.decode(signature).ok()?;
    // verify_slice compares in constant time.
    mac(token, secret)?.verify_slice(&signature).ok()?;
    Some(token)
}

fn build(name: &'static str, value: String, https: bool, life: Option<Duration>) -> SessionCookie {
    SessionCookie { name, value, https, life }
}

/// A value followed by this server's signature.
pub(crate) fn signed(value: &str, secret: &str) -> String {
    encode(&format!("{value}.{}", sign(value, secret)))
}

fn mac(token: &str, secret: &str) -> Option<Hmac<Sha256>> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(token.as_bytes());
    Some(mac)
}

fn sign(token: &str, secret: &str) -> String {
    mac(token, secret).map(|mac| STANDARD.encode(mac.finalize().into_bytes())).unwrap_or_default()
}

// Values have letters, digits and -_! alone, so encodeURIComponent would change no other characters than these three
// of base64.
fn encode(value: &str) -> String {
    value.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
}

fn decode(value: &str) -> String {
    value
        .replace("%2B", "+")
        .replace("%2b", "+")
        .replace("%2F", "/")
        .replace("%2f", "/")
        .replace("%3D", "=")
        .replace("%3d", "=")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a secret of at least thirty-two characters";
    const TOKEN: &str = "abcdefghijklmnopqrstuvwxyzABCDEF";

    #[test]
    fn reads_what_it_writes() {
        let cookie = session(TOKEN, SECRET, false, Some(Duration::days(7)));
        assert_eq!(verify(cookie.value(), SECRET), Some(TOKEN));
        assert_eq!(verify(&decode(cookie.value()), SECRET), Some(TOKEN));
        assert!(!format!("{cookie:?}").contains(TOKEN));
    }

    #[test]
    fn is_written_as_better_auth_writes_it() {
        // better-auth 1.7.7 made this signature.
        let value = "abcdefghijklmnopqrstuvwxyzABCDEF.V0uDQTsYHtPh2medy%2FPllnddebnZyII7%2F7lsGlw1ohM%3D";
        let plain = session(TOKEN, SECRET, false, Some(Duration::days(7))).to_string();
        let expected =
            format!("better-auth.session_token={value}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax");
        assert_eq!(plain, expected);
        let https = session(TOKEN, SECRET, true, None).to_string();
        let expected =
            format!("__Secure-better-auth.session_token={value}; Path=/; HttpOnly; Secure; SameSite=Lax");
        assert_eq!(https, expected);
        let ended: Vec<_> = expired(false).iter().map(ToString::to_string).collect();
        let names = ["session_token", "session_data", "dont_remember"];
        let expected =
            names.map(|name| format!("better-auth.{name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"));
        assert_eq!(ended, expected);
    }

    #[test]
    fn refuses_what_was_tampered_with() {
        let value = session(TOKEN, SECRET, false, Some(Duration::days(7))).value().to_owned();
        let other = value.replacen('a', "b", 1);
        let unsigned = format!("{TOKEN}.");
        for forged in [other.as_str(), TOKEN, &unsigned, "", ".", "a.b", &value[..value.len() - 3]] {
            assert_eq!(verify(forged, SECRET), None, "{forged}");
        }
        assert_eq!(verify(&value, "another secret of thirty-two characters!"), None);
    }
}
