//! The rule for a person's picture: its address, not the picture itself. Each request reads it with the session.

use super::AuthError;
use crate::auth::IMAGE_MAX;
use url::Url;

/// The address, if it is one that a browser may load a picture from.
pub(crate) fn check(address: &str) -> Result<&str, AuthError> {
    let is_web = || Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let fits = address.len() <= IMAGE_MAX && !address.chars().any(char::is_control) && is_web();
    if fits { Ok(address) } else { Err(AuthError::InvalidImage) }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_picture_is_an_address_on_the_web() {
        assert!(check("https://x.example/a.png?size=2").is_ok());
        let long = format!("https://x.example/{}", "a".repeat(2048));
        for wrong in
            ["", "a.png", "javascript:alert(1)", "data:image/png;base64,AAAA", "https://x.example/\n", &long]
        {
            assert!(check(wrong).is_err(), "{wrong}");
        }
    }
}
